// What happened to a pretend post, call by call.
import type { TimelineRow, TimelineView } from './types';

const none = { ms: null, http: null, code: null, trace_id: null, request_id: null };
const done = (at: string, words: string, detail = ''): TimelineRow => ({
  ...none,
  at,
  words,
  detail,
  tone: 'calm',
  call: false,
});
const call = (at: string, words: string, ms: number, more: Partial<TimelineRow> = {}): TimelineRow => ({
  at,
  words,
  detail: '',
  tone: 'ready',
  ms,
  http: 200,
  code: null,
  trace_id: `A${at.replaceAll(':', '')}x0vWm7rTz9`,
  request_id: `req-${at.replaceAll(':', '')}`,
  call: true,
  ...more,
});

export function fakeTimeline(post_id: string): TimelineView {
  return {
    post_id,
    sentence: '8 calls in 21 seconds, 1 tried again',
    rows: [
      done('09:31:02', 'Checked', '4 slides'),
      done('09:31:03', 'Prepared', 'No changes'),
      call('09:31:03', 'Create slide 1 of 4', 1120),
      call('09:31:03', 'Create slide 2 of 4', 1240),
      call('09:31:04', 'Create slide 3 of 4', 1902, {
        tone: 'fix',
        http: 500,
        code: -1,
        detail: 'Instagram was busy. Tried again after 2 seconds.',
      }),
      call('09:31:08', 'Create slide 3 of 4', 980),
      call('09:31:08', 'Create slide 4 of 4', 1310),
      call('09:31:10', 'Create the carousel', 640),
      done('09:31:11', 'Intent to publish written down', 'From here on it is sent once'),
      call('09:31:12', 'Publish', 2400),
      call('09:31:23', 'Look at the post', 210),
      done('09:31:23', 'Live'),
    ],
  };
}
