/** Keys in a menu: arrows go round, Home and End to its ends, Escape and Tab leave it and give the focus back. */
export function menuKeys(event: KeyboardEvent, items: HTMLElement[], close: (back: boolean) => void) {
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const next = to[event.key];
  if (event.key === 'Escape') close(true);
  else if (event.key === 'Tab') return close(true);
  else if (next !== undefined) items[next]?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
