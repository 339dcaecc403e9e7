export interface Toast {
  id: number;
  text: string;
  undo: (() => void) | null;
}

/** Good news, one line, gone after six seconds unless someone is looking at it. */
export class Toasts {
  list = $state.raw<Toast[]>([]);
  #next = 0;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(readonly lasts = 6000) {}

  show(text: string, undo: (() => void) | null = null) {
    this.#next += 1;
    const toast = { id: this.#next, text, undo };
    for (const old of this.list) this.#stop(old.id);
    this.list = [toast];
    this.resume(toast.id);
  }

  pause(id: number) {
    this.#stop(id);
  }

  resume(id: number) {
    this.#stop(id);
    this.#timers.set(id, setTimeout(() => this.close(id), this.lasts));
  }

  close(id: number) {
    this.#stop(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  #stop(id: number) {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }
}
