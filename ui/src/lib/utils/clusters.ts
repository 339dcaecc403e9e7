/**
 * Where a text may be cut without parting what is drawn as one character: a letter from its marks, an emoji
 * from its skin tone, the members of a family. Engines draw a parted character wider than a whole one.
 */
export class Clusters {
  #segments: Intl.Segments | null = null;

  constructor(readonly text: string) {}

  /** `at`, or the beginning (`on`: the end) of the character that it falls into. */
  edge(at: number, on = false): number {
    const { text } = this;
    if (at <= 0) return 0;
    if (at >= text.length) return text.length;
    // Below the first combining mark nothing joins, and that is nearly every place of nearly every caption.
    if (text.charCodeAt(at) < 0x300 && text.charCodeAt(at - 1) < 0x300) return at;
    this.#segments ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
    const found = this.#segments.containing(at);
    if (!found || found.index === at) return at;
    return on ? found.index + found.segment.length : found.index;
  }
}
