import type { AccountView, Connected, Core, Flavour, FoundView, MetaAppView, SignInView } from '$lib/ipc';
import { Asking } from './asking.svelte';

/** `way`: which login. `how`: ways to use it. `app`: one's own Meta app. Then waiting, choosing, done. */
export type ConnectStep = 'way' | 'how' | 'app' | 'waiting' | 'choose' | 'done';

/** Connecting an account, step by step. Closing keeps everything as it is; opening again goes on there. */
export class Connect {
  open = $state(false);
  step = $state<ConnectStep>('way');
  flavour = $state<Flavour>('instagram');
  /** The account that is to be connected again. */
  again = $state.raw<AccountView | null>(null);
  metaApp = $state.raw<MetaAppView | null>(null);
  /** As it is typed; kept when the dialog is closed. */
  appId = $state('');
  signIn = $state.raw<SignInView | null>(null);
  found = $state.raw<FoundView[]>([]);
  chosen = $state.raw<string[]>([]);
  accounts = $state.raw<AccountView[]>([]);
  notes = $state.raw<string[]>([]);
  readonly asking = new Asking();
  #core: Core;
  #pending = '';
  /** The sign-in under way is one to the practice Instagram. */
  #practised = false;
  /** Tells that an account was connected while nobody looked. */
  #news: (accounts: AccountView[]) => void;

  constructor(core: Core, news: (accounts: AccountView[]) => void) {
    this.#core = core;
    this.#news = news;
  }

  /** Goes on with what is under way; begins anew for another account, or when nothing is. */
  show(again: AccountView | null = null) {
    const underWay = this.step === 'waiting' || this.step === 'choose';
    if (!underWay || (again && again.id !== this.again?.id)) this.#begin(again);
    this.open = true;
  }

  close() {
    this.open = false;
    if (this.step === 'done') this.#begin(null);
  }

  #begin(again: AccountView | null) {
    this.#stopSignIn();
    this.asking.forget();
    this.again = again;
    if (again) this.use(again.flavour);
    else this.step = 'way';
  }

  use(flavour: Flavour) {
    this.asking.forget();
    if (this.metaApp?.flavour !== flavour) {
      this.metaApp = null;
      this.appId = '';
    }
    this.flavour = flavour;
    this.step = 'how';
  }

  back() {
    if (this.step === 'waiting') this.#stopSignIn();
    this.asking.forget();
    this.step = this.step === 'how' ? 'way' : 'how';
  }

  async paste() {
    this.#take(await this.asking.ask(() => this.#core.connectPaste()));
  }

  async file() {
    this.#take(await this.asking.ask(() => this.#core.connectFile()));
  }

  async practise() {
    const account = await this.asking.ask(() => this.#core.connectPractice(this.flavour));
    if (account) this.#take({ type: 'done', accounts: [account], notes: [] });
  }

  async practiseSignIn() {
    this.#practised = true;
    this.#follow(await this.asking.ask(() => this.#core.connectPracticeSignIn(this.flavour)));
  }

  /** To the guide for one's own Meta app. */
  async guide() {
    this.step = 'app';
    const { flavour } = this;
    this.#adoptApp(await this.asking.ask(() => this.#core.metaApp(flavour)));
  }

  async keepAppId(): Promise<boolean> {
    const appId = this.appId.trim();
    if (this.metaApp && appId === this.metaApp.app_id) return true;
    return this.#adoptApp(await this.asking.ask(() => this.#core.metaAppSet(this.flavour, appId)));
  }

  async pasteSecret() {
    if (await this.keepAppId())
      this.#adoptApp(await this.asking.ask(() => this.#core.secretPaste(this.flavour)));
  }

  async forgetSecret() {
    this.#adoptApp(await this.asking.ask(() => this.#core.secretForget(this.flavour)));
  }

  async beginSignIn() {
    if (!(await this.keepAppId())) return;
    this.#practised = false;
    this.#follow(await this.asking.ask(() => this.#core.signInBegin(this.flavour)));
  }

  /** The same once more: what was under way is given up first. */
  signInAgain() {
    const practised = this.#practised;
    this.#stopSignIn();
    this.step = practised ? 'how' : 'app';
    return practised ? this.practiseSignIn() : this.beginSignIn();
  }

  async pasteAddress() {
    const { signIn } = this;
    if (signIn) this.#follow(await this.asking.ask(() => this.#core.signInPaste(signIn.id)));
  }

  async chooseFound() {
    const ids = this.chosen;
    this.#take(await this.asking.ask(() => this.#core.connectChoose(this.#pending, ids)));
  }

  pick(id: string, on: boolean) {
    this.chosen = on ? [...this.chosen, id] : this.chosen.filter((other) => other !== id);
  }

  /** A sign-in moved on by itself. Others than the one in view are over. */
  hear(signIn: SignInView) {
    if (signIn.id === this.signIn?.id) this.#follow(signIn);
  }

  #follow(signIn: SignInView | null) {
    if (!signIn) return;
    this.signIn = signIn;
    if (signIn.connected) this.#take(signIn.connected);
    else this.step = 'waiting';
  }

  #take(connected: Connected | null) {
    if (!connected) return;
    this.signIn = null;
    if (connected.type === 'choose') {
      this.#pending = connected.pending;
      this.found = connected.found;
      this.chosen = connected.found.filter((one) => one.problem === null).map((one) => one.id);
      this.step = 'choose';
      // Someone has just signed in and waits for this.
      this.open = true;
      return;
    }
    this.accounts = connected.accounts;
    this.notes = connected.notes;
    this.step = 'done';
    if (this.open) return;
    this.#begin(null);
    this.#news(connected.accounts);
  }

  #stopSignIn() {
    const { signIn } = this;
    this.signIn = null;
    // Whether it was still under way makes no difference any more.
    if (signIn && signIn.stage !== 'done') this.#core.signInCancel(signIn.id).catch(() => undefined);
  }

  #adoptApp(app: MetaAppView | null): boolean {
    if (!app) return false;
    if (app.app_id !== this.metaApp?.app_id) this.appId = app.app_id;
    this.metaApp = app;
    return true;
  }
}
