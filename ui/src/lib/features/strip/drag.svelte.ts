import { dropIndex, edgeSpeed } from '$lib/utils/strip';
import { tick } from 'svelte';
import { glide, places } from './glide';

/** Pixels of travel before a press becomes a drag. */
const slack = 5;
/** Pixels above and below the slides within which they can be let go. */
const reach = 96;

interface Around {
  list(): HTMLElement;
  /** What scrolls when the pointer comes to its edges. */
  scroller(): HTMLElement;
  /** Which slides are carried when this one is taken. */
  carried(id: string): string[];
  /** Resolves once the slides stand where they were dropped. */
  drop(ids: string[], to: number): Promise<unknown>;
}

/**
 * Reordering by pointer. The browser's own drag and drop stays out of it, because the window needs that
 * for files. Escape, a lost pointer, a button that went up unseen or letting go far away leave every
 * slide where it is.
 */
export class Drag {
  /** The slide that was taken, and all that come along. */
  id = $state<string | null>(null);
  ids = $state.raw<string[]>([]);
  /** The top left corner of what is carried, in pixels of the window. */
  left = $state(0);
  top = $state(0);
  /** Where the drop line stands, in pixels from the strip's left edge. */
  line = $state<number | null>(null);
  /** The click that ends a drag chooses nothing. */
  justDropped = false;
  #to: number | null = null;
  #around: Around;
  #boxes: { start: number; end: number }[] = [];
  #pointer = { x: 0, y: 0 };
  #frame = 0;
  #stop: (() => void) | null = null;

  constructor(around: Around) {
    this.#around = around;
  }

  start(event: PointerEvent, id: string) {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    this.cancel();
    this.justDropped = false;
    const taken = event.currentTarget as HTMLElement;
    const pointer = event.pointerId;
    const begin = { x: event.clientX, y: event.clientY };
    const move = (now: PointerEvent) => {
      if (now.pointerId !== pointer) return;
      // A button that went up outside the window leaves no other trace.
      if (now.buttons === 0) return this.cancel();
      this.#pointer = { x: now.clientX, y: now.clientY };
      if (this.id === null) {
        if (Math.hypot(now.clientX - begin.x, now.clientY - begin.y) < slack) return;
        this.#begin = begin;
        this.#lift(taken, pointer, id);
        this.#carry();
      }
    };
    const up = (now: PointerEvent) => {
      if (now.pointerId === pointer) void this.#drop();
    };
    const cancel = () => this.cancel();
    const key = (now: KeyboardEvent) => {
      if (now.key !== 'Escape' || this.id === null) return;
      now.preventDefault();
      now.stopPropagation();
      this.cancel();
    };
    const off = new AbortController();
    const { signal } = off;
    window.addEventListener('pointermove', move, { signal });
    window.addEventListener('pointerup', up, { signal });
    window.addEventListener('pointercancel', cancel, { signal });
    window.addEventListener('lostpointercapture', cancel, { signal });
    window.addEventListener('blur', cancel, { signal });
    window.addEventListener('keydown', key, { signal, capture: true });
    this.#stop = () => off.abort();
  }

  cancel() {
    this.#stop?.();
    this.#stop = null;
    cancelAnimationFrame(this.#frame);
    this.id = null;
    this.ids = [];
    this.#to = null;
    this.line = null;
  }

  /** Slides came or went while some are carried. */
  changed(ids: string[]) {
    if (this.id === null) return;
    if (this.ids.every((id) => ids.includes(id))) this.#measure();
    else this.cancel();
  }

  #home = { left: 0, top: 0 };
  #begin = { x: 0, y: 0 };

  /** To where the pointer is by now. */
  #carry() {
    this.left = this.#pointer.x - this.#begin.x + this.#home.left;
    this.top = this.#pointer.y - this.#begin.y + this.#home.top;
    this.#aim();
  }

  #lift(taken: HTMLElement, pointer: number, id: string) {
    // Outside of a real press there is nothing to capture; the listeners on the window are enough then.
    try {
      taken.setPointerCapture(pointer);
    } catch {
      /* as above */
    }
    const box = taken.getBoundingClientRect();
    this.#home = { left: box.left, top: box.top };
    this.id = id;
    this.ids = this.#around.carried(id);
    this.#measure();
    this.#frame = requestAnimationFrame(this.#follow);
  }

  /** Once, and not at every move: nothing but the pointer moves while slides are carried. */
  #measure() {
    const others = [...this.#around.list().querySelectorAll<HTMLElement>('[role=option]')].filter(
      (node) => !this.ids.includes(node.dataset.id ?? ''),
    );
    this.#boxes = others.map((node) => ({
      start: node.offsetLeft,
      end: node.offsetLeft + node.offsetWidth,
    }));
  }

  /** Once a frame, however often the pointer tells where it is; and what has to be asked of the window is asked
      before anything is moved in it. */
  #follow = () => {
    if (this.id === null) return;
    const scroller = this.#around.scroller();
    const { left, right } = scroller.getBoundingClientRect();
    const by = edgeSpeed(left, right, this.#pointer.x);
    if (by !== 0) scroller.scrollLeft += by;
    this.#carry();
    this.#frame = requestAnimationFrame(this.#follow);
  };

  #aim() {
    const box = this.#around.list().getBoundingClientRect();
    const far = Math.max(box.top - this.#pointer.y, this.#pointer.y - box.bottom);
    if (far > reach) {
      this.#to = null;
      this.line = null;
      return;
    }
    const boxes = this.#boxes;
    this.#to = dropIndex(
      boxes.map((other) => (other.start + other.end) / 2),
      this.#pointer.x - box.left,
    );
    this.line = lineAt(boxes, this.#to);
  }

  async #drop() {
    if (this.id !== null) this.#carry();
    const { id, ids, left, top } = this;
    const to = this.#to;
    if (id === null || to === null) return this.cancel();
    this.#stop?.();
    this.#stop = null;
    cancelAnimationFrame(this.#frame);
    this.line = null;
    this.justDropped = true;
    setTimeout(() => (this.justDropped = false));
    const list = this.#around.list();
    const before = places(list);
    for (const one of ids) before.set(one, { left, top });
    await this.#around.drop(ids, to);
    // Another drag may have begun while the core was busy.
    if (this.id !== id || this.#stop) return;
    this.cancel();
    await tick();
    glide(list, before);
  }
}

/** Where a line stands that means "in front of box `to`". */
export function lineAt(boxes: readonly { start: number; end: number }[], to: number): number | null {
  const after = boxes[to];
  const before = boxes[to - 1];
  return after ? after.start - 5 : before ? before.end + 3 : null;
}
