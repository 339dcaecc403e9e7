export interface Span {
  text: string;
  hit: boolean;
}

/** A text in pieces, those that were asked for apart from the others. */
export function spansOf(text: string, at: readonly number[]): Span[] {
  const hits = new Set(at);
  const spans: Span[] = [];
  Array.from(text).forEach((sign, index) => {
    const hit = hits.has(index);
    const last = spans.at(-1);
    if (last?.hit === hit) last.text += sign;
    else spans.push({ text: sign, hit });
  });
  return spans;
}
