import type { Rect } from '$lib/ipc';

/** A part of a picture, in fractions of its width and height. */
export interface Part {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** What stays of a picture; all of it when nothing is said. */
export function part(rect: Rect | Part | null): Part {
  return { x: rect?.x ?? 0, y: rect?.y ?? 0, w: rect?.w || 1, h: rect?.h || 1 };
}

/** Whether a part leaves out anything that can be seen. */
export function loses(kept: Part): boolean {
  return kept.w < 0.995 || kept.h < 0.995;
}

/** The shape, width over height, of a part of a picture of this size; 4:5 while the size is unknown. */
export function shapeOf(kept: Part, width: number, height: number): number {
  const shape = (width * kept.w) / (height * kept.h);
  return Number.isFinite(shape) && shape > 0 ? shape : 0.8;
}

/** The middle that a part may have, as near to a point as the edges of the picture allow. */
export function movedTo(rect: Rect | Part, x: number, y: number): { x: number; y: number } {
  const { w, h } = part(rect);
  const place = (value: number, side: number) => Math.min(1 - side / 2, Math.max(side / 2, value));
  return { x: place(x, w), y: place(y, h) };
}

/** A part of the same size around another middle. */
export function around(rect: Rect | Part, middle: { x: number; y: number }): Part {
  const { w, h } = part(rect);
  const { x, y } = movedTo(rect, middle.x, middle.y);
  return { x: x - w / 2, y: y - h / 2, w, h };
}

/** What is cut off, as rectangles in fractions: left, right, above, below. */
export function cutAreas(kept: Part): Part[] {
  const right = kept.x + kept.w;
  const below = kept.y + kept.h;
  return [
    { x: 0, y: 0, w: kept.x, h: 1 },
    { x: right, y: 0, w: 1 - right, h: 1 },
    { x: kept.x, y: 0, w: kept.w, h: kept.y },
    { x: kept.x, y: below, w: kept.w, h: 1 - below },
  ].filter((area) => Math.min(area.w, area.h) > 0.003);
}
