import { describe, expect, it } from 'vitest';
import {
  handles,
  inside,
  largest,
  MOST_ZOOM,
  resized,
  shrunk,
  turned,
  zoomed,
  zoomOf,
  type Canvas,
} from './crop';
import type { Part } from './rect';

const level: Canvas = { width: 2000, height: 1000, degrees: 0 };
const tilted: Canvas = { ...level, degrees: 12 };

/** Whether every corner lies on the turned picture, and within the canvas. */
function holds(rect: Part, canvas: Canvas): boolean {
  const turn = (-canvas.degrees * Math.PI) / 180;
  const slack = 1e-6 * canvas.width;
  return [0, 1, 2, 3].every((corner) => {
    const x = (rect.x + (corner % 2) * rect.w - 0.5) * canvas.width;
    const y = (rect.y + (corner > 1 ? 1 : 0) * rect.h - 0.5) * canvas.height;
    const u = x * Math.cos(turn) - y * Math.sin(turn);
    const v = x * Math.sin(turn) + y * Math.cos(turn);
    const fits = (value: number, side: number) => Math.abs(value) <= side / 2 + slack;
    return fits(u, canvas.width) && fits(v, canvas.height) && fits(x, canvas.width) && fits(y, canvas.height);
  });
}
const shapeIn = (rect: Part, canvas: Canvas) => (rect.w * canvas.width) / (rect.h * canvas.height);

describe('a frame', () => {
  it('is as large as its shape allows, in the middle', () => {
    expect(largest(0.8, level)).toEqual({ x: 0.3, y: 0, w: 0.4, h: 1 });
    expect(largest(4, level)).toEqual({ x: 0, y: 0.25, w: 1, h: 0.5 });
  });

  it('never shows what lies beside a straightened picture', () => {
    for (const degrees of [-45, -12, -0.1, 0.1, 7, 44.9, 45])
      for (const shape of [0.5625, 0.8, 1, 1.91]) {
        const canvas = { ...level, degrees };
        const full = largest(shape, canvas);
        expect(holds(full, canvas)).toBe(true);
        expect(shapeIn(full, canvas)).toBeCloseTo(shape, 6);
        for (const [x, y] of [
          [-1, -1],
          [2, 0],
          [0.9, 0.9],
          [0, 2],
        ] as const) {
          const zoom = zoomed({ x, y, w: 0, h: 0 }, shape, 2.5, canvas);
          expect(holds(zoom, canvas)).toBe(true);
          expect(holds(inside({ ...full, x, y }, canvas), canvas)).toBe(true);
        }
      }
  });

  it('stays where it is while nothing is in its way', () => {
    const rect = { x: 0.4, y: 0.2, w: 0.2, h: 0.5 };
    expect(inside(rect, level).x).toBeCloseTo(0.4, 9);
    expect(inside(rect, tilted).y).toBeCloseTo(0.2, 9);
    expect(shrunk(rect, tilted)).toEqual(expect.objectContaining({ w: expect.closeTo(0.2, 9) as number }));
  });

  it('keeps its middle when straightening takes its room', () => {
    const edge = { x: 0, y: 0, w: 0.4, h: 1 };
    const rect = shrunk(edge, tilted);
    expect(holds(rect, tilted)).toBe(true);
    expect(rect.x + rect.w / 2).toBeCloseTo(0.2, 6);
    expect(rect.w).toBeLessThan(0.4);
  });

  it('is turned with the picture, about the same thing and as near', () => {
    const rect = zoomed({ x: 0.5, y: 0.2, w: 0.1, h: 0.1 }, 0.8, 3, level);
    const once = turned(rect, 0.8, 1, level);
    const onEnd = { width: 1000, height: 2000, degrees: 0 };
    expect(zoomOf(once, 0.8, onEnd)).toBeCloseTo(3, 6);
    expect(once.x + once.w / 2).toBeCloseTo(1 - (rect.y + rect.h / 2), 6);
    expect(once.y + once.h / 2).toBeCloseTo(rect.x + rect.w / 2, 6);
    const back = turned(once, 0.8, -1, onEnd);
    expect(back.x).toBeCloseTo(rect.x, 6);
    expect(back.w).toBeCloseTo(rect.w, 6);
  });
});

describe('a handle', () => {
  const rect = zoomed({ x: 0.5, y: 0.5, w: 0, h: 0 }, 0.8, 2, level);

  it('keeps the shape, and the corner across in its place', () => {
    const next = resized(rect, 'se', 0.02, 0.05, 0.8, level);
    expect(shapeIn(next, level)).toBeCloseTo(0.8, 6);
    expect(next.x).toBeCloseTo(rect.x, 9);
    expect(next.y).toBeCloseTo(rect.y, 9);
    expect(next.w).toBeGreaterThan(rect.w);
  });

  it('of a side grows about the middle of the side across', () => {
    const next = resized(rect, 'w', -0.05, 0.4, 0.8, level);
    expect(next.x + next.w).toBeCloseTo(rect.x + rect.w, 9);
    expect(next.y + next.h / 2).toBeCloseTo(rect.y + rect.h / 2, 9);
    expect(next.w).toBeCloseTo(rect.w + 0.05, 9);
  });

  it('stops at the edge of the picture and at the smallest frame, however far it is dragged', () => {
    for (const canvas of [level, tilted])
      for (const handle of handles)
        for (const far of [-9, -0.3, 0.3, 9]) {
          const start = zoomed(rect, 0.8, 2, canvas);
          const next = resized(start, handle, far, far, 0.8, canvas);
          expect(holds(next, canvas)).toBe(true);
          expect(next.w).toBeGreaterThanOrEqual(largest(0.8, canvas).w / MOST_ZOOM - 1e-9);
        }
  });
});
