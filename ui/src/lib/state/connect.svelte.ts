import type {
  AccountView,
  Connected,
  Core,
  Flavour,
  FoundView,
  MetaAppView,
  MetaPage,
  SignInView,
} from '$lib/ipc';
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
  /** Opening a page and copying, which leave the rest as it is. */
  readonly aside = new Asking();
  #core: Core;
  #pending = '';
  /** The sign-in under way is one to the practice Instagram. */
  #practised = false;
  /** What must not be begun twice is being done; 0 when nothing is. */
  #acting = 0;
  #acts = 0;
  /** What waits for the account to be connected again. */
  #after: (() => void) | null = null;
  /** Tells that an account was connected while nobody looked. */
  #news: (accounts: AccountView[]) => void;

  constructor(core: Core, news: (accounts: AccountView[]) => void) {
    this.#core = core;
    this.#news = news;
  }

  /** Goes on with what is under way; begins anew for another account, or when nothing is. */
  show(again: AccountView | null = null, after: (() => void) | null = null) {
    const underWay = this.step === 'waiting' || this.step === 'choose';
    if (!underWay || (again && again.id !== this.again?.id)) this.#begin(again);
    if (after || !underWay) this.#after = after;
    this.open = true;
  }

  close() {
    this.open = false;
    if (this.step === 'done') this.#begin(null);
  }

  #begin(again: AccountView | null) {
    this.#stopSignIn();
    this.#forget();
    this.again = again;
    if (again) this.use(again.flavour);
    else this.step = 'way';
  }

  use(flavour: Flavour) {
    this.#forget();
    if (this.metaApp?.flavour !== flavour) {
      this.metaApp = null;
      this.appId = '';
    }
    this.flavour = flavour;
    this.step = 'how';
  }

  back() {
    if (this.step === 'waiting') this.#stopSignIn();
    this.#forget();
    this.step = this.step === 'how' ? 'way' : 'how';
  }

  paste() {
    return this.#once(async () => this.#take(await this.asking.ask(() => this.#core.connectPaste())));
  }

  file() {
    return this.#once(async () => this.#take(await this.asking.ask(() => this.#core.connectFile())));
  }

  practise() {
    return this.#once(async () => {
      const account = await this.asking.ask(() => this.#core.connectPractice(this.flavour));
      if (account) this.#take({ type: 'done', accounts: [account], notes: [] });
    });
  }

  practiseSignIn() {
    return this.#once(async () => {
      this.#practised = true;
      await this.#start(this.#core.connectPracticeSignIn(this.flavour));
    });
  }

  openPage(page: MetaPage) {
    return this.aside.ask(() => this.#core.openMeta(page));
  }

  async copy(text: string): Promise<boolean> {
    const done = await this.aside.ask(async () => {
      await this.#core.copyText(text);
      return true;
    });
    return done === true;
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

  pasteSecret() {
    return this.#once(async () => {
      if (await this.keepAppId())
        this.#adoptApp(await this.asking.ask(() => this.#core.secretPaste(this.flavour)));
    });
  }

  async forgetSecret() {
    this.#adoptApp(await this.asking.ask(() => this.#core.secretForget(this.flavour)));
  }

  beginSignIn() {
    return this.#once(async () => {
      if (!(await this.keepAppId())) return;
      this.#practised = false;
      await this.#start(this.#core.signInBegin(this.flavour));
    });
  }

  /** The same once more: what was under way is given up first. */
  signInAgain() {
    const practised = this.#practised;
    this.#stopSignIn();
    this.step = practised ? 'how' : 'app';
    return practised ? this.practiseSignIn() : this.beginSignIn();
  }

  pasteAddress() {
    return this.#once(async () => {
      const { signIn } = this;
      if (signIn) this.#follow(await this.asking.ask(() => this.#core.signInPaste(signIn.id)));
    });
  }

  chooseFound() {
    const ids = this.chosen;
    return this.#once(async () =>
      this.#take(await this.asking.ask(() => this.#core.connectChoose(this.#pending, ids))),
    );
  }

  pick(id: string, on: boolean) {
    this.chosen = on ? [...this.chosen, id] : this.chosen.filter((other) => other !== id);
  }

  /** A sign-in moved on by itself. Others than the one in view are over. */
  hear(signIn: SignInView) {
    if (signIn.id === this.signIn?.id) this.#follow(signIn);
  }

  #forget() {
    this.asking.forget();
    this.aside.forget();
    this.#acting = 0;
  }

  async #once(work: () => Promise<void>) {
    if (this.#acting) return;
    const act = (this.#acting = ++this.#acts);
    try {
      await work();
    } finally {
      if (this.#acting === act) this.#acting = 0;
    }
  }

  /** A sign-in that nobody waits for any more by the time it has begun is given up. */
  async #start(begun: Promise<SignInView>) {
    const signIn = await this.asking.ask(() => begun);
    if (signIn) this.#follow(signIn);
    else if (!this.asking.error) this.#cancel((await begun).id);
  }

  #cancel(id: string) {
    // Whether it was still under way makes no difference any more.
    this.#core.signInCancel(id).catch(() => undefined);
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
    const after = this.#after;
    if (connected.accounts.some((account) => account.id === this.again?.id)) {
      this.#after = null;
      after?.();
    }
    if (this.open) return;
    this.#begin(null);
    this.#news(connected.accounts);
  }

  #stopSignIn() {
    const { signIn } = this;
    this.signIn = null;
    if (signIn && signIn.stage !== 'done') this.#cancel(signIn.id);
  }

  #adoptApp(app: MetaAppView | null): boolean {
    if (!app) return false;
    if (app.app_id !== this.metaApp?.app_id) this.appId = app.app_id;
    this.metaApp = app;
    return true;
  }
}
