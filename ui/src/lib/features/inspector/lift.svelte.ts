/**
 * A row lifted by its grip. The list shows where it would land; letting go keeps it there, Escape and a
 * pointer that was lost put it back.
 */
export class Lift {
  id = $state<string | null>(null);
  #to = $state(0);
  #done: (id: string, to: number) => void;

  constructor(done: (id: string, to: number) => void) {
    this.#done = done;
  }

  order<T extends { id: string }>(rows: T[]): T[] {
    const one = rows.find((row) => row.id === this.id);
    if (!one) return rows;
    const rest = rows.filter((row) => row !== one);
    rest.splice(this.#to, 0, one);
    return rest;
  }

  begin(event: PointerEvent, id: string, list: HTMLElement) {
    if (event.button !== 0) return;
    event.preventDefault();
    (event.currentTarget as HTMLElement).focus();
    const rows = [...list.children] as HTMLElement[];
    const from = rows.findIndex((row) => row.dataset.id === id);
    // Measured once: while it is lifted the rows change places under the pointer.
    const middles = rows
      .filter((_, at) => at !== from)
      .map((row) => row.getBoundingClientRect())
      .map((box) => box.top + box.height / 2);
    const stop = new AbortController();
    const { signal } = stop;
    const end = (keep: boolean) => {
      stop.abort();
      const to = this.#to;
      this.id = null;
      if (keep && to !== from) this.#done(id, to);
    };
    this.id = id;
    this.#to = from;
    const move = (now: PointerEvent) => {
      // The button was let go where nobody heard it.
      if (now.buttons === 0) return end(true);
      this.#to = middles.filter((middle) => middle < now.clientY).length;
    };
    window.addEventListener('pointermove', move, { signal });
    window.addEventListener('pointerup', () => end(true), { signal });
    window.addEventListener('pointercancel', () => end(false), { signal });
    const key = (now: KeyboardEvent) => {
      if (now.key !== 'Escape') return;
      now.preventDefault();
      now.stopPropagation();
      end(false);
    };
    window.addEventListener('keydown', key, { signal, capture: true });
  }
}
