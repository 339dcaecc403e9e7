// The core, pretended, for `npm run dev` in a plain browser and for tests. Never part of the built app.
// `?scene=` chooses what is on screen: see `fake-scene.ts`.
import type { Core } from './core';
import { fakeAccounts, practice } from './fake-accounts';
import { fakeCaption, fakeDraft, fakeFix, fakeLive, fakeSlide, fakeSummary, settle } from './fake-draft';
import { edited, mended, turned } from './fake-edit';
import { fakePost, nextStep } from './fake-post';
import { fakeQueue } from './fake-queue';
import { fakeScene, some } from './fake-scene';
import { fakeWords } from './fake-words';
import type {
  CaptionTold,
  ClipToolView,
  DraftView,
  DropHover,
  Event,
  FeedPost,
  PostView,
  Session,
  Settings,
  SlideView,
} from './types';

export function fakeCore(scene = 'compose', wait = 30): Core {
  const hearers = new Set<(event: Event) => void>();
  const hovers = new Set<(hover: DropHover) => void>();
  const tell = (event: Event) => hearers.forEach((hear) => hear(event));
  const later = () => new Promise<void>((done) => setTimeout(done, wait));
  const gone = {
    code: 'draft_gone',
    message: 'This draft is no longer here.',
    hint: null,
    retry_at: null,
    details: null,
  };

  const begun = fakeScene(scene);
  const { drafts } = begun;
  const deleted = new Map<string, DraftView>();
  const past = new Map<string, { name: string; draft: DraftView }[]>();
  const future = new Map<string, { name: string; draft: DraftView }[]>();
  let { posts } = begun;
  let cancelled = false;
  const accounts = fakeAccounts(scene, tell, wait);
  let settings: Settings = {
    theme: 'system',
    rules: 'instagram',
    allow_three_four: false,
    missed: 'ask',
    keep_running: true,
    notifications: true,
    graph_version: 'v25.0',
    message_language: '',
    language: 'system',
  };

  let clipTool: ClipToolView = { ready: true, line: 'ffmpeg 5.1.9', chosen: false };

  const session = (): Session => ({
    platform: 'linux',
    first_start: accounts.list().length === 0 && drafts.size === 0,
    account: accounts.chosen(),
    accounts: accounts.list(),
    drafts: [...drafts.values()].map(fakeSummary),
    drafts_total: drafts.size,
    open: drafts.get('d1') ?? null,
    settings,
    version: '0.1.0',
  });

  const get = (id: string): DraftView => {
    const draft = drafts.get(id);
    if (!draft) throw gone;
    return draft;
  };
  const label = (verb: string, name: string | undefined) => (name ? `${verb} ${name.toLowerCase()}` : null);
  const tellDrafts = () =>
    tell({ type: 'drafts', drafts: [...drafts.values()].map(fakeSummary), total: drafts.size });
  const put = (draft: DraftView): DraftView => {
    const named = {
      ...draft,
      undo: label('Undo', past.get(draft.id)?.at(-1)?.name),
      redo: label('Redo', future.get(draft.id)?.at(-1)?.name),
    };
    drafts.set(draft.id, named);
    tell({ type: 'draft', draft: named });
    tellDrafts();
    return named;
  };
  const remember = (draft: DraftView, name: string) => {
    const steps = past.get(draft.id) ?? [];
    if (!(name === 'Caption' && steps.at(-1)?.name === name)) steps.push({ name, draft });
    past.set(draft.id, steps);
    future.set(draft.id, []);
  };

  const isFixedClip = (slide: SlideView) => slide.clip !== null && slide.fixed !== null;
  /** A clip takes its time for another shape, and long enough to be stopped. Then it is to be fixed again. */
  const remake = async (id: string) => {
    cancelled = false;
    for (let percent = 0; percent < 100 && !cancelled; percent += 25) {
      const fixing = { done: 0, total: 1, percent, seconds_left: (100 - percent) / 5 };
      put({ ...get(id), revision: get(id).revision + 1, fixing });
      await new Promise((ready) => setTimeout(ready, Math.max(10, wait) * 20));
    }
    const draft = { ...get(id), fixing: null };
    const unmade = (slide: SlideView): SlideView =>
      isFixedClip(slide) ? { ...slide, state: 'fixable', word: 'Shape', can_fix: true, fixed: null } : slide;
    put(settle(draft, cancelled ? draft.slides.map(unmade) : draft.slides, draft.caption.text));
  };

  const addSlides = (id: string, count: number) => {
    const draft = get(id);
    remember(draft, `Add ${count} slides`);
    const start = draft.slides.length;
    const more = some(count, start);
    put(settle(draft, [...draft.slides, ...more], draft.caption.text));
  };

  const showPost = (post: PostView) => {
    posts = [post, ...posts.filter((other) => other.id !== post.id)];
    tell({ type: 'post', post });
    const draft = drafts.get(post.draft_id ?? '');
    if (draft) {
      const next = { ...draft, revision: draft.revision + 1, post, state_word: post.state_word };
      put(post.result ? fakeLive(next) : next);
    }
    return post;
  };
  const run = async (post: PostView) => {
    let now = post;
    for (let step = 0; step < 40 && !cancelled; step += 1) {
      await new Promise((done) => setTimeout(done, wait * 10));
      if (cancelled) return;
      now = nextStep(now);
      showPost(now);
      if (now.state === 'published') return;
    }
  };

  const queue = fakeQueue(scene, {
    tell,
    later,
    posts: () => posts,
    get,
    show: showPost,
    run: (post) => {
      cancelled = false;
      return run(post);
    },
    account: () => accounts.chosen(),
    accounts: () => accounts.list(),
  });

  const told = (view: DraftView): CaptionTold => {
    const { revision, caption_revision, state_word, caption, first_comment, readiness } = view;
    const { undo, redo, saved, save_failed } = view;
    return {
      ...{ revision, caption_revision, state_word, caption, first_comment, readiness },
      ...{ undo, redo, saved, save_failed },
    };
  };

  return {
    ...accounts.core,
    ...queue,
    ...fakeWords(),
    async session() {
      await later();
      return session();
    },
    async speak() {},
    async usePractice() {
      await later();
      return accounts.put(practice);
    },
    async setSettings(next) {
      settings = next;
      return settings;
    },
    clipTool: async () => clipTool,
    clipToolChoose: async () => (clipTool = { ready: true, line: 'ffmpeg 7.1', chosen: true }),
    clipToolFound: async () => (clipTool = { ready: true, line: 'ffmpeg 5.1.9', chosen: false }),
    async copyText() {},
    async draftNew() {
      const id = `d${Date.now()}`;
      return put(fakeDraft(id, '', [], ''));
    },
    async draftDuplicate(id) {
      await later();
      const draft = get(id);
      const slides = draft.slides.map((slide, index) => ({
        ...slide,
        id: `${slide.id}-${Date.now()}-${index}`,
      }));
      const title = draft.title ? `${draft.title} 2` : '';
      const copy = {
        ...draft,
        id: `d${Date.now()}`,
        title,
        undo: null,
        redo: null,
        post: null,
        state_word: 'Draft',
      };
      return put(settle(copy, slides, draft.caption.text));
    },
    async draftOpen(id) {
      return get(id);
    },
    async draftDelete(id) {
      deleted.set(id, get(id));
      drafts.delete(id);
      tellDrafts();
    },
    async draftRestore(id) {
      const draft = deleted.get(id);
      if (!draft) throw gone;
      return put(draft);
    },
    async draftEdit(id, edit) {
      await later();
      const draft = get(id);
      const next = edited(draft, edit);
      remember(draft, next.name);
      const now = put(next.draft);
      if (edit.type === 'set_shape' && now.slides.some(isFixedClip)) void remake(id);
      return now;
    },
    async captionWrite(id, text) {
      await later();
      const draft = get(id);
      remember(draft, 'Caption');
      return told(put(settle(draft, draft.slides, text)));
    },
    async commentWrite(id, text) {
      await later();
      const draft = get(id);
      remember(draft, 'First comment');
      const next = { ...draft, first_comment: fakeCaption(text) };
      return told(put(settle(next, draft.slides, draft.caption.text)));
    },
    async draftUndo(id) {
      const draft = get(id);
      const step = past.get(id)?.pop();
      if (!step) return draft;
      future.set(id, [...(future.get(id) ?? []), { name: step.name, draft }]);
      return put({ ...step.draft, revision: draft.revision + 1 });
    },
    async draftRedo(id) {
      const draft = get(id);
      const step = future.get(id)?.pop();
      if (!step) return draft;
      past.set(id, [...(past.get(id) ?? []), { name: step.name, draft }]);
      return put({ ...step.draft, revision: draft.revision + 1 });
    },
    async dropTake() {},
    async draftsFind(text) {
      const wanted = text.trim().toLowerCase();
      const has = (draft: DraftView) => `${draft.title} ${draft.caption.text}`.toLowerCase().includes(wanted);
      return [...drafts.values()].filter(has).map(fakeSummary);
    },
    async slideTurn(id, slides, quarters) {
      const draft = get(id);
      remember(draft, 'Turn');
      const next = draft.slides.map((s) => (slides.includes(s.id) ? turned(s, quarters) : s));
      return put(settle(draft, next, draft.caption.text));
    },
    async fixLike(id) {
      const draft = get(id);
      remember(draft, 'Apply to all');
      return put(settle(draft, draft.slides.map(fakeFix), draft.caption.text));
    },
    async slidesPick(id) {
      addSlides(id, 3);
      return true;
    },
    async slidesPaste(id) {
      addSlides(id, 1);
      return true;
    },
    async slideReplace(id, slide) {
      const draft = get(id);
      remember(draft, 'Replace photo');
      const next = draft.slides.map((s) => (s.id === slide ? { ...fakeSlide(8), id: slide } : s));
      put(settle(draft, next, draft.caption.text));
      return true;
    },
    async fixSlide(id, slide) {
      const draft = get(id);
      remember(draft, 'Fix 1 slide');
      const next = draft.slides.map((s) => (s.id === slide ? fakeFix(s) : s));
      return put(settle(draft, next, draft.caption.text));
    },
    async fixAll(id) {
      cancelled = false;
      const before = get(id);
      const todo = before.slides.filter((slide) => slide.state === 'fixable');
      const total = todo.length;
      for (let done = 0; done < total && !cancelled; done += 1) {
        put({
          ...before,
          revision: before.revision + done,
          fixing: { done, total, percent: 0, seconds_left: 0 },
        });
        await new Promise((ready) => setTimeout(ready, wait * 20));
      }
      const now = { ...before, revision: before.revision + total };
      if (cancelled) return put({ ...now, revision: now.revision + 1, fixing: null });
      remember(before, `Fix ${total} slides`);
      return put(settle(now, before.slides.map(fakeFix), before.caption.text));
    },
    async fixWith(id, slide, choice) {
      const draft = get(id);
      const own = draft.slides.find((other) => other.id === slide);
      if (!own) throw gone;
      const parts = choice.type === 'split' ? choice.parts : 1;
      if (draft.slides.length - 1 + parts > draft.max_slides)
        throw { ...gone, code: 'not_now', message: `There is no room for ${parts} slides.` };
      const { name, made } = mended(own, choice);
      remember(draft, name);
      const next = draft.slides.flatMap((other) => (other.id === slide ? made : [other]));
      return put(settle(draft, next, draft.caption.text));
    },
    async splitPost(id) {
      const draft = get(id);
      remember(draft, 'Move slides to other drafts');
      return put(settle(draft, draft.slides.slice(0, draft.max_slides), draft.caption.text));
    },
    async importCancel() {},
    async rulePassport() {
      return {
        limit: '0.8 to 1.91 width ÷ height',
        since: '11 September 2026',
        source: 'Meta, IG User Media reference: 4:5 to 1.91:1',
        sure: 'Sure: it is written down.',
        disagree: 'Error 36003/2207009 names the range that Instagram enforces.',
      };
    },
    async fixCancel() {
      cancelled = true;
    },
    async publish(id) {
      cancelled = false;
      const post = showPost(fakePost(get(id), 'publishing'));
      void run(post);
      return post;
    },
    async postCancel(id) {
      cancelled = true;
      const post = posts.find((other) => other.id === id);
      if (!post) throw gone;
      return showPost({
        ...post,
        state: 'cancelled',
        state_word: 'Not published',
        tone: 'calm',
        sentence: 'Cancelled. Nothing was posted.',
        can_cancel: false,
        steps: post.steps.map((step) => (step.state === 'now' ? { ...step, state: 'todo' } : step)),
      });
    },
    async openPost() {},
    async postRetry(id) {
      cancelled = false;
      const post = posts.find((other) => other.id === id);
      if (!post) throw gone;
      const again = showPost({ ...fakePost(get(post.draft_id ?? ''), 'publishing'), id });
      void run(again);
      return again;
    },
    async activity() {
      return posts;
    },
    async practiceFeed(): Promise<FeedPost[]> {
      return ['d1', 'd2'].flatMap((id) => {
        const draft = drafts.get(id);
        if (!draft) return [];
        return [
          {
            id,
            username: 'practice',
            caption: draft.caption.text,
            when: 'Today at 09:41',
            permalink: 'http://127.0.0.1/p/1',
            pictures: draft.slides.flatMap((slide) => slide.picture_url ?? []),
          },
        ];
      });
    },
    async onChange(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    async onDropHover(hear) {
      hovers.add(hear);
      return () => hovers.delete(hear);
    },
    async onClosing() {
      return () => {};
    },
    async onOpenPost() {
      return () => {};
    },
    frameTheme() {},
    zoom() {},
    minimise() {},
    maximise() {},
    close() {},
  };
}
