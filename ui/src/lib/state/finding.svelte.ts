import type { Core, DraftSummary } from '$lib/ipc';
import { Asking } from './asking.svelte';

/** The rail's search: drafts by title or caption, asked for once there is a pause in the typing. */
export class Finding {
  query = $state('');
  /** What was found; null: nobody looks for anything. Stays until the next answer is there. */
  drafts = $state.raw<DraftSummary[] | null>(null);
  readonly asking = new Asking();
  #core: Core;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    core: Core,
    readonly pause = 120,
  ) {
    this.#core = core;
  }

  write(query: string) {
    this.query = query;
    clearTimeout(this.#timer);
    const wanted = query.trim();
    if (wanted) this.#timer = setTimeout(() => void this.#find(wanted), this.pause);
    else this.clear();
  }

  /** The drafts changed meanwhile. */
  again() {
    if (this.query.trim()) this.write(this.query);
  }

  /** One is gone, whatever the next answer says. */
  forget(id: string) {
    this.drafts = this.drafts?.filter((draft) => draft.id !== id) ?? null;
  }

  clear() {
    clearTimeout(this.#timer);
    this.asking.forget();
    this.query = '';
    this.drafts = null;
  }

  async #find(query: string) {
    const found = await this.asking.ask(() => this.#core.draftsFind(query));
    if (found) this.drafts = found;
  }
}
