// A pretend publish for `fake.ts`.
import type { DraftView, ErrorCard, PostView, StepState } from './types';

const plan = [
  ['check', 'Check'],
  ['prepare', 'Prepare'],
  ['upload', 'Upload'],
  ['process', 'Process'],
  ['publish', 'Publish'],
  ['verify', 'Live'],
] as const;

const error: ErrorCard = {
  title: 'Instagram could not fetch slide 3',
  message: 'Your connection paused for a moment while Instagram was reading it.',
  posted: 'Nothing was posted. The other 3 slides are already there.',
  steps: [
    'Check that this computer is online.',
    'Fanfold goes on from where it stopped. Nothing is sent twice.',
  ],
  action: 'retry',
  button: 'Try slide 3 again',
  item: 3,
  details: {
    code: 9004,
    subcode: 2207052,
    trace_id: 'AxF3kQ0vWm7rTz9Lp2',
    technical: 'code 9004/2207052 · OAuthException · Only photo or video can be accepted as media type.',
    remark: 'OAuthException · Only photo or video can be accepted as media type.',
  },
};

const signedOut: ErrorCard = {
  ...error,
  title: 'Instagram has signed Fanfold out of this account',
  message: 'It asks for a fresh sign-in every 60 days, and this one ran out this morning.',
  posted: 'Nothing was posted, and your 4 slides are already uploaded.',
  steps: [
    'Sign in again. It takes about a minute.',
    'Fanfold publishes from where it stopped. Nothing is sent twice.',
  ],
  action: 'reconnect',
  button: 'Reconnect @fern.and.field',
  item: null,
  details: {
    code: 190,
    subcode: 463,
    trace_id: 'AxF3kQ0vWm7rTz9Lp2',
    technical: 'code 190/463 · OAuthException · Error validating access token: Session has expired.',
    remark: 'OAuthException · Error validating access token: Session has expired.',
  },
};

export function fakePost(draft: DraftView, scene: string): PostView {
  const at = 2;
  const real = scene === 'signed_out';
  const failed = scene === 'failed' || real;
  const state = (index: number): StepState =>
    index < at ? 'done' : index > at ? 'todo' : failed ? 'failed' : 'now';
  const total = draft.slides.length;
  const post: PostView = {
    id: `p-${draft.id}`,
    draft_id: draft.id,
    title: draft.title,
    account: real ? 'fern.and.field' : 'practice',
    practice: !real,
    state: 'publishing',
    state_word: 'Publishing',
    tone: 'working',
    steps: plan.map(([id, label], index) => ({
      id,
      label,
      detail:
        index === 0 ? `${total} slides` : index === 1 ? 'No changes' : index === 2 ? `2 of ${total}` : '',
      state: state(index),
      progress: index === at ? 0.5 : 0,
    })),
    slides: draft.slides.map((slide, index) => ({
      thumb_url: slide.thumb_url ?? '',
      state: index < 2 ? 'done' : index === 2 ? (failed ? 'failed' : 'now') : 'todo',
      spoken: `Slide ${index + 1}`,
    })),
    sentence: `Uploading 3 of ${total}`,
    can_cancel: true,
    result: null,
    error: null,
    until: null,
    updated_at: '2026-11-22T09:31:00Z',
    account_id: real ? 'a2' : 'practice',
    due: null,
    due_civil: null,
    can_reschedule: false,
    can_publish_now: false,
    can_retry: false,
    missed: null,
    kind_word: total > 1 ? `Carousel, ${total} slides` : 'Photo',
  };
  if (failed)
    return {
      ...post,
      state: 'needs_attention',
      state_word: 'Not published',
      tone: 'block',
      sentence: 'Stopped at 09:31',
      can_cancel: false,
      can_retry: true,
      can_reschedule: true,
      error: real ? signedOut : error,
    };
  return scene === 'live' ? finishPost(post) : post;
}

export function finishPost(post: PostView): PostView {
  return {
    ...post,
    state: 'published',
    state_word: 'Published',
    tone: 'ready',
    sentence: 'Live since 09:31',
    can_cancel: false,
    error: null,
    steps: post.steps.map((step) => ({ ...step, state: 'done', progress: 1 })),
    slides: post.slides.map((slide) => ({ ...slide, state: 'done' })),
    result: {
      permalink: 'http://127.0.0.1:4711/p/C1/',
      media_id: '17900000000000001',
      when: 'Today at 09:31',
    },
  };
}

/** One more thing happened: a slide arrived, or the next step began. */
export function nextStep(post: PostView): PostView {
  const waiting = post.slides.findIndex((slide) => slide.state !== 'done');
  const total = post.slides.length;
  if (waiting >= 0) {
    const slides = post.slides.map((slide, index) =>
      index === waiting
        ? { ...slide, state: 'done' as const }
        : index === waiting + 1
          ? { ...slide, state: 'now' as const }
          : slide,
    );
    const part = (waiting + 1) / total;
    const steps = post.steps.map((step) =>
      step.state === 'now' ? { ...step, detail: `${waiting + 1} of ${total}`, progress: part } : step,
    );
    return { ...post, slides, steps, sentence: `Uploading ${Math.min(waiting + 2, total)} of ${total}` };
  }
  const now = post.steps.findIndex((step) => step.state === 'now');
  if (now < 0 || now >= 4) return finishPost(post);
  return {
    ...post,
    can_cancel: now < 3,
    sentence: now < 3 ? 'Instagram is looking at the slides' : 'Publishing',
    steps: post.steps.map((step, index) =>
      index === now
        ? { ...step, state: 'done', progress: 1 }
        : index === now + 1
          ? { ...step, state: 'now', progress: 0.5 }
          : step,
    ),
  };
}
