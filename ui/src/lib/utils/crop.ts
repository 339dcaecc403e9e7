import type { Part } from './rect';

/** A picture after a person's quarter turns, in pixels; straightening turns it about its middle and
    leaves this size as it is. */
export interface Canvas {
  width: number;
  height: number;
  /** Clockwise, -45 to 45. */
  degrees: number;
}

export type Handle = 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w' | 'nw';
export const handles: Handle[] = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'];

/** The least of the picture's shorter way that a frame may show. */
const LEAST = 0.05;
const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** A rectangle by its middle (from the picture's own middle) and half its sides, in pixels. */
interface Box {
  x: number;
  y: number;
  a: number;
  b: number;
}

const toBox = (rect: Part, { width, height }: Canvas): Box => ({
  x: (rect.x + rect.w / 2 - 0.5) * width,
  y: (rect.y + rect.h / 2 - 0.5) * height,
  a: (rect.w * width) / 2,
  b: (rect.h * height) / 2,
});

const toPart = ({ x, y, a, b }: Box, { width, height }: Canvas): Part => {
  const w = Math.min(1, (2 * a) / width);
  const h = Math.min(1, (2 * b) / height);
  return {
    x: clamp(x / width + 0.5 - w / 2, 0, 1 - w),
    y: clamp(y / height + 0.5 - h / 2, 0, 1 - h),
    w,
    h,
  };
};

function angle(degrees: number) {
  const turn = (degrees * Math.PI) / 180;
  return { cos: Math.cos(turn), sin: Math.sin(turn) };
}

/** How far a box may be enlarged about its own middle (1: as it is) before it leaves the picture. */
function reach(box: Box, canvas: Canvas): number {
  const { cos, sin } = angle(canvas.degrees);
  const { x, y, a, b } = box;
  // Where the middle lies along the picture's own sides, and how far the box reaches along them.
  const u = Math.abs(x * cos + y * sin);
  const v = Math.abs(y * cos - x * sin);
  const wide = a * Math.abs(cos) + b * Math.abs(sin);
  const high = a * Math.abs(sin) + b * Math.abs(cos);
  const { width, height } = canvas;
  return Math.max(
    0,
    Math.min(
      (width / 2 - u) / wide,
      (height / 2 - v) / high,
      (width / 2 - Math.abs(x)) / a,
      (height / 2 - Math.abs(y)) / b,
    ),
  );
}

/** The largest frame of a shape (width over height), in the middle of the picture. */
export function largest(shape: number, canvas: Canvas): Part {
  const unit = { x: 0, y: 0, a: shape, b: 1 };
  const by = reach(unit, canvas);
  return toPart({ ...unit, a: shape * by, b: by }, canvas);
}

/** The frame moved to where it shows nothing but picture; made smaller only where it is too large
    anywhere. */
export function inside(rect: Part, canvas: Canvas): Part {
  const box = toBox(rect, canvas);
  const most = reach({ ...box, x: 0, y: 0 }, canvas);
  const by = Math.min(1, most);
  const [a, b] = [box.a * by, box.b * by];
  const { cos, sin } = angle(canvas.degrees);
  const freeU = Math.max(0, canvas.width / 2 - (a * Math.abs(cos) + b * Math.abs(sin)));
  const freeV = Math.max(0, canvas.height / 2 - (a * Math.abs(sin) + b * Math.abs(cos)));
  const freeX = Math.max(0, canvas.width / 2 - a);
  const freeY = Math.max(0, canvas.height / 2 - b);
  let { x, y } = box;
  // The nearest place that both the picture's sides and the turned picture's sides allow.
  for (let round = 0; round < 24; round += 1) {
    const u = clamp(x * cos + y * sin, -freeU, freeU);
    const v = clamp(y * cos - x * sin, -freeV, freeV);
    x = clamp(u * cos - v * sin, -freeX, freeX);
    y = clamp(u * sin + v * cos, -freeY, freeY);
  }
  // What rounding left over is taken up by moving towards the middle, which is always allowed.
  const over = (value: number, free: number) => (Math.abs(value) > free ? free / Math.abs(value) : 1);
  const back = Math.min(over(x * cos + y * sin, freeU), over(y * cos - x * sin, freeV));
  return toPart({ x: x * back, y: y * back, a, b }, canvas);
}

/** The frame in its place, as much smaller as the picture around it asks for. */
export function shrunk(rect: Part, canvas: Canvas): Part {
  const box = toBox(rect, canvas);
  const by = Math.min(1, reach(box, canvas));
  // A middle outside the picture has no room at all.
  if (by * rect.w < LEAST) return inside(rect, canvas);
  return toPart({ ...box, a: box.a * by, b: box.b * by }, canvas);
}

/** How many times the largest frame of its shape is wider than this one. */
export function zoomOf(rect: Part, shape: number, canvas: Canvas): number {
  return Math.max(1, largest(shape, canvas).w / rect.w);
}

export const MOST_ZOOM = 1 / LEAST;

/** A frame of this shape, so many times smaller than the largest one, about the same middle. */
export function zoomed(rect: Part, shape: number, zoom: number, canvas: Canvas): Part {
  const full = largest(shape, canvas);
  const by = clamp(zoom, 1, MOST_ZOOM);
  const [w, h] = [full.w / by, full.h / by];
  return inside({ x: rect.x + rect.w / 2 - w / 2, y: rect.y + rect.h / 2 - h / 2, w, h }, canvas);
}

/** The frame after one of its handles was dragged by so much (fractions of the canvas). Its shape stays,
    and so does the side or corner across. */
export function resized(
  rect: Part,
  handle: Handle,
  dx: number,
  dy: number,
  shape: number,
  canvas: Canvas,
): Part {
  const { width, height } = canvas;
  const full = largest(shape, canvas);
  const right = handle.includes('e') ? 1 : handle.includes('w') ? -1 : 0;
  const down = handle.includes('s') ? 1 : handle.includes('n') ? -1 : 0;
  // Both ways in pixels of width, so that a drag along either side does the same to the shape.
  const wider = right * dx * width;
  const higher = down * dy * height * shape;
  const grown = right && down ? (wider + higher) / 2 : wider + higher;
  const side = clamp(rect.w * width + grown, (full.w * width) / MOST_ZOOM, full.w * width);
  // What stays where it is, from the picture's middle.
  const fixed = toBox(rect, canvas);
  const at = { x: fixed.x - right * fixed.a, y: fixed.y - down * fixed.b };
  const box = (half: number): Box => ({
    x: at.x + right * half,
    y: at.y + down * (half / shape),
    a: half,
    b: half / shape,
  });
  let [low, high] = [0, side / 2];
  if (reach(box(high), canvas) >= 1 - 1e-9) return toPart(box(high), canvas);
  // The largest that still shows nothing but picture.
  for (let round = 0; round < 40; round += 1) {
    const half = (low + high) / 2;
    if (reach(box(half), canvas) >= 1) low = half;
    else high = half;
  }
  const least = (full.w * width) / MOST_ZOOM / 2;
  return low < least ? rect : toPart(box(low), canvas);
}

/** The frame on the picture turned by quarters, clockwise, about the same thing and as near. */
export function turned(rect: Part, shape: number, quarters: number, before: Canvas): Part {
  const odd = quarters % 2 !== 0;
  const after = odd ? { ...before, width: before.height, height: before.width } : before;
  let [x, y] = [rect.x + rect.w / 2, rect.y + rect.h / 2];
  for (let left = ((quarters % 4) + 4) % 4; left > 0; left -= 1) [x, y] = [1 - y, x];
  const zoom = zoomOf(rect, shape, before);
  return zoomed({ x, y, w: 0, h: 0 }, shape, zoom, after);
}
