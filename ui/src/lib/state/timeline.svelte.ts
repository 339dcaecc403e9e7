import type { Core, TimelineView } from '$lib/ipc';
import { share } from '$lib/utils/share';
import { Asking } from './asking.svelte';

/** What happened to one post, call by call; asked for only while someone looks. */
export class Timeline {
  open = $state(false);
  view = $state.raw<TimelineView | null>(null);
  readonly asking = new Asking();
  readonly saving = new Asking();
  #core: Core;

  constructor(
    core: Core,
    readonly post: string,
  ) {
    this.#core = core;
  }

  async load() {
    const view = await this.asking.ask(() => this.#core.postTimeline(this.post));
    if (view) this.view = share(this.view, view);
  }

  /** The name of the file; `null` when there is none. */
  save(): Promise<string | null> {
    return this.saving.ask(() => this.#core.postTimelineExport(this.post));
  }
}
