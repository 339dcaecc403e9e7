import type { AccountView, Core, Disconnected, Flavour } from '$lib/ipc';
import { share } from '$lib/utils/share';
import type { Attempt } from './arrangement.svelte';

/** The accounts Fanfold may publish to, and the one it does. */
export class Accounts {
  list = $state.raw<AccountView[]>([]);
  chosen = $state.raw<AccountView | null>(null);
  #core: Core;
  #attempt: Attempt;

  constructor(core: Core, attempt: Attempt) {
    this.#core = core;
    this.#attempt = attempt;
  }

  of(id: string | null): AccountView | null {
    return this.list.find((account) => account.id === id) ?? null;
  }

  /** The account that a publish was for. */
  named(username: string, practice: boolean): AccountView | null {
    return this.list.find((one) => one.username === username && one.practice === practice) ?? null;
  }

  adopt(list: AccountView[], chosen: string | null) {
    this.list = share(this.list, list);
    this.chosen = this.of(chosen);
  }

  /** The chosen account as it is now. */
  adoptChosen(account: AccountView | null) {
    this.chosen = account;
    if (!account) return;
    const known = this.list.some((one) => one.id === account.id);
    this.list = known
      ? this.list.map((one) => (one.id === account.id ? account : one))
      : [...this.list, account];
  }

  async choose(id: string) {
    if (this.chosen?.id === id) return;
    const account = await this.#attempt(() => this.#core.accountChoose(id));
    if (account) this.adoptChosen(account);
  }

  async practise(flavour: Flavour) {
    const account = await this.#attempt(() => this.#core.connectPractice(flavour));
    if (account) this.adoptChosen(account);
    return account;
  }

  /** Leaves telling what went wrong to whoever asked. */
  async disconnect(id: string): Promise<Disconnected> {
    const gone = await this.#core.accountDisconnect(id);
    this.list = this.list.filter((account) => account.id !== id);
    if (this.chosen?.id === id) this.chosen = null;
    return gone;
  }
}
