import { dropIndex } from '$lib/utils/strip';

/** Pixels of travel before a press becomes a drag. */
const slack = 5;

/**
 * Reordering by pointer. The browser's own drag and drop stays out of it, because the window needs that
 * for files. Escape, a lost pointer or letting go outside give the slide back its place.
 */
export class Drag {
  id = $state<string | null>(null);
  /** How far the slide has been carried, in pixels. */
  x = $state(0);
  /** Where the drop line stands, in pixels from the strip's left edge. */
  line = $state<number | null>(null);
  /** The click that ends a drag chooses nothing. */
  justDropped = false;
  #to = 0;
  #list: () => HTMLElement;
  #drop: (id: string, to: number) => void;
  #stop: (() => void) | null = null;

  constructor(list: () => HTMLElement, drop: (id: string, to: number) => void) {
    this.#list = list;
    this.#drop = drop;
  }

  start(event: PointerEvent, id: string) {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    this.#stop?.();
    this.justDropped = false;
    const begin = event.clientX;
    const pointer = event.pointerId;
    const move = (now: PointerEvent) => {
      if (now.pointerId !== pointer) return;
      // A button that went up outside the window leaves no other trace.
      if (now.buttons === 0) return this.cancel();
      const far = now.clientX - begin;
      if (this.id === null && Math.abs(far) < slack) return;
      this.id = id;
      this.x = far;
      this.#aim(id, now.clientX);
    };
    const up = () => {
      const dragged = this.id;
      const to = this.#to;
      this.cancel();
      if (dragged === null) return;
      this.justDropped = true;
      setTimeout(() => (this.justDropped = false));
      this.#drop(dragged, to);
    };
    const cancel = () => this.cancel();
    const key = (now: KeyboardEvent) => {
      if (now.key === 'Escape') this.cancel();
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
    window.addEventListener('pointercancel', cancel);
    window.addEventListener('blur', cancel);
    window.addEventListener('keydown', key);
    this.#stop = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
      window.removeEventListener('pointercancel', cancel);
      window.removeEventListener('blur', cancel);
      window.removeEventListener('keydown', key);
    };
  }

  cancel() {
    this.#stop?.();
    this.#stop = null;
    this.id = null;
    this.x = 0;
    this.line = null;
  }

  #aim(id: string, pointer: number) {
    const list = this.#list();
    const left = list.getBoundingClientRect().left;
    const others = [...list.querySelectorAll<HTMLElement>('[role=option]')].filter(
      (node) => node.dataset.id !== id,
    );
    const boxes = others.map((node) => ({ start: node.offsetLeft, end: node.offsetLeft + node.offsetWidth }));
    const at = pointer - left;
    this.#to = dropIndex(
      boxes.map((box) => (box.start + box.end) / 2),
      at,
    );
    const after = boxes[this.#to];
    const before = boxes[this.#to - 1];
    this.line = after ? after.start - 5 : before ? before.end + 3 : null;
  }
}
