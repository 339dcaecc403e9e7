import type { Core, DraftView, Edit, SlideView } from '$lib/ipc';
import { rearranged } from '$lib/utils/strip';
import { words } from '$lib/words';
import type { Announcer } from './announcer.svelte';
import { Selection, type How } from './selection.svelte';

export type Attempt = <T>(work: () => Promise<T>) => Promise<T | null>;

/** The slides of a draft in a row: which are chosen, in what order they stand, what comes and goes. Everything that is
    done to a draft goes through here to the core, one after the other. */
export abstract class Arrangement {
  view: DraftView = $state.raw() as DraftView;
  readonly selection: Selection;
  protected readonly core: Core;
  protected readonly attempt: Attempt;
  protected readonly announcer: Announcer;
  /** Where files that hover over the strip would go; null: to the end. */
  dropAt = $state<number | null>(null);
  /** Changes reach the core one after the other, in the order they were made. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(core: Core, view: DraftView, attempt: Attempt, announcer: Announcer) {
    this.core = core;
    this.attempt = attempt;
    this.announcer = announcer;
    this.view = view;
    this.selection = new Selection(view.slides);
  }

  get id() {
    return this.view.id;
  }

  /** The slide in view. */
  get active() {
    return this.selection.active;
  }
  set active(id: string | null) {
    this.selection.active = id;
  }

  /** All that are chosen; what is done to slides is done to these. */
  get selected() {
    return this.selection.ids;
  }
  set selected(ids: string[]) {
    this.selection.ids = ids;
  }

  // Derived one by one: a change of the caption then touches nothing that shows slides.
  slides: SlideView[] = $derived(this.view.slides);
  slide: SlideView | null = $derived(this.slides.find((slide) => slide.id === this.active) ?? null);
  room = $derived(this.view.max_slides - this.slides.length);

  edit(edit: Edit): Promise<DraftView | null> {
    return this.inTurn(() => this.take(() => this.core.draftEdit(this.id, edit)));
  }

  /** Chooses a slide; with `more` adds it to the others, with `range` all up to it. */
  select(id: string, how: How = 'only') {
    if (this.selection.choose(this.slides, id, how)) this.turnedTo();
  }

  /** Another slide has come into view. */
  protected abstract turnedTo(): void;
  /** Takes the core's word, unless it is older than what is already here. */
  abstract adopt(view: DraftView): void;

  /** The slide before or after the one in view. */
  step(by: number, range = false) {
    const next = this.selection.beside(this.slides, by);
    if (next) this.select(next, range ? 'range' : 'only');
  }

  selectAll() {
    this.selected = this.slides.map((slide) => slide.id);
    this.announcer.say(words.strip.selected(this.selected.length, this.slides.length));
  }

  /** Of several slides only the one in view stays chosen. */
  selectOne() {
    if (this.active) this.select(this.active);
  }

  /** To a place counted from 0, as it will be then: presses in quick succession add up. */
  move(id: string, to: number | ((from: number) => number)) {
    return this.inTurn(async () => {
      const from = this.slides.findIndex((slide) => slide.id === id);
      const wanted = typeof to === 'number' ? to : to(from);
      const place = Math.max(0, Math.min(this.slides.length - 1, wanted));
      if (from < 0 || from === place) return;
      const edit: Edit = { type: 'move_slide', slide: id, to: place };
      if (await this.take(() => this.core.draftEdit(this.id, edit))) this.sayPlace(id);
    });
  }

  /** Several slides side by side to a place counted without them; one undo step. */
  moveAll(ids: string[], to: number | ((from: number) => number)) {
    const [only] = ids;
    if (ids.length === 1 && only) return this.move(only, to);
    return this.inTurn(async () => {
      const all = this.slides.map((slide) => slide.id);
      const picked = all.filter((id) => ids.includes(id));
      const first = all.findIndex((id) => picked.includes(id));
      const wanted = typeof to === 'number' ? to : to(first);
      const place = Math.max(0, Math.min(all.length - picked.length, wanted));
      if (first < 0 || rearranged(all, picked, place).every((id, at) => id === all[at])) return;
      const edit: Edit = { type: 'move_slides', slides: picked, to: place };
      if (await this.take(() => this.core.draftEdit(this.id, edit)))
        this.announcer.say(words.strip.moved(picked.length, place + 1, all.length));
    });
  }

  /** All that is chosen. */
  moveBy(by: number) {
    return this.moveAll(this.selected, (from) => from + by);
  }

  /** Copies behind their slides; they are chosen then. */
  async duplicate(ids = this.selected) {
    const known = this.slides.map((slide) => slide.id);
    if (ids.length === 0 || !(await this.edit({ type: 'duplicate_slides', slides: ids }))) return;
    const fresh = this.slides.map((slide) => slide.id).filter((id) => !known.includes(id));
    const [first] = fresh;
    if (!first) return;
    this.select(first);
    this.selected = fresh;
    this.announcer.say(words.strip.duplicated(fresh.length));
  }

  async remove(ids = this.selected) {
    if (ids.length === 0) return;
    const done = await this.edit({ type: 'remove_slides', slides: ids });
    if (done) this.announcer.say(words.slides.removed(ids.length));
  }

  /** Slides beyond what a post takes go to drafts of their own. */
  splitPost() {
    return this.take(() => this.core.splitPost(this.id));
  }

  /** To the end, or in front of the slide that is at this place now. */
  addSlides(folder = false, at: number | null = null) {
    return this.attempt(() => this.core.slidesPick(this.id, folder, at));
  }

  replace(slide: string) {
    return this.attempt(() => this.core.slideReplace(this.id, slide));
  }

  protected inTurn<T>(work: () => Promise<T>): Promise<T> {
    const now = this.#last.then(work, work);
    this.#last = now;
    return now;
  }

  protected async take(work: () => Promise<DraftView>): Promise<DraftView | null> {
    const view = await this.attempt(work);
    if (view) this.adopt(view);
    return view;
  }

  protected sayPlace(id: string) {
    const slide = this.slides.find((other) => other.id === id);
    if (slide) this.announcer.say(slide.spoken);
  }
}
