export interface Toast {
  id: number;
  text: string;
  undo: (() => void) | null;
}

/** Good news, one line, gone after six seconds unless someone is looking at it. One at a time. */
export class Toasts {
  now = $state.raw<Toast | null>(null);
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly lasts = 6000) {}

  show(text: string, undo: (() => void) | null = null) {
    this.#count += 1;
    this.now = { id: this.#count, text, undo };
    this.resume();
  }

  pause() {
    clearTimeout(this.#timer);
  }

  resume() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.now = null), this.lasts);
  }

  undo() {
    const undo = this.now?.undo;
    this.close();
    undo?.();
  }

  close() {
    clearTimeout(this.#timer);
    this.now = null;
  }
}
