// What the core says about accounts, under the names of its own views. Until `bindings.ts` holds them.
import type { AccountView_Serialize, Event_Serialize, Session_Serialize, Tone } from './bindings';

export type Flavour = 'facebook' | 'instagram';

export type AccountView = AccountView_Serialize & {
  flavour: Flavour;
  /** `Facebook login`, `Instagram login`, `Practice account`. */
  kind: string;
  /** The button that mends the problem; empty without one. */
  mend: string;
};

export type Session = Omit<Session_Serialize, 'account'> & {
  account: AccountView | null;
  accounts: AccountView[];
};

export type Event =
  | Exclude<Event_Serialize, { type: 'account' }>
  | { type: 'account'; account: AccountView | null }
  | { type: 'accounts'; accounts: AccountView[]; chosen: string | null }
  | { type: 'sign_in'; sign_in: SignInView }
  /** Something about this account changed: ask again if it is shown. */
  | { type: 'health'; account: string };

export type Connected =
  | { type: 'done'; accounts: AccountView[]; notes: string[] }
  | { type: 'choose'; pending: string; found: FoundView[] };

export interface FoundView {
  id: string;
  username: string;
  page: string;
  problem: string | null;
  known: boolean;
}

export interface MetaAppView {
  flavour: Flavour;
  app_id: string;
  redirect: string;
  has_secret: boolean;
  note: string;
  guide: GuideStep[];
}

export interface GuideStep {
  title: string;
  text: string;
  page: MetaPage | null;
  button: string;
  copy: string | null;
}

export type MetaPage =
  'apps' | 'graph_explorer' | 'professional' | 'instagram_apps' | 'facebook_apps' | 'instagram';

export interface SignInView {
  id: string;
  listens: boolean;
  stage: SignInStage;
  sentence: string;
  connected: Connected | null;
  error: string | null;
  hint: string | null;
}

export type SignInStage = 'waiting' | 'asking' | 'done' | 'failed';

export interface Disconnected {
  sentence: string;
  steps: string[];
  page: MetaPage | null;
}

export interface HealthView {
  account: AccountView;
  tone: Tone;
  headline: string;
  sentence: string;
  sign_in: SignInHealth;
  quota: QuotaView | null;
  budget: BudgetView[];
  budget_note: string;
  permissions: PermissionView[];
  permissions_line: string;
  facts: FactView[];
  log: CallView[];
  checked: string;
  paused: string | null;
}

export interface SignInHealth {
  tone: Tone;
  figure: string;
  unit: string;
  left: number | null;
  note: string;
  can_renew: boolean;
}

export interface QuotaView {
  used: number;
  total: number;
  line: string;
  reported: string;
}

export interface BudgetView {
  label: string;
  percent: number | null;
  tone: Tone;
}

export interface PermissionView {
  name: string;
  label: string;
  purpose: string;
  needed: boolean;
  state: PermissionState;
}

export type PermissionState = 'granted' | 'missing' | 'unknown';

export interface FactView {
  label: string;
  value: string;
}

export interface CallView {
  id: string;
  time: string;
  what: string;
  took: string;
  tone: Tone;
  result: string;
  code: string;
  trace_id: string | null;
}

export interface ExplainedView {
  title: string;
  message: string;
  cause: string;
  steps: string[];
  who: string;
  retry: string;
  source: string;
  code: number | null;
  subcode: number | null;
  trace_id: string | null;
  technical: string;
}

export interface RehearsalView {
  id: string;
  group: string;
  title: string;
  text: string;
  on: boolean;
}

export type HostForm =
  | { kind: 'page_photo' }
  | {
      kind: 's3';
      bucket: string;
      prefix: string;
      endpoint: string;
      region: string;
      access_key: string;
    }
  | { kind: 'loopback' };

export interface HostView {
  form: HostForm;
  line: string;
  page_photo: boolean;
  has_secret: boolean;
  problem: string | null;
}

export interface HostCheck {
  tone: Tone;
  headline: string;
  lines: HostLine[];
}

export interface HostLine {
  tone: Tone;
  label: string;
  text: string;
}
