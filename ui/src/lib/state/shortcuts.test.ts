import { words } from '$lib/words';
import { describe, expect, it } from 'vitest';
import { hint, meant, shortcuts } from './shortcuts';

const press = (key: string, held: Partial<Record<'ctrl' | 'meta' | 'alt' | 'shift', boolean>> = {}) => ({
  key,
  ctrlKey: held.ctrl ?? false,
  metaKey: held.meta ?? false,
  altKey: held.alt ?? false,
  shiftKey: held.shift ?? false,
});

describe('the registry', () => {
  it('gives no keys twice', () => {
    const all = shortcuts.flatMap((shortcut) => shortcut.keys);
    expect(all).toHaveLength(new Set(all).size);
  });

  it('has words for every shortcut', () => {
    for (const shortcut of shortcuts) expect(words.help.actions[shortcut.id]).toBeTruthy();
  });

  it('keeps bare keys out of text fields', () => {
    for (const shortcut of shortcuts)
      if (shortcut.keys.some((keys) => !keys.includes('mod')))
        expect(['outside_text', 'strip']).toContain(shortcut.where);
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
});
