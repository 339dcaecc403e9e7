import type { Core, SlotInput, SlotsView } from '$lib/ipc';
import { Asking } from './asking.svelte';

/** The times of the week at which one account usually posts. */
export class Slots {
  view = $state.raw<SlotsView | null>(null);
  /** The form that adds some. */
  days = $state.raw<number[]>([]);
  time = $state('');
  readonly asking = new Asking();
  #core: Core;

  constructor(
    core: Core,
    readonly account: string,
  ) {
    this.#core = core;
  }

  list: SlotInput[] = $derived(
    (this.view?.days ?? []).flatMap(({ day, times }) => times.map((time) => ({ day, time }))),
  );
  /** What the form would add. */
  fresh: SlotInput[] = $derived(
    this.days
      .map((day) => ({ day, time: this.time.slice(0, 5) }))
      .filter((slot) => slot.time && !this.list.some((known) => same(known, slot))),
  );

  async load() {
    this.#take(await this.asking.ask(() => this.#core.slots(this.account)));
  }

  toggle(day: number) {
    this.days = this.days.includes(day)
      ? this.days.filter((other) => other !== day)
      : [...this.days, day].sort();
  }

  /** Whether something was added. */
  async add(): Promise<boolean> {
    if (this.fresh.length === 0 || this.asking.busy) return false;
    return this.#set([...this.list, ...this.fresh]);
  }

  async remove(slot: SlotInput): Promise<boolean> {
    if (this.asking.busy) return false;
    return this.#set(this.list.filter((other) => !same(other, slot)));
  }

  async #set(slots: SlotInput[]): Promise<boolean> {
    return this.#take(await this.asking.ask(() => this.#core.setSlots(this.account, slots)));
  }

  #take(view: SlotsView | null): boolean {
    if (view) this.view = view;
    return view !== null;
  }
}

const same = (one: SlotInput, other: SlotInput) => one.day === other.day && one.time === other.time;
