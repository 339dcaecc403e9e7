import type { Core, HealthView } from '$lib/ipc';
import { share } from '$lib/utils/share';
import { Asking } from './asking.svelte';

/** How one account stands, as the core last said, and what of it a person looks at. */
export class Health {
  account = $state<string | null>(null);
  view = $state.raw<HealthView | null>(null);
  failedOnly = $state(false);
  search = $state('');
  readonly asking = new Asking();
  #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  failed = $derived((this.view?.log ?? []).filter((call) => call.tone !== 'ready' && call.tone !== 'calm'));
  calls = $derived.by(() => {
    const wanted = this.search.trim().toLowerCase();
    const all = this.failedOnly ? this.failed : (this.view?.log ?? []);
    if (!wanted) return all;
    return all.filter(({ what, result, code, trace_id }) =>
      `${what} ${result} ${code} ${trace_id ?? ''}`.toLowerCase().includes(wanted),
    );
  });

  /** Looks at an account; what was known of another one is no longer shown. */
  show(account: string | null) {
    if (account !== this.account) {
      this.account = account;
      this.view = null;
      this.failedOnly = false;
      this.search = '';
      this.asking.forget();
    }
    return this.load(false);
  }

  /** `fresh`: Instagram is asked now. */
  load(fresh: boolean) {
    return this.#ask((id) => this.#core.accountHealth(id, fresh));
  }

  renew() {
    return this.#ask((id) => this.#core.accountRenew(id));
  }

  resume() {
    return this.#ask((id) => this.#core.accountResume(id));
  }

  /** Something changed; whoever is at work already hears of it. */
  async heard(account: string) {
    if (account === this.account && !this.asking.busy) await this.load(false);
  }

  async #ask(question: (id: string) => Promise<HealthView>) {
    const id = this.account;
    if (id === null) return;
    const view = await this.asking.ask(() => question(id));
    if (view) this.view = share(this.view, view);
  }
}
