import type { Rect, SlideView } from '$lib/ipc';
import { part, type Part } from './rect';

/** A slide as the phone draws it. */
export interface Shown {
  /** Where its picture is, the best first; the next is for when one cannot be read. */
  urls: string[];
  /** What of that picture goes to Instagram. */
  kept: Part;
  /** Quarter turns that the picture still lacks. */
  turns: number;
  /** And how much straighter it is to be. */
  degrees: number;
}

/** What Instagram would show of a slide. */
export function shown(slide: SlideView): Shown {
  const { preview_url, picture_url, thumb_url, fixed } = slide;
  const made = preview_url !== null && preview_url !== picture_url ? preview_url : fixed?.picture_url;
  const urls = [made, picture_url, thumb_url].filter((url): url is string => Boolean(url));
  return {
    urls: [...new Set(urls)],
    kept: part(made ? null : slide.kept),
    turns: made ? 0 : slide.turns,
    degrees: made ? 0 : (slide.degrees ?? 0),
  };
}

/** The frame of a clip that shows before it plays; for pictures, and while frames are made, the picture. */
export function cover(slide: SlideView): Shown {
  const { clip } = slide;
  const wanted = clip?.cover_ms ?? 0;
  const far = (at: number) => Math.abs(at - wanted);
  const frame = clip?.frames.toSorted((a, b) => far(a.at_ms) - far(b.at_ms))[0];
  const own = shown(slide);
  // What goes to Instagram is that frame already, once it is made.
  return frame && own.urls[0] === slide.picture_url ? { ...own, urls: [frame.url, ...own.urls] } : own;
}

/** A part of what is left of a picture, as a part of all of it. */
export function inside(kept: Part, rect: Rect | Part | null): Part {
  const { x, y, w, h } = part(rect);
  return { x: kept.x + x * kept.w, y: kept.y + y * kept.h, w: w * kept.w, h: h * kept.h };
}

/** The largest part of a shape, width over height, in the middle of something of another shape. */
export function middle(shape: number, of: number): Part {
  const w = Math.min(1, shape / of);
  const h = Math.min(1, of / shape);
  return { x: (1 - w) / 2, y: (1 - h) / 2, w, h };
}
