import type { Core } from '$lib/ipc';
import { matching } from '$lib/utils/complete';

/** Whom this person mentioned or tagged before, to be offered while typing. */
export class Mentions {
  names = $state.raw<string[]>([]);
  #core: Core;
  #asked: Promise<void> | null = null;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Asks again, once at a time; what is known stays until the answer, and when there is none. */
  refresh(): Promise<void> {
    this.#asked ??= this.#core
      .mentionHistory()
      .then((names) => void (this.names = names))
      // Nobody waits for suggestions: without them a name is typed in full.
      .catch(() => undefined)
      .finally(() => (this.#asked = null));
    return this.#asked;
  }

  matching(query: string, but: string[] = []): string[] {
    const taken = but.map((name) => name.toLowerCase());
    return matching(
      this.names.filter((name) => !taken.includes(name.toLowerCase())),
      query,
    );
  }
}
