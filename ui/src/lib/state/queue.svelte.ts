import type { Core, PausedAccount, QueueView } from '$lib/ipc';
import { share } from '$lib/utils/share';
import { Asking } from './asking.svelte';

/** What waits to go out, over all accounts, and who is paused. */
export class Queue {
  view = $state.raw<QueueView | null>(null);
  readonly asking = new Asking();
  #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  paused: PausedAccount[] = $derived(this.view?.paused ?? []);

  pausedOf(account: string | null | undefined): PausedAccount | null {
    return this.paused.find((one) => one.account_id === account) ?? null;
  }

  adopt(view: QueueView) {
    this.view = share(this.view, view);
  }

  async load() {
    this.#take(await this.asking.ask(() => this.#core.queueState()));
  }

  pause(account: string) {
    return this.#change(() => this.#core.queuePause(account));
  }

  resume(account: string) {
    return this.#change(() => this.#core.queueResume(account));
  }

  /** Whether it was done; what went wrong is told by `asking`. */
  async #change(work: () => Promise<QueueView>): Promise<boolean> {
    return this.#take(await this.asking.ask(work));
  }

  #take(view: QueueView | null): boolean {
    if (view) this.adopt(view);
    return view !== null;
  }
}
