/** Where slides land: the number of other slides whose middle lies left of the pointer. */
export function dropIndex(middles: readonly number[], pointer: number): number {
  return middles.filter((middle) => middle < pointer).length;
}

/** The items between two positions, both included, whatever their order. */
export function between<T>(items: readonly T[], from: number, to: number): T[] {
  return items.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/** The items with the picked ones, in their own order, at a place counted without them. */
export function rearranged<T>(items: readonly T[], picked: readonly T[], to: number): T[] {
  const rest = items.filter((item) => !picked.includes(item));
  const own = items.filter((item) => picked.includes(item));
  return [...rest.slice(0, to), ...own, ...rest.slice(to)];
}

/** How many pixels to scroll in one frame with the pointer this close to an edge, or beyond it. */
export function edgeSpeed(start: number, end: number, pointer: number, zone = 56, most = 14): number {
  const deep = (far: number) => Math.ceil(most * Math.min(1, Math.max(0, (zone - far) / zone)));
  const left = deep(pointer - start);
  return left > 0 ? -left : deep(end - pointer);
}

/** The boundary between two boxes that lies within `reach` of the pointer: 1 is the one after the first box. */
export function gapAt(
  boxes: readonly { start: number; end: number }[],
  at: number,
  reach = 10,
): number | null {
  for (let index = 0; index < boxes.length; index += 1) {
    const before = boxes[index - 1];
    const box = boxes[index];
    if (!box) continue;
    const middle = before ? (before.end + box.start) / 2 : box.start - 2;
    if (Math.abs(at - middle) <= reach) return index;
  }
  return null;
}

/** The next position in a circle that satisfies `wanted`, looking forward from `from`. */
export function nextIn<T>(items: readonly T[], from: number, wanted: (item: T) => boolean, step = 1): number {
  for (let count = 1; count <= items.length; count += 1) {
    const index = (((from + count * step) % items.length) + items.length) % items.length;
    const item = items[index];
    if (item !== undefined && wanted(item)) return index;
  }
  return -1;
}

/** As many letters as stand under a thumbnail in the smallest window. */
const FITS = 9;
/** Their titles begin with what they are about, a format or a program. */
const named = ['image.format', 'video.codec', 'video.container', 'video.ffmpeg'];

/** A finding's title as it stands under a thumbnail, behind the slide's place: whole where it fits, else what it is about
    in a word. */
export function brief(title: string, rule: string, known: Record<string, string>, place = 1): string {
  if (title.length + String(place).length <= FITS + 1) return title;
  const first = named.includes(rule) ? title.split(/[\s-]/)[0] : undefined;
  return first || (known[rule] ?? title);
}
