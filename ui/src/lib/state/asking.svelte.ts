import type { IpcError } from '$lib/ipc';
import { asIpcError } from './ipc-error';

/** One place of the window that asks the core: whether it still waits, and what went wrong there. */
export class Asking {
  busy = $state(false);
  /** It takes long enough that a person wonders. */
  slow = $state(false);
  error = $state.raw<IpcError | null>(null);
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly patience = 500) {}

  /** The answer; `null` when it failed, or when something newer was asked or forgotten meanwhile. */
  async ask<T>(question: () => Promise<T>): Promise<T | null> {
    const turn = ++this.#turn;
    this.busy = true;
    this.error = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.slow = true), this.patience);
    try {
      const answer = await question();
      return turn === this.#turn ? answer : null;
    } catch (error) {
      if (turn === this.#turn) this.error = asIpcError(error);
      return null;
    } finally {
      if (turn === this.#turn) this.#rest();
    }
  }

  /** Answers that are still to come are of no interest any more. */
  forget() {
    this.#turn += 1;
    this.error = null;
    this.#rest();
  }

  #rest() {
    clearTimeout(this.#timer);
    this.busy = false;
    this.slow = false;
  }
}
