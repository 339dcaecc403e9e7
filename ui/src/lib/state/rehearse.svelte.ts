import type { Core, RehearsalView } from '$lib/ipc';
import { Asking } from './asking.svelte';

/** What the practice Instagram is made to do wrong. */
export class Rehearse {
  open = $state(false);
  list = $state.raw<RehearsalView[]>([]);
  /** Shows only what holds all of these words; what is on stays in view. */
  search = $state('');
  readonly asking = new Asking();
  #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  count = $derived(this.list.filter((one) => one.on).length);
  groups = $derived.by(() => {
    const groups: { title: string; list: RehearsalView[] }[] = [];
    const wanted = this.search.toLowerCase().split(/\s+/).filter(Boolean);
    for (const one of this.list) {
      const said = `${one.group} ${one.title} ${one.text}`.toLowerCase();
      if (!one.on && !wanted.every((word) => said.includes(word))) continue;
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
