// The core, pretended, for `npm run dev` in a plain browser and for tests. Never part of the built app.
// `?scene=empty|importing|compose|ready|fixed|publishing|failed|live` chooses what is on screen, and those of
// `fake-accounts.ts`.
import type { Core } from './core';
import { fakeAccounts, practice } from './fake-accounts';
import { fakeDraft, fakeArriving, fakeFix, fakeLive, fakeSlide, fakeSummary, settle } from './fake-draft';
import { fakePost, nextStep } from './fake-post';
import type { ClipToolView, DraftView, DropHover, Edit, Event, FeedPost, PostView, Session } from './types';

const caption = `Ten frames from a long weekend: up the ridge before breakfast, down along the stream, and a table waiting at the end of it. 🥐 We were home before dark.

With @northlight.roasters and @millersfield.mill. Which one would you hang on a wall?

#hiking #picosdeeuropa #weekend #fanfold #autumn #ridge #larch #slowtravel #mountains #outdoors #morninglight #coffee`;

const some = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => fakeSlide(from + index));

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

  const empty = scene === 'empty';
  const drafts = new Map<string, DraftView>();
  const deleted = new Map<string, DraftView>();
  const past = new Map<string, { name: string; draft: DraftView }[]>();
  const future = new Map<string, { name: string; draft: DraftView }[]>();
  let posts: PostView[] = [];
  let cancelled = false;
  const accounts = fakeAccounts(scene, tell, wait);
  let settings: Session['settings'] = { theme: 'system', rules: 'instagram', allow_three_four: false };

  if (!empty) {
    drafts.set('d1', fakeDraft('d1', 'Saturday walk', some(scene === 'compose' ? 8 : 4), caption));
    drafts.set('d2', fakeDraft('d2', 'Tasting flight', some(2, 8), ''));
    drafts.set('d3', fakeDraft('d3', 'Autumn menu', [], ''));
  }
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

  let clipTool: ClipToolView = { ready: true, line: 'ffmpeg 5.1.9', chosen: false };

  const session = (): Session => ({
    platform: 'linux',
    first_start: accounts.list().length === 0 && drafts.size === 0,
    account: accounts.chosen(),
    accounts: accounts.list(),
    drafts: [...drafts.values()].map(fakeSummary),
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
  const put = (draft: DraftView): DraftView => {
    const named = {
      ...draft,
      undo: label('Undo', past.get(draft.id)?.at(-1)?.name),
      redo: label('Redo', future.get(draft.id)?.at(-1)?.name),
    };
    drafts.set(draft.id, named);
    tell({ type: 'draft', draft: named });
    tell({ type: 'drafts', drafts: [...drafts.values()].map(fakeSummary) });
    return named;
  };
  const remember = (draft: DraftView, name: string) => {
    const steps = past.get(draft.id) ?? [];
    if (!(name === 'Caption' && steps.at(-1)?.name === name)) steps.push({ name, draft });
    past.set(draft.id, steps);
    future.set(draft.id, []);
  };

  function apply(draft: DraftView, edit: Edit): { name: string; draft: DraftView } {
    const { slides } = draft;
    const text = draft.caption.text;
    switch (edit.type) {
      case 'set_title':
        return { name: 'Title', draft: { ...draft, title: edit.title, revision: draft.revision + 1 } };
      case 'move_slide': {
        const moved = slides.find((slide) => slide.id === edit.slide);
        const rest = slides.filter((slide) => slide.id !== edit.slide);
        if (moved) rest.splice(edit.to, 0, moved);
        return { name: `Move slide ${moved?.position ?? ''}`, draft: settle(draft, rest, text) };
      }
      case 'remove_slides': {
        const rest = slides.filter((slide) => !edit.slides.includes(slide.id));
        return { name: `Remove ${edit.slides.length} slides`, draft: settle(draft, rest, text) };
      }
      case 'set_alt': {
        const next = slides.map((s) => (s.id === edit.slide ? { ...s, alt_text: edit.text } : s));
        return { name: 'Alt text', draft: settle(draft, next, text) };
      }
      case 'set_shape': {
        const shape = { ...draft.shape, chosen: edit.shape, effective: edit.shape };
        return { name: 'Shape', draft: settle({ ...draft, shape }, slides, text) };
      }
      case 'clear_fix': {
        const next = slides.map((s) => (s.id === edit.slide ? { ...s, fixed: null } : s));
        return { name: 'Undo a fix', draft: settle(draft, next, text) };
      }
    }
  }

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
      now = nextStep(now);
      showPost(now);
      if (now.state === 'published') return;
    }
  };

  return {
    ...accounts.core,
    async session() {
      await later();
      return session();
    },
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
    async draftOpen(id) {
      return get(id);
    },
    async draftDelete(id) {
      deleted.set(id, get(id));
      drafts.delete(id);
      tell({ type: 'drafts', drafts: [...drafts.values()].map(fakeSummary) });
    },
    async draftRestore(id) {
      const draft = deleted.get(id);
      if (!draft) throw gone;
      return put(draft);
    },
    async draftEdit(id, edit) {
      await later();
      const draft = get(id);
      const next = apply(draft, edit);
      remember(draft, next.name);
      return put(next.draft);
    },
    async captionWrite(id, text) {
      await later();
      const draft = get(id);
      remember(draft, 'Caption');
      const { revision, caption_revision, state_word, caption, readiness, undo, redo, saved, save_failed } =
        put(settle(draft, draft.slides, text));
      return { revision, caption_revision, state_word, caption, readiness, undo, redo, saved, save_failed };
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
      remember(draft, parts > 1 ? `Split a slide over ${parts}` : 'Fix 1 slide');
      const made = Array.from({ length: parts }, (_, at) => ({
        ...fakeFix(own),
        id: at === 0 ? own.id : `${own.id}-${at + 1}`,
        part: parts > 1 ? `Part ${at + 1} of ${parts}` : null,
      }));
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
    frameTheme() {},
    minimise() {},
    maximise() {},
    close() {},
  };
}
