/** A place in the window that a list or a picker hangs from. */
export interface Spot {
  left: number;
  top: number;
  bottom: number;
}

/** Where the character at an offset is drawn, counted over all text inside of an element. */
export function place(layer: HTMLElement, offset: number): Spot | null {
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (left < length) {
      const range = document.createRange();
      range.setStart(node, left);
      range.setEnd(node, left + 1);
      const box = range.getBoundingClientRect();
      return { left: box.left, top: box.top, bottom: box.bottom };
    }
    left -= length;
  }
  return null;
}
