import { describe, expect, it } from 'vitest';
import { piled, thinned } from './piles';

const marks = (count: number) => '\u0301\u0323'.repeat(count / 2);

describe('marks in heaps', () => {
  it('are told from anything that is written', () => {
    for (const text of [
      '',
      'Crème brûlée',
      'བསྒྲུབས',
      'नमस्ते',
      'שָׁלוֹם',
      '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿',
      'ก็้ำ',
      `z${marks(20)}a${marks(20)}l`,
    ])
      expect([text, piled(text), thinned(text)]).toEqual([text, false, text]);
  });

  it('are found whatever they are made of', () => {
    const heaps = [marks(10_000), '\u05b0'.repeat(40), '\u200d'.repeat(40), '\u0301\u200b'.repeat(20)];
    for (const heap of heaps) expect(piled(`a${heap}b`)).toBe(true);
  });

  it('are shortened on the screen, and nothing beside them', () => {
    const text = `Hello a${marks(10_000)}, e${marks(4)} and o${marks(500)}!`;
    expect(thinned(text)).toBe(`Hello a${marks(32)}, e${marks(4)} and o${marks(32)}!`);
    expect(piled(thinned(text))).toBe(false);
  });

  it('leave a text of a hundred thousand letters as it is', () => {
    const text = 'So much bread. '.repeat(7_000);
    expect(thinned(text)).toBe(text);
  });
});
