import type {
  AccountView,
  CaptionTold,
  ClipToolView,
  DraftView,
  DropHover,
  Edit,
  Event,
  FeedPost,
  FixChoice,
  Passport,
  PostView,
  Session,
  Settings,
  Theme,
} from './types';

export type Unlisten = () => void;

/** Every question and order the window can give to the core. Each rejects with an `IpcError`. */
export interface Core {
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
