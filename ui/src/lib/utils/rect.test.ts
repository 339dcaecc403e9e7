import { describe, expect, it } from 'vitest';
import { around, cutAreas, loses, movedTo, part, shapeOf } from './rect';

describe('what stays of a picture', () => {
  it('is all of it when nothing is said', () => {
    expect(part(null)).toEqual({ x: 0, y: 0, w: 1, h: 1 });
    expect(loses(part(null))).toBe(false);
    expect(cutAreas(part(null))).toEqual([]);
  });

  it('leaves exactly the rest to be hatched', () => {
    const kept = part({ x: 0.25, y: 0, w: 0.5, h: 1 });
    const cut = cutAreas(kept).reduce((sum, area) => sum + area.w * area.h, 0);
    expect(cut + kept.w * kept.h).toBeCloseTo(1);
    expect(cutAreas(kept)).toHaveLength(2);
  });

  it('has the shape of its pixels, and a sane one while they are unknown', () => {
    expect(shapeOf(part({ x: 0, y: 0, w: 0.5, h: 1 }), 2000, 1000)).toBeCloseTo(1);
    expect(shapeOf(part(null), 0, 0)).toBe(0.8);
  });
});

describe('a part that is moved', () => {
  const frame = { x: 0.2, y: 0, w: 0.4, h: 1 };

  it('stays inside the picture', () => {
    expect(movedTo(frame, -3, 9)).toEqual({ x: 0.2, y: 0.5 });
    expect(movedTo(frame, 0.9, 0.5).x).toBeCloseTo(0.8);
  });

  it('keeps its size', () => {
    const moved = around(frame, { x: 0.5, y: 0.5 });
    expect(moved.w).toBe(0.4);
    expect(moved.x).toBeCloseTo(0.3);
  });
});
