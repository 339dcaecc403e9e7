import type { Core, SettingChoices } from '$lib/ipc';
import { Asking } from './asking.svelte';

/** What of the settings the system or the core keeps by itself. */
export class Background {
  autostart = $state(false);
  choices = $state.raw<SettingChoices | null>(null);
  readonly asking = new Asking();
  readonly saving = new Asking();
  #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  async load() {
    const got = await this.asking.ask(() =>
      Promise.all([this.#core.autostart(), this.#core.settingChoices()]),
    );
    if (got) [this.autostart, this.choices] = got;
  }

  /** The system has the last word. */
  async setAutostart(on: boolean) {
    const was = this.autostart;
    this.autostart = on;
    const kept = await this.asking.ask(() => this.#core.setAutostart(on));
    this.autostart = kept ?? was;
  }

  bundle(): Promise<string | null> {
    return this.saving.ask(() => this.#core.supportBundle());
  }
}
