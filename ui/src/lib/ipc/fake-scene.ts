// What is there when the pretended core begins. `?scene=empty|importing|compose|ready|fixed|publishing|failed|live`
// chooses it, and those of `fake-accounts.ts`, `fake-kinds.ts` and `fake-queue.ts`. Never part of the built app.
import { fakeArriving, fakeDraft, fakeFix, fakeLive, fakeSlide, settle } from './fake-draft';
import { fakeKind } from './fake-kinds';
import { fakePost } from './fake-post';
import { queuePosts } from './fake-queue';
import type { DraftView, PostView } from './types';

const caption = `Ten frames from a long weekend: up the ridge before breakfast, down along the stream, and a table waiting at the end of it. 🥐 We were home before dark.

With @northlight.roasters and @millersfield.mill. Which one would you hang on a wall?

#hiking #picosdeeuropa #weekend #fanfold #autumn #ridge #larch #slowtravel #mountains #outdoors #morninglight #coffee`;

export const some = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => fakeSlide(from + index));

export function fakeScene(scene: string): { drafts: Map<string, DraftView>; posts: PostView[] } {
  const drafts = new Map<string, DraftView>();
  let posts: PostView[] = [];
  if (scene !== 'empty') {
    drafts.set('d1', fakeDraft('d1', 'Saturday walk', some(scene === 'compose' ? 8 : 4), caption));
    drafts.set('d2', fakeDraft('d2', 'Tasting flight', some(2, 8), ''));
    drafts.set('d3', fakeDraft('d3', 'Autumn menu', [], ''));
  }
  const plain = drafts.get('d1');
  if (plain) drafts.set('d1', fakeKind(scene, plain));
  const first = drafts.get('d1');
  if (first && scene === 'fixed') {
    const slides = some(7).map(fakeFix);
    drafts.set('d1', { ...settle(first, slides, caption), undo: 'Undo fixing 3 slides' });
  }
  if (first && scene === 'importing') drafts.set('d1', fakeArriving(first, 12, 50));
  if (first && ['publishing', 'failed', 'live', 'signed_out'].includes(scene)) {
    const post = fakePost(first, scene);
    posts = [post];
    const shown = { ...first, post, state_word: post.state_word };
    drafts.set('d1', scene === 'live' ? fakeLive(shown) : shown);
  }

  const [one, two] = [drafts.get('d1'), drafts.get('d2')];
  if (one && two) posts = [...posts, ...queuePosts(scene, one, two)];
  const queued = posts.find((post) => post.draft_id === 'd1');
  if (one && queued && ['queue', 'missed'].includes(scene))
    drafts.set('d1', { ...one, post: queued, state_word: queued.state_word });
  return { drafts, posts };
}
