/** Where a slide lands: the number of other slides whose middle lies left of the pointer. */
export function dropIndex(middles: readonly number[], pointer: number): number {
  return middles.filter((middle) => middle < pointer).length;
}

/** The items between two positions, both included, whatever their order. */
export function between<T>(items: readonly T[], from: number, to: number): T[] {
  return items.slice(Math.min(from, to), Math.max(from, to) + 1);
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
