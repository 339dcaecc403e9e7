import { describe, expect, it } from 'vitest';
import { overlay } from './overlay';

const whole = { x: 0, y: 0, w: 1, h: 1 };

describe('a picture over what it was', () => {
  it('lies where it was cut from', () => {
    const kept = { x: 0.25, y: 0, w: 0.5, h: 1 };
    const { shape, before, after } = overlay(kept, 2000, 1250, 0.8);
    expect(shape).toBeCloseTo(1.6);
    expect(before).toEqual(whole);
    expect(after).toEqual(kept);
  });

  it('reaches beyond it where bands were added, as far on both sides', () => {
    const { shape, before, after } = overlay(whole, 1000, 500, 1);
    expect(shape).toBe(1);
    expect(after).toEqual(whole);
    expect(before).toEqual({ x: 0, y: 0.25, w: 1, h: 0.5 });
  });

  it('stays a box around both where a part of it got bands', () => {
    const { shape, before, after } = overlay({ x: 0.5, y: 0, w: 0.5, h: 1 }, 1000, 1000, 1);
    expect(shape).toBeCloseTo(1.25);
    expect(before.x).toBe(0);
    expect(before.w).toBeCloseTo(0.8);
    expect(after.x + after.w).toBeCloseTo(1);
  });

  it('is drawn whatever the figures are', () => {
    for (const odd of [0, NaN, Infinity, -1])
      for (const number of Object.values(overlay(whole, odd === -1 ? 0 : 10, 10, odd).after))
        expect(Number.isFinite(number)).toBe(true);
  });
});
