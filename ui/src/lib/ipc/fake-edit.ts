// What is done to a pretended draft, for `npm run dev` and for tests. Never part of the built app.
import { fakeFix, settle } from './fake-draft';
import type { DraftView, Edit, FixChoice, SlideView } from './types';

/** The draft after an edit, and what the step is called that undoes it. */
export function edited(draft: DraftView, edit: Edit): { name: string; draft: DraftView } {
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
    case 'set_story': {
      const next = { ...draft, kind: edit.story ? ('story' as const) : ('feed' as const) };
      return { name: 'Story', draft: settle(next, slides, text) };
    }
    case 'duplicate_slides': {
      const next = slides.flatMap((s) =>
        edit.slides.includes(s.id) ? [s, { ...s, id: `${s.id}-${draft.revision}` }] : [s],
      );
      return { name: 'Duplicate slides', draft: settle(draft, next, text) };
    }
    case 'move_slides': {
      const moved = slides.filter((slide) => edit.slides.includes(slide.id));
      const rest = slides.filter((slide) => !edit.slides.includes(slide.id));
      rest.splice(edit.to, 0, ...moved);
      return { name: `Move ${moved.length} slides`, draft: settle(draft, rest, text) };
    }
    case 'set_tags': {
      const next = slides.map((s) => (s.id === edit.slide ? { ...s, tags: edit.tags } : s));
      return { name: 'Tag people', draft: settle(draft, next, text) };
    }
    case 'set_cover': {
      const next = slides.map((s) =>
        s.id === edit.slide && s.clip ? { ...s, clip: { ...s.clip, cover_ms: edit.at_ms } } : s,
      );
      return { name: 'Cover', draft: settle(draft, next, text) };
    }
    case 'set_collaborators': {
      const details = { ...draft.details, collaborators: edit.usernames };
      return { name: 'Collaborators', draft: settle({ ...draft, details }, slides, text) };
    }
    case 'set_location': {
      const details = { ...draft.details, location: edit.place };
      return { name: 'Place', draft: settle({ ...draft, details }, slides, text) };
    }
    case 'set_ai_label': {
      const details = { ...draft.details, ai_label: edit.on };
      return { name: 'AI label', draft: settle({ ...draft, details }, slides, text) };
    }
    case 'set_share_to_feed': {
      const details = { ...draft.details, share_to_feed: edit.on };
      return { name: 'Share to feed', draft: settle({ ...draft, details }, slides, text) };
    }
    case 'clear_fix': {
      const next = slides.map((s) => (s.id === edit.slide ? { ...s, fixed: null } : s));
      return { name: 'Undo a fix', draft: settle(draft, next, text) };
    }
  }
}

/** So many quarters clockwise. */
export const turned = (s: SlideView, quarters: number): SlideView => ({
  ...s,
  turns: (((s.turns + quarters) % 4) + 4) % 4,
  width: quarters % 2 ? s.height : s.width,
  height: quarters % 2 ? s.width : s.height,
  kept: null,
  fixed: null,
});

/** What becomes of a slide that is fixed in a chosen way: several, when it is split. */
export function mended(own: SlideView, choice: FixChoice): { name: string; made: SlideView[] } {
  if (choice.type === 'frame') {
    const { rect, turns, degrees } = choice;
    const odd = (turns - own.turns) % 2 !== 0;
    const size = odd ? { width: own.height, height: own.width } : {};
    const share = `Keeps ${Math.round((rect.w ?? 1) * (rect.h ?? 1) * 100)}%`;
    const cut = {
      ...fakeFix(own),
      ...size,
      ...{ fixed: null, kept: rect, kept_words: share, turns, degrees },
    };
    return { name: `Crop slide ${own.position}`, made: [cut] };
  }
  const parts = choice.type === 'split' ? choice.parts : 1;
  const made = Array.from({ length: parts }, (_, at) => ({
    ...fakeFix(own),
    id: at === 0 ? own.id : `${own.id}-${at + 1}`,
    part: parts > 1 ? `Part ${at + 1} of ${parts}` : null,
  }));
  return { name: parts > 1 ? `Split a slide over ${parts}` : 'Fix 1 slide', made };
}
