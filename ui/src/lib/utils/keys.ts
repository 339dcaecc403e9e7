import type { Platform } from '$lib/ipc';

/** What of a key press tells shortcuts apart. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const named: Record<string, string> = {
  arrowleft: '←',
  arrowright: '→',
  delete: 'Delete',
  enter: 'Enter',
  escape: 'Esc',
};

/** "mod+shift+z" against a key press; `mod` is ⌘ on macOS and Ctrl elsewhere. */
export function matches(keys: string, press: Press, platform: Platform): boolean {
  const parts = keys.toLowerCase().split('+');
  const key = parts.at(-1) ?? '';
  const mod = parts.includes('mod');
  const mac = platform === 'macos';
  if ((mac ? press.metaKey : press.ctrlKey) !== mod) return false;
  if ((mac ? press.ctrlKey : press.metaKey) !== parts.includes('other')) return false;
  if (press.altKey !== parts.includes('alt')) return false;
  // A sign such as "?" already says whether Shift is held.
  if (/^[a-z0-9]$|^.{2,}$/.test(key) && press.shiftKey !== parts.includes('shift')) return false;
  return press.key.toLowerCase() === key;
}

/** The keycaps of a shortcut, in the platform's own hand. */
export function keycaps(keys: string, platform: Platform): string[] {
  const mac = platform === 'macos';
  return keys.split('+').map((part) => {
    const name = part.toLowerCase();
    if (name === 'mod') return mac ? '⌘' : 'Ctrl';
    if (name === 'alt') return mac ? '⌥' : 'Alt';
    if (name === 'shift') return mac ? '⇧' : 'Shift';
    return named[name] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
}
