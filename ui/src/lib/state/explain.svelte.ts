import type { Core, ExplainedView } from '$lib/ipc';
import { Asking } from './asking.svelte';

/** What someone pasted, and what it means. Every answer belongs to the newest text. */
export class Explain {
  text = $state('');
  result = $state.raw<ExplainedView | null>(null);
  readonly asking = new Asking();
  #core: Core;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    core: Core,
    readonly pause = 250,
  ) {
    this.#core = core;
  }

  /** As it is typed: asks once there is a pause. */
  write(text: string) {
    this.text = text;
    clearTimeout(this.#timer);
    if (!text.trim()) {
      this.asking.forget();
      this.result = null;
      return;
    }
    this.#timer = setTimeout(() => void this.ask(), this.pause);
  }

  /** As a whole, at once. */
  async about(text: string) {
    this.write(text);
    await this.ask();
  }

  async ask() {
    clearTimeout(this.#timer);
    const text = this.text.trim();
    if (!text) return;
    const result = await this.asking.ask(() => this.#core.explainText(text));
    if (result) this.result = result;
    else if (this.asking.error) this.result = null;
  }
}
