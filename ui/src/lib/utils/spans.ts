import type { Span } from '$lib/ipc';

/** A piece of the caption as it is painted behind the text field. */
export interface Piece {
  text: string;
  kind: 'plain' | 'hashtag' | 'mention';
  /** Beyond what Instagram takes. */
  over: boolean;
  /** After the place where the feed cuts the caption. */
  folded: boolean;
}

/** How much two texts share at their beginning and, beyond that, at their end. */
function common(before: string, after: string): { head: number; tail: number } {
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail += 1;
  return { head, tail };
}

/** Where the caret belongs after a text was changed from outside: behind the change. */
export function caretAfter(before: string, after: string): number {
  return after.length - common(before, after).tail;
}

/**
 * Moves spans that belong to `before` so that they fit `after`, the text one edit later.
 * What lies before the edit stays, what lies behind it shifts, a span around it grows or shrinks.
 * So the highlight never jumps while the core is still counting.
 */
export function shiftSpans(spans: Span[], before: string, after: string): Span[] {
  if (before === after) return spans;
  const { head, tail } = common(before, after);
  const cut = before.length - tail;
  const grow = after.length - before.length;
  // A tag that is being written takes the letter at its end along; a space after it ends it.
  const joins = /^[^\s]/u.test(after.slice(head, after.length - tail));
  const start = (offset: number) => (offset >= cut ? offset + grow : Math.min(offset, head));
  const end = (offset: number) => {
    if (offset < head || (offset === head && !joins)) return offset;
    return offset >= cut ? offset + grow : head;
  };
  return spans
    .map((span) => ({ ...span, start: start(span.start), end: end(span.end) }))
    .filter((span) => span.end > span.start);
}

/** Cuts the caption at every place where its look changes. The pieces joined are the text again. */
export function pieces(
  text: string,
  spans: Span[],
  fold: number | null,
  limit: number | null = null,
): Piece[] {
  const within = (offset: number) => Math.max(0, Math.min(text.length, offset));
  const cuts = new Set([0, text.length]);
  for (const span of spans) cuts.add(within(span.start)).add(within(span.end));
  for (const place of [fold, limit]) if (place !== null) cuts.add(within(place));
  const at = [...cuts].sort((a, b) => a - b);
  const inOrder = [...spans].sort((a, b) => a.start - b.start);
  const out: Piece[] = [];
  let next = 0;
  for (let index = 0; index + 1 < at.length; index += 1) {
    const start = at[index] ?? 0;
    const end = at[index + 1] ?? 0;
    while (next < inOrder.length && (inOrder[next]?.end ?? 0) <= start) next += 1;
    const span = inOrder[next];
    const tag = span && span.start <= start && span.end >= end ? span.kind : 'plain';
    const over = limit !== null && start >= limit;
    out.push({ text: text.slice(start, end), kind: tag, over, folded: fold !== null && start >= fold });
  }
  return out;
}
