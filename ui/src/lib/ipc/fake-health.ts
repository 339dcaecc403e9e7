// How a pretend account stands, for `npm run dev` in a plain browser and for tests.
import type { AccountView, CallView, HealthView, PermissionView } from './types';

const permissions: PermissionView[] = (
  [
    ['instagram_manage_comments', 'Comments', 'Needed for the first comment', false, 'missing'],
    ['instagram_basic', 'Read profile', 'Needed to see who you are', true, 'granted'],
    ['instagram_content_publish', 'Publish posts', 'Needed to publish', true, 'granted'],
    ['pages_show_list', 'See your Pages', 'Needed to find the account', true, 'granted'],
    ['pages_read_engagement', 'Find pages and locations', 'Needed to tag a place', false, 'granted'],
  ] as const
).map(([name, label, purpose, needed, state]) => ({ name, label, purpose, needed, state }));

const calls = [
  ['09:40:12', 'Read posting limit', '210 ms', 'ready', 'OK', '200', null],
  ['09:38:54', 'Check carousel', '640 ms', 'ready', 'OK', '200', null],
  ['09:38:31', 'Create slide 4 of 8', '1.9 s', 'fix', 'Tried again', '-1 / 2207001', 'AxF3kQ0vWm7rTz9Lp2'],
  ['08:15:03', 'Publish', '2.4 s', 'ready', 'OK', '200', null],
  ['06:02:47', 'Create slide 3 of 8', '30.0 s', 'block', 'No answer', '-2 / 2207003', 'AqL81mWzz0P4xB7nR5'],
  ['06:02:17', 'Check slide 3', '580 ms', 'ready', 'OK', '200', null],
  ['06:01:58', 'Upload slide 3', '12.2 s', 'ready', 'OK', '200', null],
  ['06:01:41', 'Create slide 2 of 8', '1.1 s', 'ready', 'OK', '200', null],
  ['06:01:38', 'Create slide 1 of 8', '1.2 s', 'ready', 'OK', '200', null],
  ['05:58:20', 'Renew sign-in', '430 ms', 'ready', 'OK', '200', null],
] as const;
const log: CallView[] = calls.map(([time, what, took, tone, result, code, trace_id], index) => ({
  id: `c${index}`,
  time,
  what,
  took,
  tone,
  result,
  code,
  trace_id,
}));

export function fakeHealth(account: AccountView, fresh: boolean): HealthView {
  const well: HealthView = {
    account,
    tone: 'ready',
    headline: 'Everything you need to publish works.',
    sentence: 'First comments are off until you allow them, and you will need to sign in again by 9 January.',
    sign_in: {
      tone: 'ready',
      figure: '52',
      unit: 'of 60 days left',
      left: 52 / 60,
      note: 'Fanfold renews it by itself on 9 January.',
      can_renew: true,
    },
    quota: { used: 37, total: 100, line: '63 left.', reported: 'Reported by Instagram 09:40' },
    budget: [
      { label: 'Calls', percent: 12, tone: 'calm' },
      { label: 'Processor time', percent: 84, tone: 'near' },
      { label: 'Total time', percent: 7, tone: 'calm' },
    ],
    budget_note: 'As Instagram said at 09:40.',
    permissions,
    permissions_line: '4 of 5',
    facts: [
      { label: 'Account type', value: 'Business' },
      { label: 'Page', value: 'Blue House Bakery' },
      { label: 'Signed in', value: '10 November, 08:04' },
      { label: 'API version', value: 'v25.0' },
    ],
    log,
    checked: fresh ? 'Checked just now' : 'Checked 2 minutes ago',
    paused: null,
  };
  if (!account.problem)
    return account.practice
      ? {
          ...well,
          sentence: '',
          sign_in: {
            ...well.sign_in,
            figure: 'No end',
            unit: '',
            left: null,
            note: 'It belongs to this computer.',
            can_renew: false,
          },
          permissions: permissions.map((one) => ({ ...one, state: 'granted' })),
          permissions_line: '5 of 5',
          facts: [{ label: 'Account type', value: 'Practice, on this computer' }],
        }
      : well;
  return {
    ...well,
    tone: 'block',
    headline: 'Nothing can be published until you sign in again.',
    sentence: 'Instagram has signed Fanfold out of this account. Your drafts are all here.',
    sign_in: {
      tone: 'block',
      figure: 'Ended',
      unit: 'this morning at 08:04',
      left: 0,
      note: 'Only a new sign-in helps; nothing of yours is lost.',
      can_renew: false,
    },
    quota: null,
    budget: [],
    budget_note: 'Instagram has not been asked yet.',
    permissions: permissions.map((one) => ({ ...one, state: 'unknown' })),
    permissions_line: '',
    log: [],
    checked: fresh ? 'Checked just now' : 'Not checked yet',
    paused: 'Instagram asked for a pause. Fanfold sends nothing until 10:15.',
  };
}
