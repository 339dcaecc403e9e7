import type { Span } from '$lib/ipc';
import { Clusters } from './clusters';

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

/**
 * Cuts the caption at every place where its look changes, never inside of a character. The pieces joined are
 * the text again. Beyond the limit nothing is told apart, so that the work stays the same however long it is.
 */
export function pieces(
  text: string,
  spans: Span[],
  fold: number | null,
  limit: number | null = null,
): Piece[] {
  const clusters = new Clusters(text);
  const end = limit === null ? text.length : clusters.edge(limit);
  const folds = fold === null ? null : clusters.edge(fold);
  const lit = spans
    .filter((span) => span.start < end)
    .map(({ start, end, kind }) => ({ start: clusters.edge(start), end: clusters.edge(end, true), kind }))
    .sort((a, b) => a.start - b.start);
  const cuts = new Set([0, end, text.length]);
  for (const span of lit) cuts.add(span.start).add(Math.min(span.end, end));
  if (folds !== null) cuts.add(folds);
  const at = [...cuts].sort((a, b) => a - b);
  const out: Piece[] = [];
  let next = 0;
  for (let index = 0; index + 1 < at.length; index += 1) {
    const from = at[index] ?? 0;
    const to = at[index + 1] ?? 0;
    while (next < lit.length && (lit[next]?.end ?? 0) <= from) next += 1;
    const span = lit[next];
    const over = limit !== null && from >= end;
    const tag = !over && span && span.start <= from && span.end >= to ? span.kind : 'plain';
    out.push({ text: text.slice(from, to), kind: tag, over, folded: folds !== null && from >= folds });
  }
  return out;
}

/** A line of the caption up to and with its end, however many lines it takes on the screen. */
export interface Paragraph {
  /** Stays the same while its text is being written. */
  id: number;
  pieces: Piece[];
}

/** Pieces by paragraph. What is too much anyway stays in one, however many lines it has. */
export function paragraphs(pieces: Piece[]): Piece[][] {
  const out: Piece[][] = [];
  let open: Piece[] = [];
  for (const piece of pieces) {
    const lines = piece.over ? [piece.text] : piece.text.split(/(?<=\n)/u);
    for (const text of lines) {
      open.push(lines.length === 1 ? piece : { ...piece, text });
      if (piece.over || !text.endsWith('\n')) continue;
      out.push(open);
      open = [];
    }
  }
  if (open.length > 0) out.push(open);
  return out;
}

const alike = (a: Piece[] | undefined, b: Piece[] | undefined) =>
  a?.length === b?.length &&
  !!a?.every((one, at) => {
    const two = b?.[at];
    return (
      one.text === two?.text && one.kind === two.kind && one.over === two.over && one.folded === two.folded
    );
  });

/** The paragraphs of before where they are alike, from both ends; what lies between keeps its places. */
export function reuse(before: Paragraph[], fresh: Piece[][]): Paragraph[] {
  const shortest = Math.min(before.length, fresh.length);
  let head = 0;
  while (head < shortest && alike(before[head]?.pieces, fresh[head])) head += 1;
  let tail = 0;
  while (tail < shortest - head && alike(before.at(-1 - tail)?.pieces, fresh.at(-1 - tail))) tail += 1;
  if (head === before.length && head === fresh.length) return before;
  let next = before.reduce((most, { id }) => Math.max(most, id), 0) + 1;
  const middle = fresh.slice(head, fresh.length - tail).map((pieces, at) => {
    const old = head + at < before.length - tail ? before[head + at] : undefined;
    return { id: old?.id ?? next++, pieces };
  });
  return [...before.slice(0, head), ...middle, ...(tail > 0 ? before.slice(-tail) : [])];
}
