import type {
  AccountView,
  CaptionTold,
  ClipToolView,
  Connected,
  Disconnected,
  DraftView,
  DropHover,
  Edit,
  Event,
  ExplainedView,
  FeedPost,
  FixChoice,
  Flavour,
  HealthView,
  HostCheck,
  HostForm,
  HostView,
  MetaAppView,
  MetaPage,
  Passport,
  PostView,
  RehearsalView,
  Session,
  Settings,
  SignInView,
  Theme,
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

/** Every question and order the window can give to the core. Each rejects with an `IpcError`. */
export interface Core extends AccountCore {
  session(): Promise<Session>;
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
  draftOpen(id: string): Promise<DraftView>;
  draftDelete(id: string): Promise<void>;
  draftRestore(id: string): Promise<DraftView>;
  draftEdit(id: string, edit: Edit): Promise<DraftView>;
  /** Every key; the answer holds only what typing changes. */
  captionWrite(id: string, text: string): Promise<CaptionTold>;
  draftUndo(id: string): Promise<DraftView>;
  draftRedo(id: string): Promise<DraftView>;

  /** `false` when the dialog was closed. */
  slidesPick(id: string, folder: boolean): Promise<boolean>;
  /** Stops files that are still coming in; nothing of them is added. */
  importCancel(id: string): Promise<void>;
  slideReplace(id: string, slide: string): Promise<boolean>;
  /** `false` when the clipboard holds neither pictures nor files. */
  slidesPaste(id: string): Promise<boolean>;

  fixAll(id: string): Promise<DraftView>;
  fixSlide(id: string, slide: string): Promise<DraftView>;
  /** In one of the ways the slide's `options` offer. */
  fixWith(id: string, slide: string, choice: FixChoice): Promise<DraftView>;
  fixCancel(id: string): Promise<void>;
  /** Slides beyond what a post takes go to drafts of their own. */
  splitPost(id: string): Promise<DraftView>;

  publish(id: string): Promise<PostView>;
  postCancel(id: string): Promise<PostView>;
  postRetry(id: string): Promise<PostView>;
  activity(): Promise<PostView[]>;
  practiceFeed(): Promise<FeedPost[]>;

  /** Resolves once nothing can be missed any more. */
  onChange(hear: (event: Event) => void): Promise<Unlisten>;
  onDropHover(hear: (hover: DropHover) => void): Promise<Unlisten>;

  /** Tells the system's own parts of the window (dialogs, frame) which theme is chosen. */
  frameTheme(theme: Theme): void;
  minimise(): void;
  maximise(): void;
  close(): void;
}
