import type { FixChoice, SlideView } from '$lib/ipc';
import {
  inside,
  largest,
  MOST_ZOOM,
  resized,
  shrunk,
  turned,
  zoomed,
  zoomOf,
  type Canvas,
  type Handle,
} from '$lib/utils/crop';
import { part, shapeOf, type Part } from '$lib/utils/rect';

interface Frame {
  rect: Part;
  turns: number;
  degrees: number;
}

export type CropBar = 'clip' | 'parts' | 'picture';

/** Why a slide has no frame to move; null when it has. */
export function cropBar(slide: SlideView): CropBar | null {
  if (slide.clip) return 'clip';
  if (slide.part) return 'parts';
  const there = slide.picture_url && slide.width > 0 && slide.height > 0;
  return there && slide.state !== 'importing' && slide.state !== 'fixing' ? null : 'picture';
}

/** What a slide shows now, as the core tells it. */
function shownOf(slide: SlideView): Part {
  const option = slide.options.find((other) => other.in_force);
  if (option?.choice.type === 'frame') return part(option.choice.rect);
  if (option?.choice.type === 'crop') return part(option.frames[0] ?? null);
  return part(slide.kept);
}

/** A frame while it is moved about a picture: nothing of it reaches the core before it is applied, and
    then as one step. What the core makes of it is what counts. */
export class CropSession {
  readonly slide: string;
  readonly url: string;
  /** Width over height of the frame. */
  readonly shape: number;
  rect = $state.raw<Part>({ x: 0, y: 0, w: 1, h: 1 });
  turns = $state(0);
  /** Clockwise, -45 to 45. */
  degrees = $state(0);
  /** A pointer holds the frame: the thirds show. */
  held = $state(false);
  busy = $state(false);
  #size: { width: number; height: number };
  #first: Frame;
  #past: Frame[] = [];
  #future: Frame[] = [];
  #run: string | null = null;
  /** The frame as a person last set it: straightening back gives back what it took. */
  #wanted: Part;

  constructor(slide: SlideView, shape: number | null) {
    this.slide = slide.id;
    this.url = slide.picture_url ?? '';
    // The core tells the size as turned.
    const { width, height } = slide;
    this.#size = slide.turns % 2 ? { width: height, height: width } : { width, height };
    this.turns = slide.turns;
    this.degrees = slide.degrees ?? 0;
    const shown = shownOf(slide);
    this.shape = shape ?? shapeOf(shown, width, height);
    const same = Math.abs(shapeOf(shown, width, height) / this.shape - 1) < 0.02;
    this.rect = same ? inside(shown, this.canvas) : zoomed(shown, this.shape, 1, this.canvas);
    this.#wanted = this.rect;
    this.#first = this.#now;
  }

  canvas: Canvas = $derived.by(() => {
    const { width, height } = this.#size;
    const odd = this.turns % 2 !== 0;
    return { width: odd ? height : width, height: odd ? width : height, degrees: this.degrees };
  });
  zoom = $derived.by(() => zoomOf(this.rect, this.shape, this.canvas));
  /** The frame in pixels of the original. */
  size = $derived.by(() => ({
    width: Math.round(this.rect.w * this.canvas.width),
    height: Math.round(this.rect.h * this.canvas.height),
  }));
  /** How much of the picture it shows, 0 to 1. */
  share = $derived(this.rect.w * this.rect.h);

  get #now(): Frame {
    return { rect: this.rect, turns: this.turns, degrees: this.degrees };
  }

  get changed(): boolean {
    const [one, two] = [this.#first, this.#now];
    const near = (a: number, b: number) => Math.abs(a - b) < 1e-6;
    return !(
      one.turns === two.turns &&
      near(one.degrees, two.degrees) &&
      near(one.rect.x, two.rect.x) &&
      near(one.rect.y, two.rect.y) &&
      near(one.rect.w, two.rect.w)
    );
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  /** What to ask the core for. */
  get choice(): FixChoice {
    return { type: 'frame', rect: { ...this.rect }, turns: this.turns, degrees: this.degrees };
  }

  /** Starts a step. Those of one run, a wheel that turns or a key that is held, are one. */
  begin(run: string | null = null) {
    if (run !== null && run === this.#run) return;
    this.#run = run;
    this.#past.push(this.#now);
    this.#future = [];
  }

  /** Ends a run: what comes next is a step of its own. */
  settle() {
    this.#run = null;
  }

  #place(rect: Part) {
    this.rect = rect;
    this.#wanted = rect;
  }

  /** What a pointer does, told by how far it went since it was pressed, in fractions of the canvas. */
  hold(handle: Handle | null): { move: (dx: number, dy: number) => void; end: (kept: boolean) => void } {
    const from = this.rect;
    this.begin();
    this.held = true;
    return {
      move: (dx, dy) =>
        this.#place(
          handle
            ? resized(from, handle, dx, dy, this.shape, this.canvas)
            : inside({ ...from, x: from.x + dx, y: from.y + dy }, this.canvas),
        ),
      end: (kept) => {
        this.held = false;
        if (!kept) this.#place(from);
        if (!kept || this.rect === from) this.#past.pop();
      },
    };
  }

  nudge(dx: number, dy: number) {
    this.begin('nudge');
    this.#place(inside({ ...this.rect, x: this.rect.x + dx, y: this.rect.y + dy }, this.canvas));
  }

  /** The frame around a point, in fractions of the canvas. */
  centre(x: number, y: number) {
    this.begin();
    const { w, h } = this.rect;
    this.#place(inside({ x: x - w / 2, y: y - h / 2, w, h }, this.canvas));
  }

  zoomTo(zoom: number, run: string | null = 'zoom') {
    this.begin(run);
    this.#place(zoomed(this.rect, this.shape, Math.min(MOST_ZOOM, Math.max(1, zoom)), this.canvas));
  }

  straighten(degrees: number, run: string | null = 'straighten') {
    if (!Number.isFinite(degrees)) return;
    this.begin(run);
    this.degrees = Math.round(Math.min(45, Math.max(-45, degrees)) * 10) / 10;
    this.rect = shrunk(this.#wanted, this.canvas);
  }

  turn(quarters: number) {
    this.begin();
    const before = this.canvas;
    const rect = turned(this.rect, this.shape, quarters, before);
    this.turns = (((this.turns + quarters) % 4) + 4) % 4;
    this.#place(rect);
  }

  /** The whole picture again, as large as the shape allows, upright and level. */
  reset() {
    this.begin();
    this.turns = 0;
    this.degrees = 0;
    this.#place(largest(this.shape, this.canvas));
  }

  undo(): boolean {
    return this.#back(this.#past, this.#future);
  }

  redo(): boolean {
    return this.#back(this.#future, this.#past);
  }

  #back(from: Frame[], to: Frame[]): boolean {
    const step = from.pop();
    if (!step) return false;
    to.push(this.#now);
    this.#run = null;
    this.turns = step.turns;
    this.degrees = step.degrees;
    this.#place(step.rect);
    return true;
  }
}
