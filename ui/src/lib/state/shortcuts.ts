import type { Platform } from '$lib/ipc';
import { keycaps, matches, type Press } from '$lib/utils/keys';

export type Group = 'everywhere' | 'draft' | 'slides' | 'rooms';

export interface Shortcut {
  id: ShortcutId;
  keys: string[];
  group: Group;
  /** `window`: anywhere. `outside_text`: not while typing. `strip`: handled by the slide strip itself. */
  where: 'window' | 'outside_text' | 'strip';
}

export type ShortcutId =
  | 'help'
  | 'undo'
  | 'redo'
  | 'new_draft'
  | 'add'
  | 'paste'
  | 'caption'
  | 'preview'
  | 'publish'
  | 'next_problem'
  | 'original'
  | 'fix'
  | 'move_left'
  | 'move_right'
  | 'go_left'
  | 'go_right'
  | 'select_more'
  | 'remove'
  | 'compose'
  | 'activity'
  | 'health'
  | 'settings';

/** Every shortcut of the window, once: the handler, the `?` overlay, tooltips and tests read this. */
export const shortcuts: Shortcut[] = [
  { id: 'undo', keys: ['mod+z'], group: 'everywhere', where: 'window' },
  { id: 'redo', keys: ['mod+shift+z', 'mod+y'], group: 'everywhere', where: 'window' },
  { id: 'new_draft', keys: ['mod+n'], group: 'everywhere', where: 'window' },
  { id: 'help', keys: ['?'], group: 'everywhere', where: 'outside_text' },
  { id: 'caption', keys: ['mod+e'], group: 'draft', where: 'window' },
  { id: 'preview', keys: ['mod+p'], group: 'draft', where: 'window' },
  { id: 'add', keys: ['mod+o'], group: 'draft', where: 'window' },
  { id: 'paste', keys: ['mod+v'], group: 'draft', where: 'outside_text' },
  { id: 'publish', keys: ['mod+enter'], group: 'draft', where: 'window' },
  { id: 'go_left', keys: ['arrowleft'], group: 'slides', where: 'strip' },
  { id: 'go_right', keys: ['arrowright'], group: 'slides', where: 'strip' },
  { id: 'move_left', keys: ['alt+arrowleft'], group: 'slides', where: 'strip' },
  { id: 'move_right', keys: ['alt+arrowright'], group: 'slides', where: 'strip' },
  { id: 'select_more', keys: ['shift+arrowright', 'shift+arrowleft'], group: 'slides', where: 'strip' },
  { id: 'remove', keys: ['delete'], group: 'slides', where: 'strip' },
  { id: 'fix', keys: ['enter'], group: 'slides', where: 'strip' },
  { id: 'next_problem', keys: ['n'], group: 'slides', where: 'outside_text' },
  { id: 'original', keys: ['b'], group: 'slides', where: 'outside_text' },
  { id: 'compose', keys: ['mod+1'], group: 'rooms', where: 'window' },
  { id: 'activity', keys: ['mod+2'], group: 'rooms', where: 'window' },
  { id: 'settings', keys: ['mod+3'], group: 'rooms', where: 'window' },
  { id: 'health', keys: ['mod+4'], group: 'rooms', where: 'window' },
];

/** The shortcut that a key press means, or none. */
export function meant(
  press: Press,
  inText: boolean,
  platform: Platform,
  where: 'window' | 'strip' = 'window',
) {
  return shortcuts.find(
    (shortcut) =>
      (where === 'strip') === (shortcut.where === 'strip') &&
      !(shortcut.where === 'outside_text' && inText) &&
      shortcut.keys.some((keys) => matches(keys, press, platform)),
  );
}

/** "Ctrl Z", for tooltips. */
export function hint(id: ShortcutId, platform: Platform): string {
  const keys = shortcuts.find((shortcut) => shortcut.id === id)?.keys[0];
  return keys ? keycaps(keys, platform).join(' ') : '';
}
