import type { CaptionView, Core, DraftView, FixChoice, FixOption, PostView, SlideView } from '$lib/ipc';
import { share } from '$lib/utils/share';
import { nextIn } from '$lib/utils/strip';
import { words } from '$lib/words';
import type { Announcer } from './announcer.svelte';
import { Arrangement, type Attempt } from './arrangement.svelte';
import { CaptionState } from './caption.svelte';
import { cropBar, CropSession } from './crop.svelte';
import { FixFlow } from './flow.svelte';
import { StageZoom } from './closer.svelte';
import { Sampler } from './sampler.svelte';

export type Compare = 'before' | 'both' | 'wipe' | 'after';

/** Whether a publish is what matters most about its draft: on its way, stopped, or live as it stands. */
function tells(post: PostView, view: DraftView): boolean {
  if (post.state === 'cancelled') return false;
  return post.state !== 'published' || view.readiness.primary.action === 'none';
}

/** The open draft: what it says, how its slides are mended and compared, and where the person is looking. What is
    done to the slides as they stand in a row is in {@link Arrangement}. */
export class DraftState extends Arrangement {
  tab = $state<'post' | 'slide'>('post');
  compare = $state<Compare>('after');
  /** The same for a fix that is only proposed. */
  preview = $state<Compare>('both');
  /** The way to fix the slide in view, once a person chose one; see `option`. */
  #way = $state<string | null>(null);
  /** The colour of bands and the point to keep, where a person chose their own. */
  color = $state<string | null>(null);
  focus = $state.raw<{ x: number; y: number } | null>(null);
  /** The frame that is being moved, while one is. */
  crop = $state.raw<CropSession | null>(null);
  readonly flow = new FixFlow();
  readonly zoom = new StageZoom();
  readonly sampler = new Sampler();
  /** What Instagram lays over a picture is drawn on the stage. */
  guides = $state(true);
  /** B is held: the original shows whatever is chosen. */
  original = $state(false);
  /** The publish card covers the stage; going back to the draft closes it. */
  postOpen = $state(true);
  caption: CaptionState;
  comment: CaptionState;

  constructor(core: Core, view: DraftView, attempt: Attempt, announcer: Announcer) {
    super(core, view, attempt, announcer);
    this.postOpen = view.post !== null && tells(view.post, view);
    this.caption = new CaptionState(view.caption, (text) => this.#write('caption', text));
    this.comment = new CaptionState(view.first_comment, (text) => this.#write('first_comment', text));
  }

  problems = $derived(this.slides.filter((s) => s.state === 'fixable' || s.state === 'blocked'));
  /** Which of the problems is in view; null when none is. */
  place = $derived(this.flow.place(this.active, this.#troubled));
  /** The problem in view has its ways to mend it beside it: the next step is there. */
  solving = $derived(this.tab === 'slide' && this.slide?.can_fix === true && !this.crop);

  get #troubled(): string[] {
    return this.problems.map((slide) => slide.id);
  }

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
    this.sampler.picking = false;
    this.#way = way;
    this.focus = null;
  }

  /** Takes the core's word, unless it is older than what is already here. */
  adopt(view: DraftView) {
    if (view.id !== this.view.id || view.revision < this.view.revision) return;
    const before = this.view.slides;
    this.view = share(this.view, view);
    this.caption.adopt(view.caption);
    this.comment.adopt(view.first_comment);
    if (this.view.slides !== before) {
      if (this.selection.keep(before, this.slides)) this.#forgetWay();
      if (this.slides.length === 0) this.tab = 'post';
    }
    const cropped = this.slides.find((slide) => slide.id === this.crop?.slide);
    // Replaced or taken away: the frame was about another picture.
    if (this.problems.length > 0) this.flow.close();
    if (this.crop && cropped?.picture_url !== this.crop.url) this.crop = null;
  }

  #write(which: 'caption' | 'first_comment', text: string): Promise<CaptionView | null> {
    return this.inTurn(async () => {
      const told = await this.attempt(() =>
        which === 'caption' ? this.core.captionWrite(this.id, text) : this.core.commentWrite(this.id, text),
      );
      if (!told || told.revision < this.view.revision) return told?.[which] ?? null;
      this.view = share(this.view, { ...this.view, ...told });
      return this.view[which];
    });
  }

  /** Resolves once the core has every letter. */
  async settled() {
    await Promise.all([this.caption.settled(), this.comment.settled()]);
  }

  async undo() {
    // What was moved last is the frame; it is not in the draft yet.
    if (this.crop?.undo()) return;
    await this.settled();
    await this.inTurn(() => this.take(() => this.core.draftUndo(this.id)));
  }

  async redo() {
    if (this.crop?.redo()) return;
    await this.settled();
    await this.inTurn(() => this.take(() => this.core.draftRedo(this.id)));
  }

  /** Why the slide in view has no frame to move; null when it has. */
  cropBar = $derived(this.slide ? cropBar(this.slide) : 'picture');

  openCrop() {
    if (this.crop || !this.slide) return;
    if (this.cropBar) return this.announcer.say(words.crop.reasons[this.cropBar]);
    this.crop = new CropSession(this.slide, this.view.shape.aspect);
  }

  /** One step, whatever was done to the frame. It stays open when the core refuses it. */
  async applyCrop() {
    const { crop } = this;
    const slide = this.slides.find((other) => other.id === crop?.slide);
    if (!crop || crop.busy) return;
    if (!slide || !(crop.changed || slide.can_fix)) return this.leaveCrop();
    crop.busy = true;
    const { choice } = crop;
    const view = await this.inTurn(() => this.take(() => this.core.fixWith(this.id, slide.id, choice)));
    crop.busy = false;
    if (!view) return;
    if (this.crop === crop) this.crop = null;
    this.#forgetWay();
    this.compare = 'after';
    this.announcer.say(words.crop.applied(slide.position));
  }

  leaveCrop() {
    if (!this.crop || this.crop.busy) return;
    this.crop = null;
    this.announcer.say(words.crop.left_as);
  }

  /** All of the picture can be kept, with something beside it. */
  canPad = $derived(
    this.slide?.options.some((option) => option.id === 'bands' && option.reason === null) ?? false,
  );

  /** Shows the picture whole between bands, to be used or coloured; the frame is left as it was. */
  pad() {
    if (!this.canPad) return;
    this.leaveCrop();
    this.tab = 'slide';
    this.preview = 'both';
    this.choose('bands');
  }

  /** A colour for the bands from the picture itself: it has to be on the stage, whole. */
  pickColor() {
    if (!this.sampler.pixels || this.crop) return;
    if (this.option?.choice.type !== 'bands') return;
    // Bands in force as they are propose nothing; their own colour asked for again does.
    this.color ??= this.option.choice.color;
    this.preview = 'both';
    this.sampler.picking = true;
  }

  /** Only where one picture is on the stage. */
  lookCloser() {
    if (!this.crop && this.slide?.picture_url) this.zoom.toggle();
  }

  /** There is a before and an after. */
  comparable = $derived(!this.crop && (this.proposal !== null || !!this.slide?.fixed));

  /** How they are shown: of what is proposed, or of what was done. */
  compareBy(how: Compare) {
    if (this.proposal) this.preview = how;
    else this.compare = how;
  }

  /** One over the other with a handle between them, or beside each other again. */
  toggleWipe() {
    if (!this.comparable) return;
    const now = this.proposal ? this.preview : this.compare;
    this.compareBy(now === 'wipe' ? 'both' : 'wipe');
  }

  toggleGuides() {
    if (this.crop || !this.slide || this.slide.guides.length === 0) return;
    this.guides = !this.guides;
    this.announcer.say(this.guides ? words.closer.guidesOn : words.closer.guidesOff);
  }

  /** Quarter turns clockwise: of the frame's picture while there is one, else of all that is selected. */
  async turn(quarters: number) {
    if (this.crop) return this.crop.turn(quarters);
    const able = (slide: SlideView) => this.selected.includes(slide.id) && cropBar(slide) === null;
    const ids = this.slides.filter(able).map((slide) => slide.id);
    if (ids.length === 0) return this.announcer.say(words.crop.reasons[this.cropBar ?? 'picture']);
    const view = await this.inTurn(() => this.take(() => this.core.slideTurn(this.id, ids, quarters)));
    if (view) this.announcer.say(words.crop.turned(ids.length, quarters));
  }

  protected override turnedTo() {
    // Going on to another slide is no reason to lose what was done to this one.
    if (this.crop?.changed) void this.applyCrop();
    else this.crop = null;
    this.#forgetWay();
    this.flow.close();
    this.zoom.fit();
  }

  nextProblem(by = 1) {
    const at = this.slides.findIndex((slide) => slide.id === this.active);
    const next =
      this.slides[nextIn(this.slides, at, (s) => s.state === 'fixable' || s.state === 'blocked', by)];
    if (!next) return this.announcer.say(words.slides.noProblem);
    this.flow.begin(this.#troubled);
    this.select(next.id);
    this.tab = 'slide';
    this.flow.asked = true;
    this.sayPlace(next.id);
  }

  /** One picture over several slides, as the way to do it says. */
  async splitPicture(slide: string, way: FixOption) {
    const before = this.slides.length;
    const view = await this.take(() => this.core.fixWith(this.id, slide, way.choice));
    if (!view) return;
    this.select(slide);
    this.announcer.say(words.strip.splitDone(view.slides.length - before + 1));
  }

  /** How many slides became ready. */
  async fixAll(): Promise<number> {
    const todo = this.view.readiness.fixable;
    const view = await this.take(() => this.core.fixAll(this.id));
    if (!view) return 0;
    if (this.slide?.fixed) this.compare = 'both';
    return Math.max(0, todo - view.readiness.fixable);
  }

  /** Repairs the slide in view and brings the next problem; Enter after Enter mends them all. */
  async fixAndGoOn() {
    if (this.crop) return this.applyCrop();
    const { active, slide } = this;
    if (!slide || !(slide.can_fix || this.proposal)) return;
    this.flow.begin(this.#troubled);
    if (!(await this.fixActive()) || this.active !== active) return;
    const gone = (id: string) => !this.slides.some((other) => other.id === id);
    if (this.flow.heard(this.#troubled, gone)) this.announcer.say(words.flow.done(this.flow.finished ?? 0));
    else if (this.problems.length > 0) this.nextProblem();
  }

  /** Gives every other picture what the slide in view has; how many that changed. */
  async fixLike(): Promise<number | null> {
    const { active, slides } = this;
    if (!active) return null;
    const view = await this.inTurn(() => this.take(() => this.core.fixLike(this.id, active)));
    if (!view) return null;
    const file = (all: SlideView[], id: string) => all.find((slide) => slide.id === id)?.fixed?.picture_url;
    const others = view.slides.filter((slide) => slide.id !== active);
    return others.filter(({ id }) => file(slides, id) !== file(view.slides, id)).length;
  }

  /** Repairs the slide in view, in the way that is chosen for it; whether it was done. */
  async fixActive(): Promise<boolean> {
    if (this.crop) await this.applyCrop();
    const { slide, option } = this;
    if (!slide || !(slide.can_fix || option)) return false;
    const view = await this.take(() =>
      option
        ? this.core.fixWith(this.id, slide.id, this.#asked(option))
        : this.core.fixSlide(this.id, slide.id),
    );
    if (!view) return false;
    this.#forgetWay();
    this.compare = this.preview === 'wipe' ? 'wipe' : 'both';
    return true;
  }

  /** The option's choice with what a person changed about it. */
  #asked(option: FixOption): FixChoice {
    const { choice } = option;
    if (choice.type === 'bands') return { ...choice, color: this.color ?? choice.color };
    if (choice.type === 'crop') return { ...choice, ...this.focus };
    return choice;
  }

  #forgetWay() {
    this.sampler.picking = false;
    this.#way = null;
    this.color = null;
    this.focus = null;
  }

  cancelImport() {
    return this.attempt(() => this.core.importCancel(this.id));
  }

  cancelFix() {
    return this.attempt(() => this.core.fixCancel(this.id));
  }

  /** Where a problem is: the slide in view, its tab open. */
  show(slide: string) {
    this.select(slide);
    this.tab = 'slide';
  }
}
