// The schedule and the queue, pretended, for `npm run dev` in a plain browser and for tests. Never part of the built app.
// Scenes: `queue` (something in every group), `missed`, `paused`, `offline`, `twin` (the draft was published before),
// `slots` (the account has weekly slots).
import type { QueueCore } from './core';
import { days, distance, fakeSaid, now, said, slotTimes, zone } from './fake-time';
import { fakeTimeline } from './fake-timeline';
import { fakePost, finishPost } from './fake-post';
import type {
  AccountView,
  Civil,
  DraftView,
  Event,
  PausedAccount,
  PostView,
  QueueView,
  SlotInput,
} from './types';

export interface Around {
  tell: (event: Event) => void;
  later: () => Promise<void>;
  posts: () => PostView[];
  get: (draft: string) => DraftView;
  show: (post: PostView) => PostView;
  run: (post: PostView) => Promise<void>;
  account: () => AccountView | null;
  accounts: () => AccountView[];
}

const week: SlotInput[] = [
  ...[1, 2, 3, 4, 5].map((day) => ({ day, time: '09:00' })),
  { day: 3, time: '18:30' },
  { day: 6, time: '11:00' },
];

export function fakeScheduled(draft: DraftView, at: Civil): PostView {
  const post = fakePost(draft, 'publishing');
  return {
    ...post,
    state: 'scheduled',
    state_word: 'Scheduled',
    tone: 'calm',
    sentence: `${said(at)}, ${distance(at)}`,
    steps: post.steps.map((step) => ({ ...step, state: 'todo', detail: '', progress: 0 })),
    slides: post.slides.map((slide) => ({ ...slide, state: 'todo' })),
    due: `${at}:00Z`,
    due_civil: at,
    until: said(at),
    can_reschedule: true,
    can_publish_now: true,
  };
}

export function fakeMissed(draft: DraftView): PostView {
  return {
    ...fakeScheduled(draft, now),
    state: 'needs_attention',
    state_word: 'Missed',
    tone: 'fix',
    sentence: 'Due today at 09:00.',
    until: null,
    due: null,
    due_civil: null,
    missed: 'This post was due today at 09:00, and Fanfold was not running. Nothing was posted.',
  };
}

/** What a scene begins with, besides the drafts. */
export function queuePosts(scene: string, draft: DraftView, other: DraftView): PostView[] {
  if (scene === 'missed') return [fakeMissed(draft)];
  if (scene !== 'queue') return [];
  const named = (post: PostView, id: string, title: string, account = 'practice'): PostView => ({
    ...post,
    id,
    title,
    account,
    draft_id: other.id,
  });
  return [
    fakePost(draft, 'failed'),
    named(fakeMissed(other), 'p-missed', 'Tasting flight'),
    named(fakePost(draft, 'publishing'), 'p-now', 'Dahlia week'),
    named(fakeScheduled(draft, '2026-11-22T18:00'), 'p-s1', 'Evening row, last boats'),
    named(fakeScheduled(other, '2026-11-23T09:00'), 'p-s2', 'Two left'),
    named(fakeScheduled(draft, '2026-11-25T18:30'), 'p-s3', 'The last tall one'),
    named(finishPost(fakePost(other, 'live')), 'p-live', 'Midweek flat white'),
  ];
}

export function fakeQueue(scene: string, around: Around): QueueCore {
  const { later, posts, get, show, tell } = around;
  const own = new Map<string, SlotInput[]>();
  const slotsOf = (account: string) =>
    own.get(account) ?? (['slots', 'queue', 'twin'].includes(scene) ? week : []);
  let paused: PausedAccount[] =
    scene === 'paused' || scene === 'queue'
      ? [
          {
            account_id: 'practice',
            username: 'practice',
            reason: 'Instagram has seen a lot of activity from this account and asks for a pause.',
            until: 'at 14:32',
            by_person: false,
          },
        ]
      : [];
  let autostart = false;

  const taken = () => posts().flatMap((post) => post.due_civil ?? []);
  const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
  const state = (): QueueView => {
    const list = posts();
    const count = (...states: PostView['state'][]) =>
      list.filter((post) => states.includes(post.state)).length;
    const next = list.filter((post) => post.due).sort((a, b) => (a.due ?? '').localeCompare(b.due ?? ''))[0];
    const scheduled = count('scheduled');
    const when = next?.due_civil ? said(next.due_civil) : '';
    return {
      sentence: scheduled > 0 ? `${many(scheduled, 'post')} scheduled, next ${when}` : 'Nothing is waiting',
      running: count('publishing', 'checking'),
      scheduled,
      waiting: count('waiting'),
      attention: count('needs_attention', 'failed'),
      offline: scene === 'offline',
      next: next ? { post_id: next.id, title: next.title, account: next.account, when } : null,
      paused,
    };
  };
  const mine = (draft: string) => posts().find((post) => post.draft_id === draft && post.due_civil);
  const moved = (post: PostView) => {
    const shown = show(post);
    tell({ type: 'queue', queue: state() });
    return shown;
  };
  const of = (id: string): PostView => {
    const post = posts().find((other) => other.id === id);
    if (!post)
      throw {
        code: 'post_gone',
        message: 'This post is no longer here.',
        hint: null,
        retry_at: null,
        details: null,
      };
    return post;
  };
  const schedule = async (draft: DraftView, at: Civil, id?: string) => {
    await later();
    const { problem } = fakeSaid(at, []);
    if (problem) throw { code: 'not_now', message: problem, hint: null, retry_at: null, details: null };
    const post = fakeScheduled(draft, at);
    return moved({ ...post, id: id ?? post.id });
  };
  const pause = (account: string, on: boolean) => {
    const name = around.accounts().find((one) => one.id === account)?.username ?? account;
    paused = paused.filter((one) => one.account_id !== account);
    if (on)
      paused = [
        ...paused,
        { account_id: account, username: name, reason: 'You paused it', until: null, by_person: true },
      ];
    const queue = state();
    tell({ type: 'queue', queue });
    return queue;
  };
  const slotsView = (account: string) => {
    const slots = slotsOf(account);
    return {
      account_id: account,
      zone,
      days: days.map((label, index) => ({
        day: index + 1,
        label,
        times: slots.flatMap((slot) => (slot.day === index + 1 ? slot.time : [])).sort(),
      })),
      sentence: slots.length > 0 ? `${many(slots.length, 'slot')} a week` : 'No slots yet',
    };
  };

  return {
    queueState: async () => state(),
    queuePause: async (account) => pause(account, true),
    queueResume: async (account) => pause(account, false),
    async scheduleOptions(draft) {
      await later();
      const account = around.account()?.id ?? 'practice';
      const [next_slot = null, ...later_slots] = slotTimes(slotsOf(account), taken(), 6);
      return {
        account: around.account()?.username ?? 'practice',
        zone,
        now,
        suggested: mine(draft)?.due_civil ?? next_slot?.at ?? '2026-11-22T12:30',
        next_slot,
        later_slots,
        has_slots: slotsOf(account).length > 0,
        upcoming: posts()
          .filter((post) => post.due_civil)
          .sort((a, b) => (a.due ?? '').localeCompare(b.due ?? ''))
          .map((post) => ({ title: post.title, when: said(post.due_civil ?? now) })),
      };
    },
    async scheduleSay(draft, at) {
      await later();
      const own = mine(draft)?.due_civil;
      return fakeSaid(
        at,
        taken().filter((other) => other !== own),
      );
    },
    schedule: (draft, at) => schedule(get(draft), at),
    async scheduleNextSlot(draft) {
      const [next] = slotTimes(slotsOf(around.account()?.id ?? 'practice'), taken(), 1);
      if (!next)
        throw {
          code: 'not_now',
          message: 'This account has no slots.',
          hint: 'Add some in Settings.',
          retry_at: null,
          details: null,
        };
      return schedule(get(draft), next.at);
    },
    async reschedule(post, at) {
      await later();
      const old = of(post);
      const next = fakeScheduled(get(old.draft_id ?? ''), at);
      return moved({ ...next, id: old.id, title: old.title, account: old.account });
    },
    async publishNow(post) {
      const old = of(post);
      const next = { ...fakePost(get(old.draft_id ?? ''), 'publishing'), id: old.id, title: old.title };
      void around.run(moved(next));
      return next;
    },
    async slots(account) {
      await later();
      return slotsView(account);
    },
    async setSlots(account, slots) {
      await later();
      own.set(account, slots);
      return slotsView(account);
    },
    async duplicates(draft) {
      await later();
      if (scene !== 'twin') return [];
      return [
        {
          post_id: 'p-old',
          title: 'Saturday walk',
          account: 'practice',
          when: 'yesterday at 09:31',
          state_word: 'Published',
          why: `The same ${get(draft).slides.length} pictures and nearly the same caption`,
          permalink: 'http://127.0.0.1:4711/p/C1/',
          thumb_url: get(draft).slides[0]?.thumb_url ?? null,
        },
      ];
    },
    async postTimeline(post) {
      await later();
      return fakeTimeline(post);
    },
    postTimelineExport: async () => 'saturday-walk-timeline.json',
    supportBundle: async () => 'fanfold-support.zip',
    autostart: async () => autostart,
    setAutostart: async (on) => (autostart = on),
    async settingChoices() {
      return {
        graph_versions: ['v25.0', 'v24.0', 'v23.0'],
        languages: [
          { id: '', label: 'English, as Meta sends by default' },
          { id: 'de_DE', label: 'Deutsch' },
          { id: 'es_ES', label: 'Español' },
        ],
      };
    },
    async quit() {},
    async stay() {},
  };
}
