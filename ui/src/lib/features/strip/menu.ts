import type { MenuItem } from '$lib/components/ContextMenu.svelte';
import type { App } from '$lib/state/app.svelte';
import type { DraftState } from '$lib/state/draft.svelte';
import { hint } from '$lib/state/shortcuts';
import { words } from '$lib/words';

const text = () => words.strip;

/** Why no photos can be added now, or null. */
export function full(draft: DraftState): string | null {
  return draft.room > 0 ? null : text().full(draft.view.max_slides);
}

/** What can be done with the chosen slides. Everything here is also on a key or in the inspector. */
export function slideMenu(app: App, draft: DraftState): MenuItem[] {
  const { slide, selected: ids, slides } = draft;
  if (!slide) return stripMenu(app, draft);
  const count = ids.length;
  const one = count === 1 ? null : text().onlyOne;
  const at = slide.position - 1;
  const keys = (id: Parameters<typeof hint>[0]) => hint(id, app.platform);
  const ways = slide.options.filter((option) => option.choice.type === 'split');
  const atStart = slides.slice(0, count).every((other) => ids.includes(other.id));
  const atEnd = slides.slice(-count).every((other) => ids.includes(other.id));
  return [
    { label: text().insertBefore, reason: full(draft), run: () => draft.addSlides(false, at) },
    {
      label: text().insertAfter,
      reason: full(draft),
      run: () => draft.addSlides(false, at + 1 < slides.length ? at + 1 : null),
    },
    { label: text().replace, reason: one, apart: true, run: () => draft.replace(slide.id) },
    ...(slide.can_fix && count === 1
      ? [{ label: slide.fix_label ?? text().fix, keys: keys('fix'), run: () => draft.fixActive() }]
      : []),
    ...ways.map((way) => ({
      label: way.title,
      reason: one ?? way.reason,
      run: () => draft.splitPicture(slide.id, way),
    })),
    { label: text().duplicate(count), keys: keys('duplicate'), run: () => draft.duplicate() },
    {
      label: text().toStart(count),
      keys: keys('move_first'),
      reason: atStart ? (count === 1 ? text().isFirst : text().atStart) : null,
      apart: true,
      run: () => draft.moveAll(ids, 0),
    },
    {
      label: text().toEnd(count),
      keys: keys('move_last'),
      reason: atEnd ? (count === 1 ? text().isLast : text().atEnd) : null,
      run: () => draft.moveAll(ids, slides.length),
    },
    { label: text().selectAll, keys: keys('select_all'), run: () => draft.selectAll() },
    { label: text().remove(count), keys: keys('remove'), apart: true, run: () => draft.remove() },
  ];
}

/** Beside the slides. */
export function stripMenu(app: App, draft: DraftState): MenuItem[] {
  const keys = (id: Parameters<typeof hint>[0]) => hint(id, app.platform);
  return [
    { label: words.slides.addName, keys: keys('add'), reason: full(draft), run: () => draft.addSlides() },
    { label: words.slides.folderName, reason: full(draft), run: () => draft.addSlides(true) },
    { label: text().paste, keys: keys('paste'), run: () => app.paste() },
    ...(draft.slides.length > 0
      ? [
          {
            label: text().selectAll,
            keys: keys('select_all'),
            apart: true,
            run: () => draft.selectAll(),
          },
        ]
      : []),
  ];
}
