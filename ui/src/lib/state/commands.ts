import { flushSync } from 'svelte';
import type { Press } from '$lib/utils/keys';
import { words } from '$lib/words';
import { rooms, type App } from './app.svelte';
import type { DraftState } from './draft.svelte';
import { shortcuts, type ShortcutId } from './shortcuts';

interface Command {
  run: (app: App, press: Press | null) => unknown;
  /** Why it cannot be done now; null: it can. */
  why?: (app: App) => string | null;
  /** Looks at that itself, once what was typed last is in; its keys do not ask before. */
  late?: true;
}

const text = () => words.palette.why;

/** Something about the draft in view. */
function draft(
  run: (draft: DraftState, app: App, press: Press | null) => unknown,
  why: (draft: DraftState) => string | null = () => null,
): Command {
  return {
    run: (app, press) => (app.draft ? run(app.draft, app, press) : undefined),
    why: (app) => (app.draft && app.room === 'compose' ? why(app.draft) : text().draft),
  };
}
/** Something about the slides that are chosen. */
const slides = (
  run: (draft: DraftState, app: App, press: Press | null) => unknown,
  why: (draft: DraftState) => string | null = () => null,
): Command => draft(run, (one) => (one.slide ? why(one) : text().slide));

/** At once, or the next letters that are typed would be taken for commands; and again after a frame, when
 *  a dialog that closes has given the focus back, unless whoever is quicker has gone elsewhere with the pointer. */
function focusOn(selector: string) {
  const focus = () => {
    const field = document.querySelector<HTMLElement>(selector);
    if (!field || field === document.activeElement) return;
    field.focus();
    if (field instanceof HTMLInputElement) field.select();
  };
  flushSync();
  focus();
  const stay = new AbortController();
  let gone = false;
  window.addEventListener('pointerdown', () => (gone = true), { capture: true, signal: stay.signal });
  requestAnimationFrame(() => {
    stay.abort();
    if (!gone) focus();
  });
}

const full = (one: DraftState) => (one.room > 0 ? null : words.strip.full(one.view.max_slides));
const towards = (press: Press | null) => press?.key === 'ArrowLeft' || press?.key === 'Home';

/** What each of the `shortcuts` does, and when it cannot. */
export const commands: Record<ShortcutId, Command> = {
  palette: { run: (app) => app.palette.toggle() },
  help: { run: (app) => (app.helpOpen = !app.helpOpen) },
  undo: {
    ...draft(
      (one) => one.undo(),
      (one) => (one.crop || one.view.undo ? null : words.nothingToUndo),
    ),
    late: true,
  },
  redo: {
    ...draft(
      (one) => one.redo(),
      (one) => (one.crop || one.view.redo ? null : words.nothingToRedo),
    ),
    late: true,
  },
  new_draft: { run: (app) => app.newDraft() },
  find_draft: {
    run: () => focusOn('#find-draft'),
    why: (app) => (app.welcome || app.draftsTotal < 2 ? text().noDrafts : null),
  },
  add: draft((one) => one.addSlides(), full),
  add_folder: draft((one) => one.addSlides(true), full),
  paste: draft((_, app) => app.paste()),
  caption: {
    run: (app) => {
      app.room = 'compose';
      if (app.draft) app.draft.tab = 'post';
      focusOn('#caption-field');
    },
    why: (app) => (app.draft ? null : text().draft),
  },
  title: draft(() => focusOn('#draft-title')),
  preview: draft((_, app) => (app.previewOpen = !app.previewOpen)),
  publish: {
    ...draft(
      (_, app) => app.publish(),
      (one) => one.view.readiness.publish_reason,
    ),
    late: true,
  },
  schedule: {
    run: (app) => app.plan(),
    why: (app) => {
      if (!app.draft || app.room !== 'compose') return text().draft;
      const planned = app.posts.of(app.draft.id)?.state === 'scheduled';
      return planned ? null : app.draft.view.readiness.publish_reason;
    },
    late: true,
  },
  fix_all: draft(
    (_, app) => app.fixAll(),
    (one) => (one.view.readiness.fixable > 0 ? null : text().nothingToFix),
  ),
  split_post: draft(
    (_, app) => app.splitPost(),
    (one) => (one.room < 0 ? null : text().notTooMany),
  ),
  next_problem: draft(
    (one) => one.nextProblem(),
    (one) => (one.problems.length > 0 ? null : words.slides.noProblem),
  ),
  crop: slides((one) => one.openCrop()),
  turn_right: slides((one) => one.turn(1)),
  turn_left: slides((one) => one.turn(-1)),
  zoom: slides((one) => one.lookCloser()),
  guides: slides((one) => one.toggleGuides()),
  wipe: slides(
    (one) => one.toggleWipe(),
    (one) => (one.comparable ? null : text().nothingToCompare),
  ),
  original: draft((one) => (one.original = true)),
  fix: slides(
    (one) => one.fixAndGoOn(),
    (one) => (one.crop || one.slide?.can_fix || one.proposal ? null : text().nothingToFix),
  ),
  replace: slides((one) => (one.active ? one.replace(one.active) : undefined)),
  duplicate: slides((one) => one.duplicate()),
  move_left: slides((one) => one.moveBy(-1)),
  move_right: slides((one) => one.moveBy(1)),
  move_first: slides((one) => one.moveAll(one.selected, 0)),
  move_last: slides((one) => one.moveAll(one.selected, one.slides.length)),
  go_left: slides((one) => one.step(-1)),
  go_right: slides((one) => one.step(1)),
  go_first: slides((one) => one.step(-one.slides.length)),
  go_last: slides((one) => one.step(one.slides.length)),
  select_more: slides((one, _, press) => {
    const far = press?.key.startsWith('Arrow') ? 1 : one.slides.length;
    one.step(towards(press) ? -far : far, true);
  }),
  select_all: slides((one) => one.selectAll()),
  remove: slides((one) => one.remove()),
  // The lists know where their menus stand.
  slide_menu: { run: () => undefined },
  draft_menu: { run: () => undefined },
  draft_duplicate: {
    run: (app) => (app.draft ? app.duplicateDraft(app.draft.id) : undefined),
    why: (app) => (app.draft ? null : text().draft),
  },
  draft_rename: { run: (app) => app.draft && focusOn('#draft-title') },
  draft_delete: { run: () => undefined },
  compose: { run: (app) => app.go(rooms[0] ?? 'compose') },
  activity: { run: (app) => app.go('activity') },
  health: { run: (app) => app.go('health') },
  settings: { run: (app) => app.go('settings') },
  larger: { run: (app) => app.zoom.step(1) },
  smaller: { run: (app) => app.zoom.step(-1) },
  usual_size: { run: (app) => app.zoom.choose(1) },
  explain: { run: (app) => app.explainError() },
  connect: { run: (app) => app.connect.show() },
  theme_system: { run: (app) => app.set({ theme: 'system' }) },
  theme_light: { run: (app) => app.set({ theme: 'light' }) },
  theme_dark: { run: (app) => app.set({ theme: 'dark' }) },
};

/** Does it, unless it cannot be done now: then says why. */
export function run(app: App, id: ShortcutId, press: Press | null = null) {
  const { why: asks, late, run: go } = commands[id];
  const why = late ? null : (asks?.(app) ?? null);
  if (why === null) return go(app, press);
  app.announcer.say(why);
  return undefined;
}

/** What the palette offers: everything with a name, in the registry's order. */
export const named = () => shortcuts.filter((shortcut) => !shortcut.bare);
