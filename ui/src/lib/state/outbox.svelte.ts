import type { Core, DuplicateView, PostView } from '$lib/ipc';
import { words } from '$lib/words';
import type { Accounts } from './accounts.svelte';
import type { Attempt } from './arrangement.svelte';
import type { DraftState } from './draft.svelte';
import { isUnderWay, type Posts } from './posts.svelte';
import { Radar } from './radar.svelte';
import { Schedule } from './schedule.svelte';
import type { Toasts } from './toasts.svelte';

interface Around {
  attempt: Attempt;
  accounts: Accounts;
  posts: Posts;
  toasts: Toasts;
  /** What the rail calls a draft. */
  called: (draft: string) => string;
}

/** Drafts on their way out: at once or at a time, and what a person decides about them later. */
export class Outbox {
  readonly radar: Radar;
  readonly schedule: Schedule;
  #core: Core;
  #around: Around;

  constructor(core: Core, around: Around) {
    this.#core = core;
    this.#around = around;
    this.radar = new Radar(core);
    this.schedule = new Schedule(core);
  }

  /** What this draft resembles, while a person is asked whether it goes out all the same. */
  asked(draft: DraftState): DuplicateView[] | null {
    return this.radar.about(draft.view, this.#account);
  }

  async publish(draft: DraftState) {
    if (this.radar.busy || this.asked(draft)) return;
    await draft.settled();
    if (!this.#free(draft)) return;
    const twins = await this.radar.look(draft.view, this.#account);
    if (twins.length > 0) this.radar.ask(draft.view, this.#account, twins);
    else await this.#send(draft);
  }

  async publishAnyway(draft: DraftState) {
    this.radar.agree(draft.view, this.#account);
    await this.#send(draft);
  }

  /** Opens the sheet for a draft. One that is planned already is planned anew, with what changed since. */
  async plan(draft: DraftState) {
    if (this.radar.busy) return;
    await draft.settled();
    const again = this.#around.posts.of(draft.id)?.state === 'scheduled';
    if (!again && !this.#free(draft)) return;
    this.radar.leave();
    const twins = await this.radar.look(draft.view, this.#account);
    await this.schedule.show({
      draft: draft.id,
      title: this.#around.called(draft.id),
      post: null,
      again,
      twins,
    });
  }

  /** Another time for a post, which stays as it is. */
  async replan(post: PostView) {
    await this.schedule.show({ draft: post.draft_id ?? '', title: post.title, post, twins: [] });
  }

  /** What the sheet's button does; `draft` is the one in view. */
  async planned(draft: DraftState | null) {
    const { target, said } = this.schedule;
    const own = draft && target?.draft === draft.id ? draft : null;
    const post = await this.schedule.go();
    if (!post) return;
    if (own) {
      if (target?.post === null) this.radar.agree(own.view, this.#account);
      own.postOpen = true;
    }
    this.#taken(post);
    this.#around.toasts.show(words.schedule.done(said?.words ?? post.until ?? ''));
  }

  async nextSlot(draft: DraftState) {
    if (this.radar.busy) return;
    await draft.settled();
    if (!this.#free(draft)) return;
    // What resembles another post is planned where that can be seen.
    const twins = await this.radar.look(draft.view, this.#account);
    if (twins.length > 0)
      return this.schedule.show({ draft: draft.id, title: this.#around.called(draft.id), post: null, twins });
    const post = await this.#around.attempt(() => this.#core.scheduleNextSlot(draft.id));
    if (!post) return;
    draft.postOpen = true;
    this.#taken(post);
    this.#around.toasts.show(words.schedule.done(post.until ?? ''));
  }

  async publishNow(id: string) {
    this.#taken(await this.#around.attempt(() => this.#core.publishNow(id)));
  }

  async cancel(id: string) {
    this.#taken(await this.#around.attempt(() => this.#core.postCancel(id)));
  }

  async retry(id: string) {
    this.#taken(await this.#around.attempt(() => this.#core.postRetry(id)));
  }

  get #account(): string | null {
    return this.#around.accounts.chosen?.id ?? null;
  }

  /** With its last publish in view, a post is either on its way or done. */
  #free(draft: DraftState): boolean {
    if (!draft.view.readiness.can_publish) return false;
    const before = this.#around.posts.of(draft.id);
    return !(before && (draft.postOpen || isUnderWay(before)));
  }

  async #send(draft: DraftState) {
    if (!this.#free(draft)) return;
    draft.postOpen = true;
    this.#around.toasts.close();
    this.#taken(await this.#around.attempt(() => this.#core.publish(draft.id)));
  }

  #taken(post: PostView | null) {
    if (post) this.#around.posts.adopt(post);
  }
}
