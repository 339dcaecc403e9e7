import type { Part } from './rect';

/** Two pictures over each other. The parts are fractions of the box around both. */
export interface Overlay {
  /** Of the box: width over height. */
  shape: number;
  before: Part;
  after: Part;
}

/** Lays what became of a picture over it, so that the same thing is at the same place in both: `kept` is the
    part of the picture that it shows, `aspect` its own shape. Where it is wider or higher than that part,
    something was put around it, as much on both sides. */
export function overlay(kept: Part, width: number, height: number, aspect: number): Overlay {
  const [w, h] = width > 0 && height > 0 ? [width, height] : [4, 5];
  const [partW, partH] = [kept.w * w, kept.h * h];
  const shape = Number.isFinite(aspect) && aspect > 0 ? aspect : partW / partH;
  const wide = shape > partW / partH;
  const afterW = wide ? partH * shape : partW;
  const afterH = wide ? partH : partW / shape;
  const left = kept.x * w + (partW - afterW) / 2;
  const top = kept.y * h + (partH - afterH) / 2;
  const [boxLeft, boxTop] = [Math.min(0, left), Math.min(0, top)];
  const boxW = Math.max(w, left + afterW) - boxLeft;
  const boxH = Math.max(h, top + afterH) - boxTop;
  return {
    shape: boxW / boxH,
    before: { x: (0 - boxLeft) / boxW, y: (0 - boxTop) / boxH, w: w / boxW, h: h / boxH },
    after: { x: (left - boxLeft) / boxW, y: (top - boxTop) / boxH, w: afterW / boxW, h: afterH / boxH },
  };
}
