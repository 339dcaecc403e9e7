import { describe, expect, it } from 'vitest';
import { between, brief, dropIndex, edgeSpeed, gapAt, nextIn, rearranged } from './strip';

describe('dropIndex', () => {
  const middles = [40, 128, 216];

  it('lands before the first slide whose middle is right of the pointer', () => {
    expect(dropIndex(middles, 10)).toBe(0);
    expect(dropIndex(middles, 41)).toBe(1);
    expect(dropIndex(middles, 200)).toBe(2);
  });

  it('lands at the end beyond the last', () => {
    expect(dropIndex(middles, 9000)).toBe(3);
    expect(dropIndex([], 0)).toBe(0);
  });
});

describe('between', () => {
  it('takes both ends, in either direction', () => {
    expect(between(['a', 'b', 'c', 'd'], 1, 2)).toEqual(['b', 'c']);
    expect(between(['a', 'b', 'c', 'd'], 3, 1)).toEqual(['b', 'c', 'd']);
  });
});

describe('nextIn', () => {
  const states = ['ok', 'bad', 'ok', 'bad'];
  const bad = (state: string) => state === 'bad';

  it('goes round', () => {
    expect(nextIn(states, 1, bad)).toBe(3);
    expect(nextIn(states, 3, bad)).toBe(1);
    expect(nextIn(states, 1, bad, -1)).toBe(3);
  });

  it('finds the only one again, and says when there is none', () => {
    expect(nextIn(['ok', 'bad'], 1, bad)).toBe(1);
    expect(nextIn(['ok'], 0, bad)).toBe(-1);
    expect(nextIn([], -1, bad)).toBe(-1);
  });
});

describe('several slides moved together', () => {
  const abcdef = ['a', 'b', 'c', 'd', 'e', 'f'];

  it('keep their own order, at a place counted without them', () => {
    expect(rearranged(abcdef, ['b', 'e'], 0)).toEqual(['b', 'e', 'a', 'c', 'd', 'f']);
    expect(rearranged(abcdef, ['e', 'b'], 3)).toEqual(['a', 'c', 'd', 'b', 'e', 'f']);
    expect(rearranged(abcdef, ['a'], 99)).toEqual(['b', 'c', 'd', 'e', 'f', 'a']);
  });
});

describe('the edges of the strip', () => {
  it('scroll faster the nearer the pointer is, and not at all in the middle', () => {
    expect(edgeSpeed(0, 1000, 500)).toBe(0);
    expect(edgeSpeed(0, 1000, 2)).toBeLessThan(edgeSpeed(0, 1000, 50));
    expect(edgeSpeed(0, 1000, 50)).toBeLessThan(0);
    expect(edgeSpeed(0, 1000, 1200)).toBe(14);
  });
});

describe('the gap between slides', () => {
  const boxes = [
    { start: 0, end: 80 },
    { start: 88, end: 168 },
  ];

  it('is where the pointer is near a boundary', () => {
    expect(gapAt(boxes, 84)).toBe(1);
    expect(gapAt(boxes, 76)).toBe(1);
    expect(gapAt(boxes, 40)).toBeNull();
    expect(gapAt(boxes, -4)).toBe(0);
    expect(gapAt([], 4)).toBeNull();
  });
});

describe('what stands under a thumbnail', () => {
  const known = { 'carousel.aspect_differs': 'Shape' };

  it('is a title that fits as it is', () => {
    expect(brief('Too wide', 'image.aspect', known)).toBe('Too wide');
  });

  it('is a word for what it is about where the title would be cut off', () => {
    expect(brief('Another shape', 'carousel.aspect_differs', known)).toBe('Shape');
  });

  it('is the name of a format, in either language', () => {
    expect(brief('WebP-Datei', 'image.format', known)).toBe('WebP');
    expect(brief('QuickTime clip', 'video.container', known)).toBe('QuickTime');
  });

  it('leaves room for a place of two figures', () => {
    expect(brief('PNG-Datei', 'image.format', known, 9)).toBe('PNG-Datei');
    expect(brief('PNG-Datei', 'image.format', known, 10)).toBe('PNG');
  });

  it('is the title where nobody knows better', () => {
    expect(brief('Something newer than this', 'image.newer', known)).toBe('Something newer than this');
  });
});
