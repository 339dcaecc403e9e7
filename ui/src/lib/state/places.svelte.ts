import type { Core, IpcError, Place } from '$lib/ipc';
import { asIpcError } from './ipc-error';

/** Looking for a place while its name is typed. The last question's answer wins, whenever it comes. */
export class Places {
  found = $state.raw<Place[]>([]);
  /** What was asked for `found`; null before the first answer. */
  asked = $state<string | null>(null);
  busy = $state(false);
  /** Belongs beside the field: nothing else is the matter. */
  error = $state.raw<IpcError | null>(null);
  #core: Core;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(
    core: Core,
    readonly wait = 300,
  ) {
    this.#core = core;
  }

  /** After a moment without another key. */
  look(text: string) {
    clearTimeout(this.#timer);
    this.#turn += 1;
    const wanted = text.trim();
    if (wanted === '') return this.forget();
    this.busy = true;
    const turn = this.#turn;
    this.#timer = setTimeout(() => void this.#ask(wanted, turn), this.wait);
  }

  forget() {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.busy = false;
    this.found = [];
    this.asked = null;
    this.error = null;
  }

  async #ask(text: string, turn: number) {
    const [found, error] = await this.#core.placesSearch(text).then(
      (places) => [places, null] as const,
      (error: unknown) => [[], asIpcError(error)] as const,
    );
    if (turn !== this.#turn) return;
    this.found = [...found];
    this.error = error;
    this.asked = text;
    this.busy = false;
  }
}
