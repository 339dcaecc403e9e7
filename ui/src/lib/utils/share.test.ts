import { describe, expect, it } from 'vitest';
import { share } from './share';

describe('sharing what did not change', () => {
  const prev = {
    slides: [
      { id: 'a', findings: [1] },
      { id: 'b', findings: [] },
    ],
    title: 'x',
  };

  it('gives back the very same object when all of it says the same', () => {
    expect(share(prev, structuredClone(prev))).toBe(prev);
  });

  it('keeps the slides that stayed and takes the one that changed', () => {
    const next = structuredClone(prev);
    next.slides[1] = { id: 'b', findings: [2] as never[] };
    const shared = share(prev, next);
    expect(shared).toEqual(next);
    expect(shared.slides[0]).toBe(prev.slides[0]);
    expect(shared.slides[1]).not.toBe(prev.slides[1]);
  });

  it('never keeps a part that went away or came', () => {
    expect(share([1, 2], [1])).toEqual([1]);
    expect(share({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
    expect(share({ a: undefined }, { b: undefined })).toEqual({ b: undefined });
    expect(share(null, { a: 1 })).toEqual({ a: 1 });
    expect(share([1], { 0: 1 })).toEqual({ 0: 1 });
  });
});
