import { describe, expect, it } from 'vitest';
import { between, dropIndex, nextIn } from './strip';

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
