/**
 * Where a person is in a part of the window: what has the focus, and how far things are scrolled. The answer
 * takes them back there after it was drawn anew, the same in other words.
 */
export function keepPlace(root: HTMLElement): () => void {
  const all = () => [...root.querySelectorAll<HTMLElement>('*')];
  const before = all();
  const { activeElement } = document;
  const id = activeElement?.id;
  const focus = before.indexOf(activeElement as HTMLElement);
  const scrolled = before.flatMap(({ scrollTop, scrollLeft }, at) =>
    scrollTop || scrollLeft ? [{ at, scrollTop, scrollLeft }] : [],
  );
  return () => {
    const now = all();
    for (const { at, ...far } of scrolled) Object.assign(now[at] ?? {}, far);
    const there = (id && document.getElementById(id)) || now[focus];
    if (focus >= 0 && document.activeElement !== there) there?.focus({ preventScroll: true });
  };
}
