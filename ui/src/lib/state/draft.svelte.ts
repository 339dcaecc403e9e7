import type { CaptionTold, Core, DraftView, Edit, FixChoice, FixOption, PostView, SlideView } from '$lib/ipc';
import { share } from '$lib/utils/share';
import { between, nextIn } from '$lib/utils/strip';
import { words } from '$lib/words';
import type { Announcer } from './announcer.svelte';
import { CaptionState } from './caption.svelte';

export type Compare = 'before' | 'both' | 'after';
export type Attempt = <T>(work: () => Promise<T>) => Promise<T | null>;

/** Whether a publish is what matters most about its draft: on its way, stopped, or live as it stands. */
function tells(post: PostView, view: DraftView): boolean {
  if (post.state === 'cancelled') return false;
  return post.state !== 'published' || view.readiness.primary.action === 'none';
}

/** The open draft: what the core last said about it, and where the person is looking. */
export class DraftState {
  view: DraftView = $state.raw() as DraftView;
  active = $state<string | null>(null);
  selected = $state.raw<string[]>([]);
  tab = $state<'post' | 'slide'>('post');
  compare = $state<Compare>('after');
  /** The same for a fix that is only proposed. */
  preview = $state<Compare>('both');
  /** The way to fix the slide in view, once a person chose one; see `option`. */
  #way = $state<string | null>(null);
  /** The colour of bands and the point to keep, where a person chose their own. */
  color = $state<string | null>(null);
  focus = $state.raw<{ x: number; y: number } | null>(null);
  /** B is held: the original shows whatever is chosen. */
  original = $state(false);
  /** The publish card covers the stage; going back to the draft closes it. */
  postOpen = $state(true);
  caption: CaptionState;
  #core: Core;
  #attempt: Attempt;
  #announcer: Announcer;
  #anchor: string | null = null;
  /** Changes reach the core one after the other, in the order they were made. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(core: Core, view: DraftView, attempt: Attempt, announcer: Announcer) {
    this.#core = core;
    this.#attempt = attempt;
    this.#announcer = announcer;
    this.view = view;
    this.postOpen = view.post !== null && tells(view.post, view);
    this.active = view.slides[0]?.id ?? null;
    this.selected = this.active ? [this.active] : [];
    this.caption = new CaptionState(view.caption, (text) => this.#write(text));
  }

  get id() {
    return this.view.id;
  }

  // Derived one by one: a change of the caption then touches nothing that shows slides.
  slides: SlideView[] = $derived(this.view.slides);
  slide: SlideView | null = $derived(this.slides.find((slide) => slide.id === this.active) ?? null);
  problems = $derived(this.slides.filter((s) => s.state === 'fixable' || s.state === 'blocked'));
  room = $derived(this.view.max_slides - this.slides.length);

  /** The chosen way to fix the slide in view: the person's, else the one in force, else the usual one. */
  option: FixOption | null = $derived.by(() => {
    const open = this.slide?.options.filter((option) => option.reason === null) ?? [];
    const mine = open.find((option) => option.id === this.#way);
    return mine ?? open.find((option) => option.in_force) ?? open[0] ?? null;
  });
  /** What the stage shows beside the original before it is done; null when there is nothing to propose. */
  proposal: FixOption | null = $derived.by(() => {
    const { slide, option } = this;
    if (!slide || !option || this.tab !== 'slide' || slide.state === 'fixing') return null;
    const asked = this.#way === option.id || this.color !== null || this.focus !== null;
    return (slide.can_fix && !slide.fixed) || (asked && (!option.in_force || this.color || this.focus))
      ? option
      : null;
  });

  choose(way: string) {
    this.#way = way;
    this.focus = null;
  }

  /** Takes the core's word, unless it is older than what is already here. */
  adopt(view: DraftView) {
    if (view.id !== this.view.id || view.revision < this.view.revision) return;
    const before = this.view.slides;
    this.view = share(this.view, view);
    this.caption.adopt(view.caption);
    if (this.view.slides !== before) this.#keepPlace(before);
  }

  edit(edit: Edit): Promise<DraftView | null> {
    return this.#inTurn(() => this.#take(() => this.#core.draftEdit(this.id, edit)));
  }

  #write(text: string): Promise<CaptionTold | null> {
    return this.#inTurn(async () => {
      const told = await this.#attempt(() => this.#core.captionWrite(this.id, text));
      if (told && told.revision >= this.view.revision)
        this.view = share(this.view, { ...this.view, ...told });
      return told;
    });
  }

  async undo() {
    await this.caption.settled();
    await this.#inTurn(() => this.#take(() => this.#core.draftUndo(this.id)));
  }

  async redo() {
    await this.caption.settled();
    await this.#inTurn(() => this.#take(() => this.#core.draftRedo(this.id)));
  }

  /** Chooses a slide; with `more` adds it to the others, with `range` all up to it. */
  select(id: string, how: 'only' | 'more' | 'range' = 'only') {
    const ids = this.slides.map((slide) => slide.id);
    if (how === 'range' && this.#anchor) {
      this.selected = between(ids, ids.indexOf(this.#anchor), ids.indexOf(id));
    } else if (how === 'more') {
      const kept = this.selected.filter((other) => other !== id);
      this.selected = kept.length === this.selected.length || kept.length === 0 ? [...kept, id] : kept;
      this.#anchor = id;
    } else {
      this.selected = [id];
      this.#anchor = id;
    }
    if (this.active !== id) this.#forgetWay();
    this.active = id;
  }

  /** The slide before or after the one in view. */
  step(by: number, range = false) {
    const at = this.slides.findIndex((slide) => slide.id === this.active);
    const next = this.slides[Math.max(0, Math.min(this.slides.length - 1, at + by))];
    if (next) this.select(next.id, range ? 'range' : 'only');
  }

  nextProblem(by = 1) {
    const at = this.slides.findIndex((slide) => slide.id === this.active);
    const next =
      this.slides[nextIn(this.slides, at, (s) => s.state === 'fixable' || s.state === 'blocked', by)];
    if (!next) return this.#announcer.say(words.slides.noProblem);
    this.select(next.id);
    this.tab = 'slide';
    this.#sayPlace(next.id);
  }

  /** To a place counted from 0, as it will be then: presses in quick succession add up. */
  move(id: string, to: number | ((from: number) => number)) {
    return this.#inTurn(async () => {
      const from = this.slides.findIndex((slide) => slide.id === id);
      const wanted = typeof to === 'number' ? to : to(from);
      const place = Math.max(0, Math.min(this.slides.length - 1, wanted));
      if (from < 0 || from === place) return;
      const edit: Edit = { type: 'move_slide', slide: id, to: place };
      if (await this.#take(() => this.#core.draftEdit(this.id, edit))) this.#sayPlace(id);
    });
  }

  async moveBy(by: number) {
    if (this.active) await this.move(this.active, (from) => from + by);
  }

  async remove(ids = this.selected) {
    if (ids.length === 0) return;
    const done = await this.edit({ type: 'remove_slides', slides: ids });
    if (done) this.#announcer.say(words.slides.removed(ids.length));
  }

  /** How many slides became ready. */
  async fixAll(): Promise<number> {
    const todo = this.view.readiness.fixable;
    const view = await this.#take(() => this.#core.fixAll(this.id));
    if (!view) return 0;
    if (this.slide?.fixed) this.compare = 'both';
    return Math.max(0, todo - view.readiness.fixable);
  }

  /** Repairs the slide in view, in the way that is chosen for it. */
  async fixActive() {
    const { slide, option } = this;
    if (!slide || !(slide.can_fix || option)) return;
    const view = await this.#take(() =>
      option
        ? this.#core.fixWith(this.id, slide.id, this.#asked(option))
        : this.#core.fixSlide(this.id, slide.id),
    );
    if (!view) return;
    this.#forgetWay();
    this.compare = 'both';
  }

  /** The option's choice with what a person changed about it. */
  #asked(option: FixOption): FixChoice {
    const { choice } = option;
    if (choice.type === 'bands') return { ...choice, color: this.color ?? choice.color };
    if (choice.type === 'crop') return { ...choice, ...this.focus };
    return choice;
  }

  #forgetWay() {
    this.#way = null;
    this.color = null;
    this.focus = null;
  }

  /** Slides beyond what a post takes go to drafts of their own. */
  splitPost() {
    return this.#take(() => this.#core.splitPost(this.id));
  }

  cancelImport() {
    return this.#attempt(() => this.#core.importCancel(this.id));
  }

  cancelFix() {
    return this.#attempt(() => this.#core.fixCancel(this.id));
  }

  addSlides(folder = false) {
    return this.#attempt(() => this.#core.slidesPick(this.id, folder));
  }

  replace(slide: string) {
    return this.#attempt(() => this.#core.slideReplace(this.id, slide));
  }

  /** Where a problem is: the slide in view, its tab open. */
  show(slide: string) {
    this.select(slide);
    this.tab = 'slide';
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const now = this.#last.then(work, work);
    this.#last = now;
    return now;
  }

  async #take(work: () => Promise<DraftView>): Promise<DraftView | null> {
    const view = await this.#attempt(work);
    if (view) this.adopt(view);
    return view;
  }

  #sayPlace(id: string) {
    const slide = this.slides.find((other) => other.id === id);
    if (slide) this.#announcer.say(slide.spoken);
  }

  /** After slides came or went: stay on the same slide, or on the one that took its place. */
  #keepPlace(before: SlideView[]) {
    const ids = this.slides.map((slide) => slide.id);
    const known = before.map((slide) => slide.id);
    const fresh = this.slides.find((slide) => !known.includes(slide.id));
    this.selected = this.selected.filter((id) => ids.includes(id));
    if (!this.active || !ids.includes(this.active)) {
      const was = before.findIndex((slide) => slide.id === this.active);
      const stays = (slide: SlideView) => ids.includes(slide.id);
      const near = before.slice(was + 1).find(stays) ?? before.slice(0, Math.max(0, was)).findLast(stays);
      const next = near ?? fresh;
      this.#forgetWay();
      this.active = next?.id ?? null;
    }
    if (this.selected.length === 0 && this.active) this.selected = [this.active];
    if (this.slides.length === 0) this.tab = 'post';
  }
}
