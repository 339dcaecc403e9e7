// Accounts, pretended, for `npm run dev` in a plain browser and for tests. Never part of the built app.
// Scenes: `accounts` (three of them), `signed_out` (the chosen one is), `rehearse` (two failures are on),
// `slow` (answers take seconds), `broken` (every question about an account fails).
import type { AccountCore } from './core';
import { fakeHealth } from './fake-health';
import { fakeExplained, fakeMetaApp, fakeRehearsals } from './fake-meta';
import type { AccountView, Connected, Event, Flavour, FoundView, HostView, SignInView } from './types';

const line = '63 of 100 posts left';
export const practice: AccountView = {
  id: 'practice',
  username: 'practice',
  practice: true,
  flavour: 'facebook',
  kind: 'Practice account',
  line,
  problem: null,
  mend: '',
};
const bakery: AccountView = {
  ...practice,
  id: 'a1',
  username: 'bluehouse.bakery',
  practice: false,
  kind: 'Facebook login',
};
const fern: AccountView = {
  ...bakery,
  id: 'a2',
  username: 'fern.and.field',
  flavour: 'instagram',
  kind: 'Instagram login',
  line: 'Renews by itself',
};
const signedOut = (account: AccountView): AccountView => ({
  ...account,
  line: 'Signed out',
  problem: 'Signed out by Instagram',
  mend: `Reconnect @${account.username}`,
});
const mended = (account: AccountView): AccountView => ({ ...account, line, problem: null, mend: '' });

const found: FoundView[] = [
  {
    id: 'a1',
    username: 'bluehouse.bakery',
    page: 'On the Page Blue House Bakery',
    problem: null,
    known: true,
  },
  { id: 'a3', username: 'pier.nine.boats', page: 'On the Page Pier Nine', problem: null, known: false },
  {
    id: 'p4',
    username: 'Mill Road Flowers',
    page: 'On the Page Mill Road Flowers',
    problem: 'No Instagram account hangs on this Page. Connect one in the Page’s settings, then look again.',
    known: false,
  },
];

const starting = (scene: string): AccountView[] => {
  if (scene === 'empty') return [];
  if (!['accounts', 'signed_out', 'slow', 'broken'].includes(scene)) return [practice];
  return [bakery, signedOut(fern), practice];
};

export function fakeAccounts(scene: string, tell: (event: Event) => void, wait: number) {
  let accounts = starting(scene);
  let chosen = accounts.find((account) => scene !== 'signed_out' || account.problem)?.id ?? null;
  let rehearsals = fakeRehearsals(scene === 'rehearse');
  const metaApps = new Map((['facebook', 'instagram'] as const).map((way) => [way, fakeMetaApp(way)]));
  const hosts = new Map<string, HostView>();
  let signIn: SignInView | null = null;

  const later = async () => {
    await new Promise<void>((done) => setTimeout(done, scene === 'slow' ? 4000 : wait));
    if (scene === 'broken')
      throw {
        code: 'offline',
        message: 'Instagram could not be reached.',
        hint: 'Check that this computer is online, then try again.',
        retry_at: null,
        details: null,
      };
  };
  const refuse = (code: string, message: string, hint: string) => {
    throw { code, message, hint, retry_at: null, details: null };
  };
  const of = (id: string): AccountView =>
    accounts.find((account) => account.id === id) ??
    refuse('account_gone', 'This account is no longer here.', 'Connect it again to publish with it.');
  const tellAll = () => tell({ type: 'accounts', accounts, chosen });
  /** Takes an account in and chooses it. */
  const put = (account: AccountView) => {
    accounts = [account, ...accounts.filter((other) => other.id !== account.id)];
    chosen = account.id;
    tellAll();
    return account;
  };
  const done = (added: AccountView[], notes: string[] = []): Connected => {
    for (const account of added) put(account);
    return { type: 'done', accounts: added, notes };
  };
  const say = (next: SignInView) => {
    signIn = next;
    tell({ type: 'sign_in', sign_in: next });
  };
  const begin = (flavour: Flavour, account: AccountView): SignInView => {
    const waiting: SignInView = {
      id: `s${Date.now()}`,
      listens: flavour === 'facebook',
      stage: 'waiting',
      sentence:
        flavour === 'facebook'
          ? 'Sign in and press Allow in your browser. Fanfold goes on by itself.'
          : 'Sign in and press Allow in your browser, then copy the address of the page it ends on.',
      connected: null,
      error: null,
      hint: null,
    };
    signIn = waiting;
    if (waiting.listens)
      setTimeout(() => {
        if (signIn?.id !== waiting.id) return;
        say({ ...waiting, stage: 'asking', sentence: 'Instagram answered. Fanfold asks for the account.' });
        setTimeout(
          () => say({ ...waiting, stage: 'done', sentence: '', connected: done([account]) }),
          wait * 40,
        );
      }, wait * 200);
    return waiting;
  };
  const practiceOf = (flavour: Flavour): AccountView => ({
    ...practice,
    id: `practice-${flavour}`,
    username: `practice.${flavour}`,
    flavour,
  });
  const host = (id: string): HostView => {
    const { practice, flavour } = of(id);
    const none: HostView = {
      form: practice ? { kind: 'loopback' } : flavour === 'facebook' ? { kind: 'page_photo' } : emptyBucket,
      line: practice ? 'This computer' : flavour === 'facebook' ? 'Page photo' : 'None yet',
      page_photo: flavour === 'facebook' && !practice,
      has_secret: false,
      problem:
        practice || flavour === 'facebook'
          ? null
          : 'Instagram fetches photos from the web, and there is no place for them yet.',
    };
    return hosts.get(id) ?? none;
  };

  const core: AccountCore = {
    async accountChoose(id) {
      await later();
      chosen = of(id).id;
      tellAll();
      return of(id);
    },
    async accountDisconnect(id) {
      await later();
      const { flavour, username, practice } = of(id);
      accounts = accounts.filter((account) => account.id !== id);
      if (chosen === id) chosen = accounts[0]?.id ?? null;
      tellAll();
      return {
        sentence: `Fanfold no longer knows @${username}.`,
        steps: practice
          ? []
          : [
              'Open the list of connected apps, signed in as this account.',
              'Find the app that you made for Fanfold and choose Remove.',
            ],
        page: practice ? null : flavour === 'facebook' ? 'facebook_apps' : 'instagram_apps',
      };
    },
    async accountHealth(id, fresh) {
      await later();
      return fakeHealth(of(id), fresh);
    },
    async accountRenew(id) {
      await later();
      put(mended(of(id)));
      return fakeHealth(of(id), true);
    },
    async accountResume(id) {
      await later();
      return { ...fakeHealth(of(id), true), paused: null };
    },
    async connectPaste() {
      await later();
      return { type: 'choose', pending: 'c1', found };
    },
    async connectFile() {
      await later();
      return done([mended(fern)]);
    },
    async connectChoose(_, ids) {
      await later();
      const added = found
        .filter((one) => ids.includes(one.id))
        .map((one): AccountView => ({ ...bakery, id: one.id, username: one.username }));
      return done(added, ['First comments are off until you allow them. The posts go out as planned.']);
    },
    async connectPractice(flavour) {
      await later();
      return put(practiceOf(flavour));
    },
    async connectPracticeSignIn(flavour) {
      await later();
      return begin(flavour, practiceOf(flavour));
    },
    async metaApp(flavour) {
      await later();
      return metaApps.get(flavour) ?? fakeMetaApp(flavour);
    },
    async metaAppSet(flavour, appId) {
      await later();
      if (!/^\d*$/.test(appId))
        refuse(
          'app_id_wrong',
          'An app ID has digits only.',
          'Copy it from the top of your app’s page at Meta.',
        );
      const next = { ...fakeMetaApp(flavour), ...metaApps.get(flavour), app_id: appId };
      metaApps.set(flavour, next);
      return next;
    },
    async secretPaste(flavour) {
      await later();
      const next = {
        ...fakeMetaApp(flavour),
        ...metaApps.get(flavour),
        has_secret: true,
        note: 'With the secret a sign-in lasts about 60 days.',
      };
      metaApps.set(flavour, next);
      return next;
    },
    async secretForget(flavour) {
      await later();
      const next = { ...fakeMetaApp(flavour), app_id: metaApps.get(flavour)?.app_id ?? '' };
      metaApps.set(flavour, next);
      return next;
    },
    async signInBegin(flavour) {
      await later();
      return begin(flavour, mended(flavour === 'facebook' ? bakery : fern));
    },
    async signInPaste(id) {
      await later();
      if (!signIn || signIn.id !== id)
        return refuse('sign_in_gone', 'This sign-in is over.', 'Begin it again.');
      say({ ...signIn, stage: 'done', sentence: '', connected: done([mended(fern)]) });
      return signIn;
    },
    async signInCancel(id) {
      if (signIn?.id === id) signIn = null;
    },
    async openMeta() {},
    async explainText(text) {
      await later();
      return fakeExplained(text);
    },
    async rehearsals() {
      await later();
      return rehearsals;
    },
    async rehearse(id, on) {
      await later();
      return (rehearsals = rehearsals.map((one) => (one.id === id ? { ...one, on } : one)));
    },
    async rehearseCalm() {
      await later();
      return (rehearsals = rehearsals.map((one) => ({ ...one, on: false })));
    },
    async mediaHost(account) {
      await later();
      return host(account);
    },
    async mediaHostSet(account, form) {
      await later();
      const next: HostView = {
        ...host(account),
        form,
        line: form.kind === 's3' ? `Bucket ${form.bucket}` : 'Page photo',
        problem:
          form.kind === 's3' && !host(account).has_secret
            ? 'The secret key of this bucket is missing.'
            : null,
      };
      hosts.set(account, next);
      return next;
    },
    async mediaHostKeyPaste(account) {
      await later();
      const next = { ...host(account), has_secret: true, problem: null };
      hosts.set(account, next);
      return next;
    },
    async mediaHostCheck(account) {
      await later();
      const bad = host(account).problem !== null;
      return {
        tone: bad ? 'block' : 'ready',
        headline: bad ? 'Instagram cannot fetch your pictures.' : 'Instagram can fetch your pictures.',
        lines: [
          { tone: 'ready', label: 'The link is public', text: 'https, no sign-in, no detours' },
          bad
            ? {
                tone: 'block',
                label: 'The link answers',
                text: '403, access denied. Enter the bucket’s secret key, then check again.',
              }
            : { tone: 'ready', label: 'The link answers', text: '200, image/jpeg, 48 KB in 120 ms' },
          { tone: 'near', label: 'Speed', text: '1.2 MB a second: a long clip may take a while.' },
        ],
      };
    },
  };

  return {
    core,
    list: () => accounts,
    chosen: () => accounts.find((account) => account.id === chosen) ?? null,
    put,
  };
}

const emptyBucket = {
  kind: 's3',
  bucket: '',
  prefix: '',
  endpoint: '',
  region: '',
  access_key: '',
} as const;
