/** What is being written where the caret stands, if it can be completed. */
export interface Begun {
  kind: 'mention' | 'emoji';
  /** Of the sign that began it. */
  start: number;
  /** Behind the sign. */
  query: string;
}

const mention = /(?:^|[^\p{L}\p{N}_.@])@([\w.]{0,30})$/u;
const emoji = /(?:^|[^\p{L}\p{N}:])(:[\p{L}\p{N}_+-]{2,32})$/u;
const whole = /(?:^|[^\p{L}\p{N}:])(:([a-z0-9_+-]{2,32}):)$/u;
/** No username and no name of an emoji is longer; the rest of a long text is not looked at. */
const reach = 40;

export function begun(text: string, caret: number): Begun | null {
  const before = text.slice(Math.max(0, caret - reach), caret);
  const name = mention.exec(before)?.[1];
  if (name !== undefined) return { kind: 'mention', start: caret - name.length - 1, query: name };
  const sign = emoji.exec(before)?.[1];
  if (sign !== undefined) return { kind: 'emoji', start: caret - sign.length, query: sign.slice(1) };
  return null;
}

/** The name between two colons that ends at the caret. */
export function closed(text: string, caret: number): { start: number; name: string } | null {
  const found = whole.exec(text.slice(Math.max(0, caret - reach), caret));
  return found?.[1] && found[2] ? { start: caret - found[1].length, name: found[2] } : null;
}

/** Those that begin with it first, then those that have it inside; each in the order they came. */
export function matching(names: string[], query: string, most = 8): string[] {
  const wanted = query.toLowerCase();
  const starts: string[] = [];
  const holds: string[] = [];
  for (const name of names) {
    const at = name.toLowerCase().indexOf(wanted);
    if (at === 0) starts.push(name);
    else if (at > 0) holds.push(name);
  }
  return [...starts, ...holds].slice(0, most);
}
