import type { Platform } from '$lib/ipc';
import { words } from '$lib/words';

/** What of a key press tells shortcuts apart. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Keys that are called the same everywhere. */
const signs: Record<string, string> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  f2: 'F2',
  f10: 'F10',
  plus: '+',
};
const onMac: Record<string, string> = { mod: '⌘', alt: '⌥', shift: '⇧' };

/** "mod+shift+z" against a key press; `mod` is ⌘ on macOS and Ctrl elsewhere. */
export function matches(keys: string, press: Press, platform: Platform): boolean {
  const parts = keys.toLowerCase().split('+');
  // What joins the keys cannot be written as one of them.
  const key = parts.at(-1) === 'plus' ? '+' : (parts.at(-1) ?? '');
  const mod = parts.includes('mod');
  const mac = platform === 'macos';
  if ((mac ? press.metaKey : press.ctrlKey) !== mod) return false;
  if ((mac ? press.ctrlKey : press.metaKey) !== parts.includes('other')) return false;
  if (press.altKey !== parts.includes('alt')) return false;
  // A sign such as "?" already says whether Shift is held.
  if (/^[a-z0-9]$|^.{2,}$/.test(key) && press.shiftKey !== parts.includes('shift')) return false;
  return press.key.toLowerCase() === key;
}

/** The keycaps of a shortcut, in the platform's own hand and the language that is spoken. */
export function keycaps(keys: string, platform: Platform): string[] {
  const named: Record<string, string> = { ...words.keys, mod: words.keys.ctrl, ...signs };
  return keys.split('+').map((part) => {
    const name = part.toLowerCase();
    const own = platform === 'macos' ? onMac[name] : undefined;
    return own ?? named[name] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
}
