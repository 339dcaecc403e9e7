import type { Core, RehearsalView } from '$lib/ipc';
import { Asking } from './asking.svelte';

/** What the practice Instagram is made to do wrong. */
export class Rehearse {
  open = $state(false);
  list = $state.raw<RehearsalView[]>([]);
  readonly asking = new Asking();
  #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  count = $derived(this.list.filter((one) => one.on).length);
  groups = $derived.by(() => {
    const groups: { title: string; list: RehearsalView[] }[] = [];
    for (const one of this.list) {
      const group = groups.find((other) => other.title === one.group);
      if (group) group.list.push(one);
      else groups.push({ title: one.group, list: [one] });
    }
    return groups;
  });

  show() {
    this.open = true;
    return this.load();
  }

  async load() {
    this.#adopt(await this.asking.ask(() => this.#core.rehearsals()));
  }

  async set(id: string, on: boolean) {
    this.#adopt(await this.asking.ask(() => this.#core.rehearse(id, on)));
  }

  async calm() {
    this.#adopt(await this.asking.ask(() => this.#core.rehearseCalm()));
  }

  #adopt(list: RehearsalView[] | null) {
    if (list) this.list = list;
  }
}
