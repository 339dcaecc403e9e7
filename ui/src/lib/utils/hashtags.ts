import type { Span } from '$lib/ipc';

/** Hashtags are the same however they are written. */
const same = (tag: string) => tag.toLocaleLowerCase();

/** The hashtags of a text, each once, as they were written first. */
export function tagsOf(text: string, spans: Span[]): string[] {
  const found = new Map<string, string>();
  for (const span of spans) {
    if (span.kind !== 'hashtag') continue;
    const tag = text.slice(span.start, span.end);
    if (!found.has(same(tag))) found.set(same(tag), tag);
  }
  return [...found.values()];
}

export function missing(tags: string[], present: string[]): string[] {
  const there = new Set(present.map(same));
  return tags.filter((tag) => !there.has(same(tag)));
}

/** Tags behind a text: beside the tags that end it, else after an empty line. */
export function behind(text: string, tags: string[]): string {
  const kept = text.trimEnd();
  const glue = kept === '' ? '' : /(^|\s)#\S+$/u.test(kept) ? ' ' : '\n\n';
  return `${kept}${glue}${tags.join(' ')}`;
}

/** The text without these tags and without the gaps they leave. */
export function without(text: string, spans: Span[], tags: string[]): string {
  const gone = new Set(tags.map(same));
  let out = '';
  let from = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.kind !== 'hashtag' || !gone.has(same(text.slice(span.start, span.end)))) continue;
    out += text.slice(from, span.start).replace(/[^\S\n]$/u, '');
    from = span.end;
    if (out === '' || out.endsWith('\n')) while (text[from] === ' ') from += 1;
  }
  return (out + text.slice(from)).trimEnd();
}

/** What a person typed as tags: `bread, #rye` is `#bread` and `#rye`. */
export function typedTags(text: string): string[] {
  const words = text.split(/[\s,;#]+/u).filter(Boolean);
  return missing([...new Set(words.map((word) => `#${word}`))], []);
}

/** With the spaces it needs to stand between what is before and behind. */
export function spaced(insert: string, text: string, start: number, end: number): string {
  const before = start > 0 && !/\s/u.test(text[start - 1] ?? '') ? ' ' : '';
  const after = end < text.length && !/\s/u.test(text[end] ?? '') ? ' ' : '';
  return `${before}${insert}${after}`;
}
