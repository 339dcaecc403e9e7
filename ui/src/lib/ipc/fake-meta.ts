// Meta's side, pretended: the app a person makes there, its errors, and the failures to rehearse.
import type { ExplainedView, Flavour, GuideStep, MetaAppView, RehearsalView } from './types';

const step: GuideStep = { title: '', text: '', page: null, button: '', copy: null };

export function fakeMetaApp(flavour: Flavour): MetaAppView {
  const facebook = flavour === 'facebook';
  const redirect = facebook ? 'http://localhost:47113/facebook' : 'https://localhost:47113/instagram';
  return {
    flavour,
    app_id: '',
    redirect,
    has_secret: false,
    note: 'Without the secret a sign-in lasts about two hours.',
    guide: [
      {
        ...step,
        title: facebook ? 'Link the Instagram account to a Facebook Page' : 'Make the account professional',
        text: 'In the Instagram app: Settings, Account type and tools. Business or Creator, both work. It is free.',
        page: 'professional',
        button: 'How to switch',
      },
      {
        ...step,
        title: 'Make a Meta app',
        text: 'Sign in at Meta for Developers with any Facebook account and choose Create app. It may stay in development mode for good: for your own accounts nothing has to be reviewed.',
        page: 'apps',
        button: 'Open Meta for Developers',
      },
      {
        ...step,
        title: 'Let the app use your account',
        text: 'In the app: App roles, Roles, Add people. Then accept the invitation on Instagram’s website.',
        page: facebook ? null : 'instagram_apps',
        button: facebook ? '' : 'Open Instagram’s settings',
      },
      {
        ...step,
        title: 'Enter this address',
        text: 'In the login settings, under Valid OAuth Redirect URIs. It must be the same letter for letter; look once more after saving, because Meta may add a slash.',
        copy: redirect,
      },
      { ...step, title: 'Copy the app ID', text: 'It stands on the same page.' },
      { ...step, title: 'If you like: copy the app secret', text: 'Choose Show beside it, and copy it.' },
    ],
  };
}

const signedOut: ExplainedView = {
  title: 'Instagram has signed Fanfold out of this account',
  message: 'The sign-in has ended, and Instagram takes nothing more until there is a new one.',
  cause: 'A sign-in lasts 60 days, and this one was not renewed in time.',
  steps: ['Reconnect the account.', 'Publish again. Fanfold goes on from where it stopped.'],
  who: 'You',
  retry: 'Trying again does not help.',
  source: 'From Fanfold’s catalogue',
  code: 190,
  subcode: 463,
  trace_id: 'AxF3kQ0vWm7rTz9Lp2',
  technical: 'code 190/463 · OAuthException · Error validating access token: Session has expired.',
  remark: 'OAuthException · Error validating access token: Session has expired.',
};

export function fakeExplained(text: string): ExplainedView {
  if (/190|463|token|expired/i.test(text)) return signedOut;
  if (/9004|fetch|2207052/i.test(text))
    return {
      ...signedOut,
      title: 'Instagram could not fetch the photo',
      message: 'The address that Fanfold gave Instagram did not answer with a photo.',
      cause: 'The media host was out of reach, or asked for a sign-in.',
      steps: ['Check the media host in Settings.', 'Publish again.'],
      who: 'Your media host',
      retry: 'Fanfold tries again by itself.',
      code: 9004,
      subcode: 2207052,
      trace_id: null,
      technical: 'code 9004/2207052 · OAuthException · Only photo or video can be accepted as media type.',
      remark: 'OAuthException · Only photo or video can be accepted as media type.',
    };
  return {
    ...signedOut,
    title: 'Fanfold does not know this answer',
    message: 'It is in none of the lists of known errors.',
    cause: '',
    steps: ['Try once more.', 'If it stays, send what you pasted to whoever helps you.'],
    who: 'Instagram',
    retry: 'Trying once more does no harm.',
    source: 'Not in the catalogue',
    code: null,
    subcode: null,
    trace_id: null,
    technical: text.slice(0, 200),
    remark: text.slice(0, 200),
  };
}

const failures = [
  ['token_expired', 'Sign-in', 'The sign-in ends', 'As after 60 days without Fanfold.'],
  ['permission_missing', 'Sign-in', 'A permission is taken back', 'As when someone clicks Remove at Meta.'],
  ['quota', 'Limits', 'The posting limit is reached', 'As after 100 posts in 24 hours.'],
  ['throttle', 'Limits', 'Instagram asks for a pause', 'As after a lot of activity in a short time.'],
  ['fetch', 'Publishing', 'Instagram cannot fetch a photo', 'As when the media host is out of reach.'],
  ['publish_lost', 'Publishing', 'The answer is lost', 'The post is live, but nobody hears of it.'],
  ['offline', 'Connection', 'The connection breaks', 'In the middle of an upload.'],
] as const;

export function fakeRehearsals(some: boolean): RehearsalView[] {
  return failures.map(([id, group, title, text], index) => ({
    id,
    group,
    title,
    text,
    on: some && (index === 0 || index === 4),
  }));
}
