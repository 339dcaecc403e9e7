import type { Platform } from '$lib/ipc';
import { keycaps } from '$lib/utils/keys';
import { speak, words } from '$lib/words';
import { afterEach, describe, expect, it } from 'vitest';
import { commands } from './commands';
import { hint, meant, shortcuts } from './shortcuts';

afterEach(() => void speak('en'));

const press = (key: string, held: Partial<Record<'ctrl' | 'meta' | 'alt' | 'shift', boolean>> = {}) => ({
  key,
  ctrlKey: held.ctrl ?? false,
  metaKey: held.meta ?? false,
  altKey: held.alt ?? false,
  shiftKey: held.shift ?? false,
});

/** What a key press would be, told from how its keys are written. */
function pressOf(keys: string, platform: Platform) {
  const parts = keys.split('+');
  const mod = parts.includes('mod');
  return press(parts.at(-1)?.replace('plus', '+') ?? '', {
    ctrl: mod && platform !== 'macos',
    meta: mod && platform === 'macos',
    alt: parts.includes('alt'),
    shift: parts.includes('shift'),
  });
}
const platforms: Platform[] = ['linux', 'windows', 'macos'];

describe('the registry', () => {
  it('has every shortcut once', () => {
    const ids = shortcuts.map((shortcut) => shortcut.id);
    expect(ids).toHaveLength(new Set(ids).size);
    expect(ids.toSorted()).toEqual(Object.keys(commands).toSorted());
  });

  it('gives no keys twice where both would be heard', () => {
    const heard = { window: ['window', 'outside_text'], strip: ['strip'], rail: ['rail'] };
    for (const [at, wheres] of Object.entries(heard)) {
      // What a list does not take goes on to the window.
      const own = shortcuts.filter(({ where }) => [...wheres, 'window', 'outside_text'].includes(where));
      const keys = own.flatMap((shortcut) => shortcut.keys);
      const twice = keys.filter((one, index) => keys.indexOf(one) !== index);
      expect({ at, twice }).toEqual({ at, twice: [] });
    }
  });

  it('is understood key by key as it is written, on every platform', () => {
    for (const platform of platforms)
      for (const { id, keys, where } of shortcuts)
        for (const one of keys) {
          const at = where === 'strip' || where === 'rail' ? where : 'window';
          expect({ one, id: meant(pressOf(one, platform), false, platform, at)?.id }).toEqual({ one, id });
        }
  });

  it('has words for every shortcut', () => {
    for (const shortcut of shortcuts) expect(words.help.actions[shortcut.id]).toBeTruthy();
    const said = shortcuts.filter(({ bare }) => !bare).map(({ id }) => words.help.actions[id]);
    expect(said).toHaveLength(new Set(said).size);
  });

  it('keeps bare keys out of text fields', () => {
    for (const shortcut of shortcuts)
      if (shortcut.keys.some((keys) => !keys.includes('mod')))
        expect(['outside_text', 'strip', 'rail']).toContain(shortcut.where);
  });
});

describe('a key press', () => {
  it('means its shortcut on each platform', () => {
    expect(meant(press('z', { ctrl: true }), true, 'linux')?.id).toBe('undo');
    expect(meant(press('z', { meta: true }), true, 'macos')?.id).toBe('undo');
    expect(meant(press('z', { ctrl: true }), true, 'macos')).toBeUndefined();
    expect(meant(press('Z', { ctrl: true, shift: true }), true, 'windows')?.id).toBe('redo');
  });

  it('is text while typing', () => {
    expect(meant(press('n'), false, 'linux')?.id).toBe('next_problem');
    expect(meant(press('n'), true, 'linux')).toBeUndefined();
    expect(meant(press('?', { shift: true }), false, 'linux')?.id).toBe('help');
  });

  it('moves slides only in the strip', () => {
    const alt = press('ArrowRight', { alt: true });
    expect(meant(alt, false, 'linux')).toBeUndefined();
    expect(meant(alt, false, 'linux', 'strip')?.id).toBe('move_right');
    expect(meant(press('ArrowRight'), false, 'linux', 'strip')?.id).toBe('go_right');
  });

  it('is named as the platform names it', () => {
    expect(hint('publish', 'linux')).toBe('Ctrl Enter');
    expect(hint('publish', 'macos')).toBe('⌘ Enter');
  });

  it('is named as the keyboard is labelled in each language', () => {
    speak('de');
    expect(hint('publish', 'linux')).toBe('Strg Eingabe');
    expect(hint('remove', 'linux')).toBe('Entf');
    expect(hint('turn_left', 'windows')).toBe('Umschalt R');
    expect(hint('move_first', 'linux')).toBe('Alt Pos1');
    expect(hint('turn_left', 'macos')).toBe('⇧ R');
  });

  it('has a name for every key that a shortcut uses', () => {
    for (const key of shortcuts.flatMap((shortcut) => shortcut.keys))
      for (const cap of keycaps(key, 'linux')) {
        const known = Object.values<string>(words.keys).includes(cap);
        expect([key, known || /^(F\d+|[^a-z])$/u.test(cap)]).toEqual([key, true]);
      }
  });
});
