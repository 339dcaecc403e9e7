// Drafts that show what a preview can show, and what befalls a draft, pretended:
// `?scene=reel|fixed_reel|story|details|unsaved|lost|many|long`. Never part of the built app.
import { fakeCaption, fakeFix, fakeSlide, photos, settle } from './fake-draft';
import type { ClipFrames, DraftView, Finding, Guide, SlideView } from './types';

const clip: ClipFrames = {
  length_ms: 12_000,
  length: '0:12',
  cover_ms: 4000,
  frames: photos.slice(0, 4).map(({ url }, at) => ({ at_ms: at * 4000, label: `0:0${at * 4}`, url })),
};
const guides: Record<string, Guide> = {
  reel: { id: 'reel', label: 'What Instagram leaves free', rect: { x: 0.05, y: 0.12, w: 0.78, h: 0.62 } },
  story: { id: 'story', label: 'What Instagram leaves free', rect: { x: 0, y: 0.14, w: 1, h: 0.72 } },
};

/** The draft as one of another kind, or with everything that can belong to a post. */
export function fakeKind(scene: string, draft: DraftView): DraftView {
  if (scene === 'fixed_reel') {
    const reel = fakeKind('reel', draft);
    return { ...reel, slides: reel.slides.map((slide) => fakeFix({ ...slide, state: 'fixable' })) };
  }
  if (scene === 'reel' || scene === 'story') {
    const turn = (slide: SlideView): SlideView => ({
      ...slide,
      kept: scene === 'reel' ? { x: 0.31, y: 0, w: 0.38, h: 1 } : null,
      clip: scene === 'reel' ? clip : null,
      guides: Object.values(guides).filter((guide) => guide.id === scene),
    });
    const slides = draft.slides.slice(0, scene === 'reel' ? 1 : 3).map(turn);
    const details = { ...draft.details, share_to_feed: scene === 'reel' ? true : null };
    return { ...draft, kind: scene, slides, details };
  }
  if (scene === 'unsaved')
    return { ...draft, saved: 'Not saved: there is no room left on this disk.', save_failed: true };
  if (scene === 'lost') return withoutFile(draft);
  if (scene === 'many') {
    const more = Array.from({ length: 13 }, (_, at) => fakeSlide([0, 1, 2, 3, 8][at % 5] ?? 0));
    return settle(draft, more, draft.caption.text);
  }
  if (scene === 'long') return settle(draft, draft.slides, draft.caption.text.repeat(7).slice(0, 2260));
  if (scene !== 'details') return draft;
  const [first, ...rest] = draft.slides;
  if (!first) return draft;
  const tags = [
    { username: 'northlight.roasters', x: 0.3, y: 0.4 },
    { username: 'millersfield.mill', x: 0.7, y: 0.7 },
  ];
  return {
    ...draft,
    slides: [{ ...first, tags }, ...rest],
    first_comment: fakeCaption('Every frame from one morning. #fieldnotes @blue.house'),
    details: {
      ...draft.details,
      collaborators: ['blue.house'],
      location: { id: '1', name: 'Fuente Dé', line: 'Cantabria, Spain' },
      ai_label: true,
    },
  };
}

/** The draft after somebody deleted the file of its second slide. */
function withoutFile(draft: DraftView): DraftView {
  const gone: Finding = {
    rule: 'image.unreadable',
    row: 'image.unreadable@instagram/feed',
    severity: 'error',
    title: 'File not found',
    message: 'Its file is not where Fanfold kept it. Choose the photo again.',
    measured: null,
    limit: null,
    fix: null,
  };
  const slides = draft.slides.map((slide, at) =>
    at === 1
      ? {
          ...slide,
          state: 'blocked' as const,
          word: gone.title,
          line: '',
          findings: [gone],
          thumb_url: null,
          picture_url: null,
          preview_url: null,
          published_line: null,
          kept: null,
          kept_words: null,
        }
      : slide,
  );
  return settle(draft, slides, draft.caption.text);
}
