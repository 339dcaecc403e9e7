import type {
  AccountView,
  CaptionTold,
  Civil,
  ClipToolView,
  Connected,
  Disconnected,
  DraftSummary,
  DraftView,
  DropHover,
  DuplicateView,
  Edit,
  Event,
  ExplainedView,
  FeedPost,
  FixChoice,
  Flavour,
  GridView,
  HealthView,
  HostCheck,
  HostForm,
  HostView,
  MetaAppView,
  MetaPage,
  Passport,
  Place,
  PostView,
  QueueView,
  RehearsalView,
  ScheduleOptions,
  ScheduleSaid,
  Session,
  SettingChoices,
  Settings,
  SignInView,
  SlotInput,
  SlotsView,
  Theme,
  TimelineView,
  Wordbook,
} from './types';

export type Unlisten = () => void;

/** What concerns accounts. No sign-in key passes through here: the core reads those from the clipboard. */
export interface AccountCore {
  accountChoose(id: string): Promise<AccountView>;
  accountDisconnect(id: string): Promise<Disconnected>;
  /** `fresh`: ask Instagram now instead of telling what is known. */
  accountHealth(id: string, fresh: boolean): Promise<HealthView>;
  accountRenew(id: string): Promise<HealthView>;
  /** Goes on sending although Fanfold paused for Instagram's sake. */
  accountResume(id: string): Promise<HealthView>;

  connectPaste(): Promise<Connected>;
  /** Shows a file dialog; `null` when it was closed. */
  connectFile(): Promise<Connected | null>;
  connectChoose(pending: string, ids: string[]): Promise<Connected>;
  connectPractice(flavour: Flavour): Promise<AccountView>;
  /** The sign-in through the browser, against the practice Instagram's own pages. */
  connectPracticeSignIn(flavour: Flavour): Promise<SignInView>;

  metaApp(flavour: Flavour): Promise<MetaAppView>;
  metaAppSet(flavour: Flavour, appId: string): Promise<MetaAppView>;
  secretPaste(flavour: Flavour): Promise<MetaAppView>;
  secretForget(flavour: Flavour): Promise<MetaAppView>;
  /** Opens the browser; how it goes comes as events. */
  signInBegin(flavour: Flavour): Promise<SignInView>;
  /** Takes the address that the browser ended on from the clipboard. */
  signInPaste(id: string): Promise<SignInView>;
  signInCancel(id: string): Promise<void>;
  openMeta(page: MetaPage): Promise<void>;

  explainText(text: string): Promise<ExplainedView>;

  rehearsals(): Promise<RehearsalView[]>;
  rehearse(id: string, on: boolean): Promise<RehearsalView[]>;
  rehearseCalm(): Promise<RehearsalView[]>;

  mediaHost(account: string): Promise<HostView>;
  mediaHostSet(account: string, form: HostForm): Promise<HostView>;
  mediaHostKeyPaste(account: string): Promise<HostView>;
  mediaHostCheck(account: string): Promise<HostCheck>;
}

/** When posts go out, what became of them, and what runs while nobody looks. */
export interface QueueCore {
  queueState(): Promise<QueueView>;
  queuePause(account: string): Promise<QueueView>;
  queueResume(account: string): Promise<QueueView>;

  scheduleOptions(draft: string): Promise<ScheduleOptions>;
  /** What a time means, in words; asked at every key. */
  scheduleSay(draft: string, at: Civil): Promise<ScheduleSaid>;
  schedule(draft: string, at: Civil): Promise<PostView>;
  scheduleNextSlot(draft: string): Promise<PostView>;
  reschedule(post: string, at: Civil): Promise<PostView>;
  publishNow(post: string): Promise<PostView>;

  slots(account: string): Promise<SlotsView>;
  setSlots(account: string, slots: SlotInput[]): Promise<SlotsView>;

  /** Posts of the account that this draft may be a second copy of. */
  duplicates(draft: string): Promise<DuplicateView[]>;
  postTimeline(post: string): Promise<TimelineView>;
  /** Shows a file dialog; the file's name, `null` when it was closed. */
  postTimelineExport(post: string): Promise<string | null>;
  supportBundle(): Promise<string | null>;

  autostart(): Promise<boolean>;
  setAutostart(on: boolean): Promise<boolean>;
  settingChoices(): Promise<SettingChoices>;
  /** For good, where closing the window only hides it. */
  quit(): Promise<void>;
  /** Keeps running out of the way, where it was to be closed. */
  stay(): Promise<void>;
}

/** Every question and order the window can give to the core. Each rejects with an `IpcError`. */
export interface Core extends AccountCore, QueueCore {
  session(): Promise<Session>;
  /** The languages that the system prefers, best first: from then on the core speaks as this window does. */
  speak(preferred: readonly string[]): Promise<void>;
  usePractice(): Promise<AccountView>;
  setSettings(settings: Settings): Promise<Settings>;
  clipTool(): Promise<ClipToolView>;
  /** Shows a file dialog; the answer says what is in use afterwards. */
  clipToolChoose(): Promise<ClipToolView>;
  clipToolFound(): Promise<ClipToolView>;
  copyText(text: string): Promise<void>;
  /** Why a limit is what it is; `row` is the finding's. */
  rulePassport(row: string): Promise<Passport | null>;

  draftNew(): Promise<DraftView>;
  /** Another draft of this one, with a history of its own; opened. */
  draftDuplicate(id: string): Promise<DraftView>;
  draftOpen(id: string): Promise<DraftView>;
  draftDelete(id: string): Promise<void>;
  draftRestore(id: string): Promise<DraftView>;
  draftEdit(id: string, edit: Edit): Promise<DraftView>;
  /** Every key; the answer holds only what typing changes. */
  captionWrite(id: string, text: string): Promise<CaptionTold>;
  /** The same for the first comment. */
  commentWrite(id: string, text: string): Promise<CaptionTold>;
  draftUndo(id: string): Promise<DraftView>;
  draftRedo(id: string): Promise<DraftView>;

  /** `false` when the dialog was closed. */
  slidesPick(id: string, folder: boolean, at: number | null): Promise<boolean>;
  /** Adds what was dropped to this draft, or to a new one; at `null`: to the end. */
  dropTake(id: string | null, at: number | null): Promise<void>;
  /** Stops files that are still coming in; nothing of them is added. */
  importCancel(id: string): Promise<void>;
  slideReplace(id: string, slide: string): Promise<boolean>;
  /** `false` when the clipboard holds neither pictures nor files. */
  slidesPaste(id: string, at: number | null): Promise<boolean>;

  fixAll(id: string): Promise<DraftView>;
  fixSlide(id: string, slide: string): Promise<DraftView>;
  /** In one of the ways the slide's `options` offer. */
  fixWith(id: string, slide: string, choice: FixChoice): Promise<DraftView>;
  /** Quarter turns clockwise; several slides are one undo step. */
  slideTurn(id: string, slides: string[], quarters: number): Promise<DraftView>;
  /** Every other picture gets what this one has. */
  fixLike(id: string, slide: string): Promise<DraftView>;
  fixCancel(id: string): Promise<void>;
  /** Slides beyond what a post takes go to drafts of their own. */
  splitPost(id: string): Promise<DraftView>;

  /** Asks Instagram. */
  placesSearch(text: string): Promise<Place[]>;
  wordbook(): Promise<Wordbook>;
  /** Whole and in this order; an empty id is a new one. */
  wordbookSet(wordbook: Wordbook): Promise<Wordbook>;
  /** Last used first. */
  mentionHistory(): Promise<string[]>;
  profileGrid(): Promise<GridView>;
  /** By title or caption, newest first. */
  draftsFind(text: string): Promise<DraftSummary[]>;

  publish(id: string): Promise<PostView>;
  postCancel(id: string): Promise<PostView>;
  postRetry(id: string): Promise<PostView>;
  /** In the browser. */
  openPost(id: string): Promise<void>;
  activity(): Promise<PostView[]>;
  practiceFeed(): Promise<FeedPost[]>;

  /** Resolves once nothing can be missed any more. */
  onChange(hear: (event: Event) => void): Promise<Unlisten>;
  onDropHover(hear: (hover: DropHover) => void): Promise<Unlisten>;
  /** The window was to be closed while posts wait, and nothing else would show that Fanfold runs. */
  onClosing(hear: (sentence: string) => void): Promise<Unlisten>;
  /** Someone clicked on the notification of a post. */
  onOpenPost(hear: (post: string) => void): Promise<Unlisten>;

  /** Tells the system's own parts of the window (dialogs, frame) which theme is chosen. */
  frameTheme(theme: Theme): void;
  /** Draws everything larger or smaller: 1.25 is a quarter larger. */
  zoom(size: number): void;
  minimise(): void;
  maximise(): void;
  close(): void;
}
