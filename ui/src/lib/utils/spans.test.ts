import { describe, expect, it } from 'vitest';
import { caretAfter, pieces, shiftSpans } from './spans';

const tag = (start: number, end: number) => ({ start, end, kind: 'hashtag' as const });

describe('pieces', () => {
  it('joined are the caption again, whatever overlaps', () => {
    const text = 'a #b c @d 🥐 e';
    const cut = pieces(text, [tag(2, 4), { start: 7, end: 9, kind: 'mention' }], 8, 12);
    expect(cut.map((piece) => piece.text).join('')).toBe(text);
  });

  it('tell tags, what the feed folds and what is too long apart', () => {
    const cut = pieces('hi #tag more', [tag(3, 7)], 5, 10);
    expect(cut).toEqual([
      { text: 'hi ', kind: 'plain', over: false, folded: false },
      { text: '#t', kind: 'hashtag', over: false, folded: false },
      { text: 'ag', kind: 'hashtag', over: false, folded: true },
      { text: ' mo', kind: 'plain', over: false, folded: true },
      { text: 're', kind: 'plain', over: true, folded: true },
    ]);
  });

  it('survive spans that reach beyond the text', () => {
    expect(pieces('ab', [tag(1, 9)], 40)).toEqual([
      { text: 'a', kind: 'plain', over: false, folded: false },
      { text: 'b', kind: 'hashtag', over: false, folded: false },
    ]);
    expect(pieces('', [], null)).toEqual([]);
  });
});

describe('shiftSpans', () => {
  const before = 'see #one and #two';
  const spans = [tag(4, 8), tag(13, 17)];
  const shown = (after: string) =>
    shiftSpans(spans, before, after).map((span) => after.slice(span.start, span.end));

  it('moves what lies behind an insertion', () => {
    expect(shown('see all #one and #two')).toEqual(['#one', '#two']);
  });

  it('leaves what lies before it alone', () => {
    expect(shown('see #one and then #two')).toEqual(['#one', '#two']);
  });

  it('grows a tag that is being written at its end', () => {
    expect(shown('see #one and #twofold')).toEqual(['#one', '#twofold']);
  });

  it('does not swallow the space behind a tag', () => {
    expect(shown('see #one  and #two')).toEqual(['#one', '#two']);
  });

  it('drops a tag that was deleted', () => {
    expect(shown('see and #two')).toEqual(['#two']);
  });

  it('never yields a span outside the new text', () => {
    for (const after of ['', 's', '#one', 'see #', `${before}${before}`])
      for (const span of shiftSpans(spans, before, after)) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeLessThanOrEqual(after.length);
        expect(span.start).toBeLessThan(span.end);
      }
  });
});

describe('caretAfter', () => {
  it('stands behind what came back with an undo', () => {
    expect(caretAfter('one three', 'one more three')).toBe('one more '.length);
  });

  it('stands where something was taken out', () => {
    expect(caretAfter('one more three', 'one three')).toBe('one '.length);
  });
});
