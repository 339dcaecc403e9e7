import type {
  AccountView,
  Core,
  DraftSummary,
  Event,
  FeedPost,
  IpcError,
  MetaPage,
  Passport,
  Platform,
  Session,
  Settings,
} from '$lib/ipc';
import { share } from '$lib/utils/share';
import { words } from '$lib/words';
import { createContext } from 'svelte';
import { Accounts } from './accounts.svelte';
import { Announcer } from './announcer.svelte';
import { Connect } from './connect.svelte';
import { DraftState } from './draft.svelte';
import { Explain } from './explain.svelte';
import { Health } from './health.svelte';
import { asIpcError } from './ipc-error';
import { isUnderWay, Posts } from './posts.svelte';
import { Rehearse } from './rehearse.svelte';
import { Toasts } from './toasts.svelte';

export { asIpcError };
export type Room = 'compose' | 'activity' | 'health' | 'settings';
export const rooms: Room[] = ['compose', 'activity', 'health', 'settings'];

/** The window: which room is open, what the core said, what there is to tell. */
export class App {
  ready = $state(false);
  platform = $state<Platform>('linux');
  firstStart = $state(false);
  version = $state('');
  settings = $state.raw<Settings>({ theme: 'system', rules: 'instagram', allow_three_four: false });
  drafts = $state.raw<DraftSummary[]>([]);
  draft = $state.raw<DraftState | null>(null);
  room = $state<Room>('compose');
  activityView = $state<'publishes' | 'feed'>('publishes');
  healthView = $state<'accounts' | 'explain'>('accounts');
  /** The account whose media host is open in the settings; `look`: to be looked at right away. */
  hostOpen = $state.raw<{ account: string; look: boolean } | null>(null);
  feed = $state.raw<FeedPost[]>([]);
  dropping = $state.raw<{ count: number } | null>(null);
  helpOpen = $state(false);
  previewOpen = $state(false);
  /** A problem that belongs to no slide and no post; it stays until it is dismissed. */
  problem = $state.raw<IpcError | null>(null);
  /** The core could not be reached at all. */
  dead = $state.raw<IpcError | null>(null);
  readonly posts = new Posts();
  readonly toasts = new Toasts();
  readonly announcer = new Announcer();
  readonly accounts: Accounts;
  readonly connect: Connect;
  readonly health: Health;
  readonly explain: Explain;
  readonly rehearse: Rehearse;
  #stop: (() => void)[] = [];
  #passports: Record<string, Passport> = {};

  constructor(readonly core: Core) {
    this.accounts = new Accounts(core, this.attempt);
    this.connect = new Connect(core, (accounts) => this.#welcomed(accounts));
    this.health = new Health(core);
    this.explain = new Explain(core);
    this.rehearse = new Rehearse(core);
  }

  account = $derived.by(() => this.accounts.chosen);
  practice = $derived(this.account?.practice ?? false);
  welcome = $derived(this.firstStart && !this.account && !this.draft);

  async start() {
    const { core } = this;
    try {
      // First the listeners, then the question: nothing happens unheard in between.
      this.#stop = await Promise.all([
        core.onChange((event) => this.#hear(event)),
        core.onDropHover(({ over, count }) => (this.dropping = over ? { count } : null)),
      ]);
      this.#adopt(await core.session());
      this.ready = true;
    } catch (error) {
      this.dead = asIpcError(error);
      return;
    }
    void this.attempt(() => core.activity()).then((posts) => posts && this.posts.load(posts));
  }

  stop() {
    for (const off of this.#stop.splice(0)) off();
  }

  /** Does something that may go wrong; what went wrong is shown, and the answer is null. */
  attempt = async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      this.problem = asIpcError(error);
      return null;
    }
  };

  go(room: Room) {
    this.room = room;
    if (room === 'activity') void this.loadFeed();
    if (room === 'health') void this.health.show(this.accounts.of(this.health.account)?.id ?? this.#first());
  }

  #first(): string | null {
    return this.account?.id ?? this.accounts.list[0]?.id ?? null;
  }

  async usePractice() {
    const account = await this.attempt(() => this.core.usePractice());
    if (!account) return;
    this.accounts.adoptChosen(account);
    if (!this.draft) await this.newDraft();
  }

  /** Does what keeps an account from publishing away, as far as a button can. */
  async mend(account: AccountView) {
    const view = await this.core.accountHealth(account.id, false).catch(() => null);
    // A pause is only lifted; everything else that a button can mend is mended by a new sign-in.
    if (view?.paused && view.sign_in.tone !== 'block')
      await this.attempt(() => this.core.accountResume(account.id));
    else await this.reconnect(account);
  }

  async reconnect(account: AccountView) {
    if (account.practice) await this.accounts.practise(account.flavour);
    else this.connect.show(account);
  }

  async seeHealth(account: string) {
    this.healthView = 'accounts';
    this.room = 'health';
    await this.health.show(account);
  }

  /** Says what an answer of Instagram means; without one, waits for it to be pasted. */
  async explainError(text = '') {
    this.healthView = 'explain';
    this.go('health');
    if (text) await this.explain.about(text);
  }

  seeHost(account: string, look = false) {
    this.hostOpen = { account, look };
    this.room = 'settings';
  }

  openMeta(page: MetaPage) {
    return this.attempt(() => this.core.openMeta(page));
  }

  /** Connected while the dialog was closed. */
  #welcomed(accounts: AccountView[]) {
    const name = accounts[0]?.username;
    if (name) this.toasts.show(words.connect.connectedToast(name));
  }

  async newDraft() {
    const view = await this.attempt(() => this.core.draftNew());
    if (view) this.#open(view);
    this.room = 'compose';
  }

  async openDraft(id: string) {
    this.room = 'compose';
    if (this.draft?.id === id) return;
    const view = await this.attempt(() => this.core.draftOpen(id));
    if (view) this.#open(view);
  }

  async deleteDraft(draft: DraftSummary) {
    const gone = await this.attempt(async () => {
      await this.core.draftDelete(draft.id);
      return true;
    });
    if (!gone) return;
    this.drafts = this.drafts.filter((other) => other.id !== draft.id);
    if (this.draft?.id === draft.id) {
      this.draft = null;
      const next = this.drafts[0];
      if (next) await this.openDraft(next.id);
    }
    this.toasts.show(words.rail.removed(draft.title), () => void this.#restore(draft.id));
  }

  async set(settings: Partial<Settings>) {
    const kept = await this.attempt(() => this.core.setSettings({ ...this.settings, ...settings }));
    if (kept) this.settings = kept;
  }

  async publish() {
    const { draft } = this;
    if (!draft) return;
    await draft.caption.settled();
    if (!draft.view.readiness.can_publish) return;
    // With its last publish in view, the post is either on its way or done.
    const before = this.posts.of(draft.id);
    if (before && (draft.postOpen || isUnderWay(before))) return;
    draft.postOpen = true;
    this.toasts.close();
    const post = await this.attempt(() => this.core.publish(draft.id));
    if (post) this.posts.adopt(post);
  }

  /** Why a limit is what it is; asked once a row. */
  async passport(row: string): Promise<Passport | null> {
    const known = this.#passports[row];
    if (known) return known;
    const passport = await this.attempt(() => this.core.rulePassport(row));
    if (passport) this.#passports[row] = passport;
    return passport;
  }

  /** The slides that are too many get drafts of their own. */
  async splitPost() {
    const { draft } = this;
    if (!draft) return;
    const before = draft.slides.length;
    const view = await draft.splitPost();
    if (view) this.toasts.show(words.ready.movedOut(before - view.slides.length));
  }

  async fixAll() {
    const { draft } = this;
    if (!draft) return;
    const count = await draft.fixAll();
    if (count === 0) return;
    // The toast takes back the fixing and nothing that was done since.
    const step = draft.view.undo;
    this.toasts.show(words.ready.fixed(count), () => {
      if (draft.view.undo === step) void draft.undo();
    });
  }

  async paste() {
    const { draft } = this;
    if (!draft) return;
    const found = await this.attempt(() => this.core.slidesPaste(draft.id));
    if (found === false) this.toasts.show(words.nothingToPaste);
  }

  async cancelPost(id: string) {
    const post = await this.attempt(() => this.core.postCancel(id));
    if (post) this.posts.adopt(post);
  }

  async retryPost(id: string) {
    const post = await this.attempt(() => this.core.postRetry(id));
    if (post) this.posts.adopt(post);
  }

  async copy(text: string) {
    const done = await this.attempt(async () => {
      await this.core.copyText(text);
      return true;
    });
    if (done) this.toasts.show(words.copied);
  }

  seePosts() {
    this.activityView = 'publishes';
    this.go('activity');
  }

  seeFeed() {
    this.activityView = 'feed';
    this.go('activity');
  }

  async loadFeed() {
    const feed = await this.attempt(() => this.core.practiceFeed());
    if (feed) this.feed = feed;
  }

  async #restore(id: string) {
    const view = await this.attempt(() => this.core.draftRestore(id));
    if (view) this.#open(view);
  }

  #open(view: DraftState['view']) {
    this.draft = new DraftState(this.core, view, this.attempt, this.announcer);
  }

  #hear(event: Event) {
    switch (event.type) {
      case 'draft':
        if (event.draft.post) this.posts.adopt(event.draft.post);
        if (this.draft?.id === event.draft.id) {
          // Photos that were dropped elsewhere show where they landed.
          if (event.draft.slides.length > this.draft.slides.length) this.room = 'compose';
          this.draft.adopt(event.draft);
        } else if (!this.draft) this.#open(event.draft);
        break;
      case 'drafts':
        this.drafts = share(this.drafts, event.drafts);
        break;
      case 'post':
        this.posts.adopt(event.post);
        if (event.post.result) void this.loadFeed();
        // A failure that was rehearsed may be used up.
        if (this.rehearse.count > 0 && !isUnderWay(event.post)) void this.rehearse.load();
        break;
      case 'account':
        this.accounts.adoptChosen(event.account);
        break;
      case 'accounts':
        this.accounts.adopt(event.accounts, event.chosen);
        if (this.room === 'health' && !this.accounts.of(this.health.account)) this.go('health');
        break;
      case 'sign_in':
        this.connect.hear(event.sign_in);
        break;
      case 'health':
        if (this.room === 'health') void this.health.heard(event.account);
        break;
      case 'notice':
        this.toasts.show(event.text);
        break;
    }
  }

  #adopt(session: Session) {
    this.platform = session.platform;
    this.firstStart = session.first_start;
    this.version = session.version;
    this.accounts.adopt(session.accounts, session.account?.id ?? null);
    this.accounts.adoptChosen(session.account);
    this.drafts = session.drafts;
    this.settings = session.settings;
    if (session.open) this.#open(session.open);
  }
}

export const [getApp, setApp] = createContext<App>();
