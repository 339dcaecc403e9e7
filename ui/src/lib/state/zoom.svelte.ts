import type { Core } from '$lib/ipc';
import { recall, remember } from '$lib/utils/kept';

export const sizes = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

/** How large everything in the window is; remembered on this computer. */
export class Zoom {
  size = $state(1);
  #core: Core;

  constructor(core: Core) {
    this.#core = core;
    const kept = Number(recall('zoom'));
    if (sizes.includes(kept)) this.size = kept;
    if (this.size !== 1) core.zoom(this.size);
  }

  choose(size: number) {
    this.size = size;
    remember('zoom', size === 1 ? null : String(size));
    this.#core.zoom(size);
  }

  /** To the next size, larger or smaller; stays at the ends. */
  step(by: 1 | -1) {
    const next = sizes[sizes.indexOf(this.size) + by];
    if (next) this.choose(next);
  }
}
