/** What of a key press tells arrows apart. */
interface Press {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

const ways: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where an arrow key moves something on a picture, by so much; null for every other key, and for one that means
    something else. */
export function across(press: Press, by: number): [number, number] | null {
  const way = ways[press.key];
  if (!way || press.altKey || press.ctrlKey || press.metaKey) return null;
  return [way[0] * by, way[1] * by];
}

/** Where an arrow key goes in a row of choices: on, back, or 0 as for every other key. */
export function along(press: Press): number {
  const [x, y] = across(press, 1) ?? [0, 0];
  return x + y;
}
