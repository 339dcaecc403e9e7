interface Place {
  left: number;
  top: number;
}

/** Where each slide stands in the window. */
export function places(list: HTMLElement): Map<string, Place> {
  const found = new Map<string, Place>();
  for (const node of list.querySelectorAll<HTMLElement>('[role=option]')) {
    const { left, top } = node.getBoundingClientRect();
    found.set(node.dataset.id ?? '', { left, top });
  }
  return found;
}

/**
 * Slides spring from where they were to where they stand now. Length and curve are the tokens', so that
 * reduced motion, which makes every length 0, moves nothing.
 */
export function glide(list: HTMLElement, before: Map<string, Place>) {
  const style = getComputedStyle(document.documentElement);
  const written = style.getPropertyValue('--d-morph').trim();
  const duration = parseFloat(written) * (/[^m]s$/.test(written) ? 1000 : 1);
  const easing = style.getPropertyValue('--ease-spring').trim() || 'ease-out';
  if (!(duration > 0) || !('animate' in list)) return;
  for (const node of list.querySelectorAll<HTMLElement>('[role=option]')) {
    const from = before.get(node.dataset.id ?? '');
    if (!from) continue;
    const { left, top } = node.getBoundingClientRect();
    const [x, y] = [from.left - left, from.top - top];
    if (Math.abs(x) < 1 && Math.abs(y) < 1) continue;
    node.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }], { duration, easing });
  }
}
