import type { Platform } from '$lib/ipc';
import { keycaps, matches, type Press } from '$lib/utils/keys';

export type Group = 'everywhere' | 'draft' | 'slides' | 'rooms' | 'drafts';

/** `window`: anywhere. `outside_text`: not while typing. `strip`, `rail`: handled by the list of slides or drafts. */
export type Where = 'window' | 'outside_text' | 'strip' | 'rail';

export interface Shortcut {
  id: ShortcutId;
  /** None: it is only in the palette. */
  keys: string[];
  group: Group;
  where: Where;
  /** A movement of the hands, and nothing that anyone would look for by name. */
  bare?: true;
  /** Belongs to the draft and works only where that is in view. */
  draft?: true;
}

export type ShortcutId =
  | 'palette'
  | 'help'
  | 'undo'
  | 'redo'
  | 'new_draft'
  | 'find_draft'
  | 'add'
  | 'add_folder'
  | 'paste'
  | 'caption'
  | 'title'
  | 'preview'
  | 'publish'
  | 'schedule'
  | 'fix_all'
  | 'split_post'
  | 'next_problem'
  | 'original'
  | 'crop'
  | 'turn_right'
  | 'turn_left'
  | 'zoom'
  | 'guides'
  | 'wipe'
  | 'fix'
  | 'replace'
  | 'duplicate'
  | 'move_left'
  | 'move_right'
  | 'move_first'
  | 'move_last'
  | 'go_left'
  | 'go_right'
  | 'go_first'
  | 'go_last'
  | 'select_more'
  | 'select_all'
  | 'remove'
  | 'slide_menu'
  | 'draft_duplicate'
  | 'draft_rename'
  | 'draft_delete'
  | 'draft_menu'
  | 'compose'
  | 'activity'
  | 'health'
  | 'settings'
  | 'larger'
  | 'smaller'
  | 'usual_size'
  | 'explain'
  | 'connect'
  | 'theme_system'
  | 'theme_light'
  | 'theme_dark';

/**
 * Everything that can be done by name or by key, once: the handlers, the palette, the `?` overlay, menus,
 * tooltips and tests read this. What each does is in `commands.ts`.
 */
export const shortcuts: Shortcut[] = [
  { id: 'palette', keys: ['mod+k'], group: 'everywhere', where: 'window', bare: true },
  { id: 'undo', keys: ['mod+z'], group: 'everywhere', where: 'window', draft: true },
  { id: 'redo', keys: ['mod+shift+z', 'mod+y'], group: 'everywhere', where: 'window', draft: true },
  { id: 'new_draft', keys: ['mod+n'], group: 'everywhere', where: 'window' },
  { id: 'help', keys: ['?'], group: 'everywhere', where: 'outside_text' },
  { id: 'caption', keys: ['mod+e'], group: 'draft', where: 'window' },
  { id: 'title', keys: [], group: 'draft', where: 'window', draft: true },
  { id: 'preview', keys: ['mod+p'], group: 'draft', where: 'window', draft: true },
  { id: 'add', keys: ['mod+o'], group: 'draft', where: 'window', draft: true },
  { id: 'add_folder', keys: [], group: 'draft', where: 'window', draft: true },
  { id: 'paste', keys: ['mod+v'], group: 'draft', where: 'outside_text', draft: true },
  { id: 'fix_all', keys: [], group: 'draft', where: 'window', draft: true },
  { id: 'split_post', keys: [], group: 'draft', where: 'window', draft: true },
  { id: 'publish', keys: ['mod+enter'], group: 'draft', where: 'window', draft: true },
  { id: 'schedule', keys: ['s'], group: 'draft', where: 'outside_text', draft: true },
  { id: 'go_left', keys: ['arrowleft'], group: 'slides', where: 'strip', bare: true },
  { id: 'go_right', keys: ['arrowright'], group: 'slides', where: 'strip', bare: true },
  { id: 'go_first', keys: ['home'], group: 'slides', where: 'strip', bare: true },
  { id: 'go_last', keys: ['end'], group: 'slides', where: 'strip', bare: true },
  { id: 'move_left', keys: ['alt+arrowleft'], group: 'slides', where: 'strip', draft: true },
  { id: 'move_right', keys: ['alt+arrowright'], group: 'slides', where: 'strip', draft: true },
  { id: 'move_first', keys: ['alt+home'], group: 'slides', where: 'strip', draft: true },
  { id: 'move_last', keys: ['alt+end'], group: 'slides', where: 'strip', draft: true },
  {
    id: 'select_more',
    keys: ['shift+arrowright', 'shift+arrowleft', 'shift+home', 'shift+end'],
    group: 'slides',
    where: 'strip',
    bare: true,
  },
  { id: 'select_all', keys: ['mod+a'], group: 'slides', where: 'strip', draft: true },
  { id: 'duplicate', keys: ['mod+d'], group: 'slides', where: 'strip', draft: true },
  { id: 'replace', keys: [], group: 'slides', where: 'strip', draft: true },
  { id: 'remove', keys: ['delete', 'backspace'], group: 'slides', where: 'strip', draft: true },
  { id: 'slide_menu', keys: ['shift+f10', 'contextmenu'], group: 'slides', where: 'strip', bare: true },
  { id: 'fix', keys: ['enter'], group: 'slides', where: 'strip', draft: true },
  { id: 'next_problem', keys: ['n'], group: 'slides', where: 'outside_text', draft: true },
  { id: 'crop', keys: ['c', 'f'], group: 'slides', where: 'outside_text', draft: true },
  { id: 'turn_right', keys: ['r'], group: 'slides', where: 'outside_text', draft: true },
  { id: 'turn_left', keys: ['shift+r'], group: 'slides', where: 'outside_text', draft: true },
  { id: 'zoom', keys: ['z'], group: 'slides', where: 'outside_text', draft: true },
  { id: 'guides', keys: ['g'], group: 'slides', where: 'outside_text', draft: true },
  { id: 'wipe', keys: ['w'], group: 'slides', where: 'outside_text', draft: true },
  { id: 'original', keys: ['b'], group: 'slides', where: 'outside_text', bare: true, draft: true },
  { id: 'find_draft', keys: ['mod+f'], group: 'drafts', where: 'window' },
  { id: 'draft_duplicate', keys: ['mod+d'], group: 'drafts', where: 'rail' },
  { id: 'draft_rename', keys: ['f2'], group: 'drafts', where: 'rail', bare: true },
  { id: 'draft_delete', keys: ['delete'], group: 'drafts', where: 'rail', bare: true },
  { id: 'draft_menu', keys: ['shift+f10', 'contextmenu'], group: 'drafts', where: 'rail', bare: true },
  { id: 'compose', keys: ['mod+1'], group: 'rooms', where: 'window' },
  { id: 'activity', keys: ['mod+2'], group: 'rooms', where: 'window' },
  { id: 'settings', keys: ['mod+3'], group: 'rooms', where: 'window' },
  { id: 'health', keys: ['mod+4'], group: 'rooms', where: 'window' },
  { id: 'larger', keys: ['mod+plus', 'mod+='], group: 'everywhere', where: 'window' },
  { id: 'smaller', keys: ['mod+-'], group: 'everywhere', where: 'window' },
  { id: 'usual_size', keys: ['mod+0'], group: 'everywhere', where: 'window' },
  { id: 'explain', keys: [], group: 'everywhere', where: 'window' },
  { id: 'connect', keys: [], group: 'everywhere', where: 'window' },
  { id: 'theme_system', keys: [], group: 'everywhere', where: 'window' },
  { id: 'theme_light', keys: [], group: 'everywhere', where: 'window' },
  { id: 'theme_dark', keys: [], group: 'everywhere', where: 'window' },
];

/** The shortcut that a key press means, or none. */
export function meant(
  press: Press,
  inText: boolean,
  platform: Platform,
  where: 'window' | 'strip' | 'rail' = 'window',
) {
  return shortcuts.find(
    (shortcut) =>
      heard(shortcut.where, where) &&
      !(shortcut.where === 'outside_text' && inText) &&
      shortcut.keys.some((keys) => matches(keys, press, platform)),
  );
}

const heard = (where: Where, at: 'window' | 'strip' | 'rail') =>
  at === 'window' ? where === 'window' || where === 'outside_text' : where === at;

/** "Ctrl Z", for tooltips. */
export function hint(id: ShortcutId, platform: Platform): string {
  const keys = shortcuts.find((shortcut) => shortcut.id === id)?.keys[0];
  return keys ? keycaps(keys, platform).join(' ') : '';
}
