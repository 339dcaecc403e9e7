import type {
  AccountView,
  Core,
  DraftSummary,
  FeedPost,
  IpcError,
  MetaPage,
  Passport,
  Platform,
  Session,
  Settings,
} from '$lib/ipc';
import { words } from '$lib/words';
import { createContext } from 'svelte';
import { Accounts } from './accounts.svelte';
import { Announcer } from './announcer.svelte';
import { Connect } from './connect.svelte';
import { DraftState } from './draft.svelte';
import { Emoji } from './emoji.svelte';
import { Explain } from './explain.svelte';
import { Finding } from './finding.svelte';
import { Health } from './health.svelte';
import { hear, hover } from './hearing';
import { asIpcError, told } from './ipc-error';
import { Mentions } from './mentions.svelte';
import { Outbox } from './outbox.svelte';
import { Palette } from './palette.svelte';
import { Posts } from './posts.svelte';
import { Profile } from './profile.svelte';
import { Queue } from './queue.svelte';
import { Rehearse } from './rehearse.svelte';
import { Toasts } from './toasts.svelte';
import { Wordbook } from './wordbook.svelte';
import { Zoom } from './zoom.svelte';

export { asIpcError };
export type Room = 'compose' | 'activity' | 'health' | 'settings';
export const rooms: Room[] = ['compose', 'activity', 'health', 'settings'];

/** The window: which room is open, what the core said, what there is to tell. */
export class App {
  ready = $state(false);
  platform = $state<Platform>('linux');
  firstStart = $state(false);
  version = $state('');
  settings = $state.raw<Settings>({
    theme: 'system',
    rules: 'instagram',
    allow_three_four: false,
    missed: 'late',
    keep_running: true,
    notifications: true,
    graph_version: '',
    message_language: '',
    language: 'system',
  });
  /** The newest; there may be more than are here. */
  drafts = $state.raw<DraftSummary[]>([]);
  draftsTotal = $state(0);
  draft = $state.raw<DraftState | null>(null);
  room = $state<Room>('compose');
  activityView = $state<'publishes' | 'feed'>('publishes');
  /** The published post whose card is open in Activity. */
  postShown = $state<string | null>(null);
  healthView = $state<'accounts' | 'explain'>('accounts');
  /** The account whose media host is open in the settings; `look`: to be looked at right away. */
  hostOpen = $state.raw<{ account: string; look: boolean } | null>(null);
  /** The account whose slots are open in the settings. */
  slotsOpen = $state<string | null>(null);
  feed = $state.raw<FeedPost[]>([]);
  /** Files that hover over the window, and where, in its pixels. */
  dropping = $state.raw<{ count: number; x: number | null; y: number | null } | null>(null);
  helpOpen = $state(false);
  /** Ctrl or ⌘ is held by itself: the rooms show their numbers. */
  modHeld = $state(false);
  previewOpen = $state(false);
  /** A problem that belongs to no slide and no post; it stays until it is dismissed. */
  problem = $state.raw<IpcError | null>(null);
  /** Why closing the window is asked about, while it is. */
  closing = $state<string | null>(null);
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
  readonly profile: Profile;
  readonly queue: Queue;
  readonly outbox: Outbox;
  readonly emoji = new Emoji();
  readonly mentions: Mentions;
  readonly wordbook: Wordbook;
  readonly zoom: Zoom;
  readonly palette: Palette;
  readonly finding: Finding;
  #stop: (() => void)[] = [];
  /** All that was chosen, while the core does not have it yet. */
  #wanted: Settings | null = null;
  #saving: Promise<Settings | null> = Promise.resolve(null);
  #passports: Record<string, Passport> = {};

  constructor(readonly core: Core) {
    this.accounts = new Accounts(core, this.attempt);
    this.connect = new Connect(core, (accounts) => this.#welcomed(accounts));
    this.health = new Health(core);
    this.explain = new Explain(core);
    this.rehearse = new Rehearse(core);
    this.profile = new Profile(core);
    this.queue = new Queue(core);
    this.outbox = new Outbox(core, this);
    this.mentions = new Mentions(core);
    this.wordbook = new Wordbook(core, this.attempt);
    this.zoom = new Zoom(core);
    this.palette = new Palette(this);
    this.finding = new Finding(core);
  }

  account = $derived.by(() => this.accounts.chosen);
  practice = $derived(this.account?.practice ?? false);
  welcome = $derived(this.firstStart && !this.account && !this.draft);

  /** What the rail calls a draft, named or not; empty where it knows none. */
  called = (draft: string) => this.drafts.find((other) => other.id === draft)?.title ?? '';

  async start() {
    const { core } = this;
    try {
      // First the listeners, then the question: nothing happens unheard in between.
      this.#stop = await Promise.all([
        core.onChange((event) => hear(this, event, (view) => this.#open(view))),
        core.onDropHover((files) => hover(this, files)),
        core.onClosing((sentence) => (this.closing = sentence)),
        core.onOpenPost((post) => this.seePost(post)),
      ]);
      // Before anything is asked: every answer then comes in the language that the window is drawn in.
      await core.speak(navigator.languages);
      this.#adopt(await core.session());
      this.ready = true;
      // Files may have come down while nobody listened.
      void this.takeDropped(null);
    } catch (error) {
      this.dead = asIpcError(error);
      return;
    }
    void this.attempt(() => core.activity()).then((posts) => posts && this.posts.load(posts));
    void this.queue.load();
  }

  /** The system prefers other languages now. */
  async speak(preferred: readonly string[]) {
    const spoken = await this.attempt(async () => {
      await this.core.speak(preferred);
      return true;
    });
    if (spoken) await this.#askAgain();
  }

  /** In the language that is spoken now, what the core does not tell anew by itself. */
  async #askAgain() {
    this.#passports = {};
    this.profile.forget();
    void this.explain.ask();
    const posts = await this.attempt(() => this.core.activity());
    for (const post of posts ?? []) this.posts.adopt(post);
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

  /** Brings a post into view, wherever one was. */
  seePost(post: string) {
    this.activityView = 'publishes';
    this.postShown = post;
    this.go('activity');
    requestAnimationFrame(() => {
      const card = document.querySelector<HTMLElement>(`[data-post="${CSS.escape(post)}"]`);
      card?.focus();
      card?.scrollIntoView({ block: 'nearest' });
    });
  }

  seeHost(account: string, look = false) {
    this.hostOpen = { account, look };
    this.room = 'settings';
  }

  seeSlots(account: string) {
    this.slotsOpen = account;
    this.room = 'settings';
  }

  openPost(id: string) {
    return this.attempt(() => this.core.openPost(id));
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
    // Not when it has come: whoever went elsewhere meanwhile stays there.
    this.room = 'compose';
    const view = await this.attempt(() => this.core.draftNew());
    if (view) this.#open(view);
  }

  async openDraft(id: string) {
    this.room = 'compose';
    if (this.draft?.id === id) return;
    const view = await this.attempt(() => this.core.draftOpen(id));
    if (view) this.#open(view);
  }

  /** Another one like it, in view; the first stays as it is. */
  async duplicateDraft(id: string) {
    // What was typed last belongs to the copy too.
    if (this.draft?.id === id) await this.draft.settled();
    this.room = 'compose';
    const view = await this.attempt(() => this.core.draftDuplicate(id));
    if (!view) return;
    this.#open(view);
    this.announcer.say(words.find.duplicated(view.title || words.title.empty));
  }

  async deleteDraft(draft: DraftSummary) {
    const gone = await this.attempt(async () => {
      await this.core.draftDelete(draft.id);
      return true;
    });
    if (!gone) return;
    const rest = this.drafts.filter((other) => other.id !== draft.id);
    this.draftsTotal -= this.drafts.length - rest.length;
    this.drafts = rest;
    if (this.draft?.id === draft.id) {
      this.draft = null;
      const next = this.drafts[0];
      if (next) await this.openDraft(next.id);
    }
    this.toasts.show(words.rail.removed(draft.title), () => void this.#restore(draft.id));
  }

  async set(settings: Partial<Settings>) {
    const before = this.settings;
    const wanted = (this.#wanted = { ...(this.#wanted ?? before), ...settings });
    // The window is drawn in another language once the core speaks it: what it asks for then comes in that.
    this.settings = { ...wanted, language: before.language };
    // One after the other, and each with all that was chosen by then: two quick choices are both kept.
    const kept = await (this.#saving = this.#saving.then(() =>
      this.attempt(() => this.core.setSettings(this.#wanted ?? wanted)),
    ));
    if (this.#wanted === wanted) {
      this.#wanted = null;
      this.settings = kept ?? before;
    } else if (kept) this.settings = { ...this.settings, language: kept.language };
    if (kept && kept.language !== before.language) await this.#askAgain();
  }

  async publish() {
    if (this.draft) await this.outbox.publish(this.draft);
  }

  async plan() {
    if (this.draft) await this.outbox.plan(this.draft);
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

  /** What one slide has for all of them; the toast takes it back, and nothing that was done since. */
  async fixLike() {
    const { draft } = this;
    const count = await draft?.fixLike();
    if (!draft || count === null || count === undefined) return;
    if (count === 0) return this.announcer.say(words.flow.alike);
    const step = draft.view.undo;
    this.toasts.show(words.flow.liked(count), () => {
      if (draft.view.undo === step) void draft.undo();
    });
  }

  async paste() {
    const { draft } = this;
    if (!draft) return;
    const found = await this.attempt(() => this.core.slidesPaste(draft.id, null));
    if (found === false) this.problem = told(words.nothingToPaste);
  }

  /** What was dropped on the window, in front of the slide that is at this place now, or at the end. */
  takeDropped(at: number | null) {
    return this.attempt(() => this.core.dropTake(this.draft?.id ?? null, at));
  }

  cancelPost(id: string) {
    return this.outbox.cancel(id);
  }

  retryPost(id: string) {
    return this.outbox.retry(id);
  }

  /** `tell`: where it was asked for says nothing about it itself. */
  async copy(text: string, tell = true): Promise<boolean> {
    const done = await this.attempt(async () => {
      await this.core.copyText(text);
      return true;
    });
    if (done && tell) this.toasts.show(words.copied);
    return done ?? false;
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

  #adopt(session: Session) {
    this.platform = session.platform;
    this.firstStart = session.first_start;
    this.version = session.version;
    this.accounts.adopt(session.accounts, session.account?.id ?? null);
    this.accounts.adoptChosen(session.account);
    this.drafts = session.drafts;
    this.draftsTotal = session.drafts_total;
    this.settings = session.settings;
    if (session.open) this.#open(session.open);
  }
}

export const [getApp, setApp] = createContext<App>();
