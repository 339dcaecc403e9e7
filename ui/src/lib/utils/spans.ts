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

/**
 * Moves spans that belong to `before` so that they fit `after`, the text one edit later.
 * What lies before the edit stays, what lies behind it shifts, a span around it grows or shrinks.
 * So the highlight never jumps while the core is still counting.
 */
export function shiftSpans(spans: Span[], before: string, after: string): Span[] {
  if (before === after) return spans;
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail += 1;
  const cut = before.length - tail;
  const grow = after.length - before.length;
  const move = (offset: number, end: boolean) => {
    if (offset < head || (offset === head && !end)) return offset <= head ? offset : head;
    if (offset >= cut) return offset + grow;
    return end ? Math.max(head, cut + grow) : head;
  };
  return spans
    .map((span) => ({ ...span, start: move(span.start, false), end: move(span.end, true) }))
    .filter((span) => span.end > span.start);
}

/** Cuts the caption at every place where its look changes. The pieces joined are the text again. */
export function pieces(text: string, spans: Span[], fold: number | null, limit: number | null = null): Piece[] {
  const within = (offset: number) => Math.max(0, Math.min(text.length, offset));
  const cuts = new Set([0, text.length]);
  for (const span of spans) cuts.add(within(span.start)).add(within(span.end));
  for (const place of [fold, limit]) if (place !== null) cuts.add(within(place));
  const at = [...cuts].sort((a, b) => a - b);
  const out: Piece[] = [];
  for (let index = 0; index + 1 < at.length; index += 1) {
    const start = at[index] ?? 0;
    const end = at[index + 1] ?? 0;
    const tag = spans.find((span) => span.start <= start && span.end >= end);
    out.push({
      text: text.slice(start, end),
      kind: tag?.kind ?? 'plain',
      over: limit !== null && start >= limit,
      folded: fold !== null && start >= fold,
    });
  }
  return out;
}
