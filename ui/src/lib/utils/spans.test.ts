import { describe, expect, it } from 'vitest';
import { caretAfter, paragraphs, pieces, reuse, shiftSpans } from './spans';

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

describe('paragraphs', () => {
  const of = (text: string, limit: number | null = null) => paragraphs(pieces(text, [], null, limit));
  const texts = (all: { text: string }[][]) => all.map((one) => one.map((piece) => piece.text).join(''));

  it('end with their lines and joined are the caption', () => {
    expect(texts(of('a\n\nb'))).toEqual(['a\n', '\n', 'b']);
    expect(texts(of('a\n'))).toEqual(['a\n']);
    expect(of('')).toEqual([]);
  });

  it('are one where it is too much anyway, however many lines that has', () => {
    expect(texts(of('a\nb\nc\nd', 3))).toEqual(['a\n', 'b\nc\nd']);
  });

  it('in which nothing changed are the very same, and the one that is written keeps its place', () => {
    const before = reuse([], of('one\ntwo\nthree'));
    const typed = reuse(before, of('one\ntwos\nthree'));
    expect(typed.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(typed[0]).toBe(before[0]);
    expect(typed[1]).not.toBe(before[1]);
    expect(typed[2]).toBe(before[2]);
    expect(reuse(typed, of('one\ntwos\nthree'))).toBe(typed);
  });

  it('come and go without a place given twice', () => {
    let now = reuse([], of('a\nb\nc'));
    for (const text of ['a\n\nb\nc', 'a\n\n\nb\nc', 'b\nc', 'x\nb\nc\nd', '', 'a\na\na']) {
      const before = now;
      now = reuse(before, of(text));
      expect(texts(now.map(({ pieces }) => pieces)).join('')).toBe(text);
      expect(new Set(now.map(({ id }) => id)).size).toBe(now.length);
    }
  });
});
