import { describe, expect, it } from 'vitest';
import { fuzzy } from './fuzzy';

const best = (query: string, texts: string[]) =>
  texts
    .flatMap((text) => (fuzzy(query, text) ? [{ text, score: fuzzy(query, text)?.score ?? 0 }] : []))
    .sort((a, b) => b.score - a.score)[0]?.text;

describe('finding by a few letters', () => {
  it('takes them in order, and says which ones', () => {
    expect(fuzzy('adp', 'Add photos')?.at).toEqual([0, 1, 4]);
    expect(fuzzy('pda', 'Add photos')).toBeNull();
  });

  it('prefers the beginnings of words to letters somewhere', () => {
    expect(best('ap', ['Grape', 'Add photos'])).toBe('Add photos');
    expect(best('pub', ['Put up a book', 'Publish'])).toBe('Publish');
  });

  it('prefers the shorter of two equal ones', () => {
    expect(best('undo', ['Undo it all', 'Undo'])).toBe('Undo');
  });

  it('does not mind case, accents, or the order of words', () => {
    expect(fuzzy('cafe', 'Café crème')?.at).toEqual([0, 1, 2, 3]);
    expect(fuzzy('photos add', 'Add photos')).not.toBeNull();
    expect(fuzzy('ÉTÉ', 'Un été')).not.toBeNull();
  });

  it('finds everything with nothing, and nothing in nothing', () => {
    expect(fuzzy('  ', 'Undo')?.at).toEqual([]);
    expect(fuzzy('a', '')).toBeNull();
  });

  it('counts characters, not halves of them', () => {
    expect(fuzzy('w', '🥐🥐 Walk')?.at).toEqual([3]);
  });

  it('is not held up by what someone pasted', () => {
    expect(fuzzy('a'.repeat(200), 'a'.repeat(5000))).not.toBeNull();
    expect(fuzzy('ab'.repeat(100), 'a'.repeat(5000))).toBeNull();
  });
});
