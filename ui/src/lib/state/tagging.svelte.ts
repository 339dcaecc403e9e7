import type { Tag } from '$lib/ipc';

/** A place on a picture, in fractions of it. */
export interface Point {
  x: number;
  y: number;
}

const within = (value: number) => Math.round(Math.max(0, Math.min(1, value)) * 10_000) / 10_000;

/** What a person typed as an account: `@name` is `name`. */
export function username(text: string): string {
  return text.trim().replace(/^@+/u, '').split(/[\s,]/u)[0] ?? '';
}

/**
 * People on a picture while they are being placed. A pin follows every key and the pointer at once; the draft
 * is told a moment after the last of them, so that one move is one step to undo.
 */
export class Tagging {
  tags = $state.raw<Tag[]>([]);
  /** Where the next pin goes by key. */
  mark = $state.raw<Point>({ x: 0.5, y: 0.5 });
  /** A pin without a name yet. */
  naming = $state.raw<Point | null>(null);
  /** Whose name is being written anew. */
  renaming = $state<string | null>(null);
  #save: (tags: Tag[]) => unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    tags: Tag[],
    save: (tags: Tag[]) => unknown,
    readonly wait = 500,
  ) {
    this.tags = tags;
    this.#save = save;
  }

  /** The draft's word, unless a pin is on its way. */
  adopt(tags: Tag[]) {
    if (this.#timer !== undefined) return;
    this.tags = tags;
    if (!tags.some((tag) => tag.username === this.renaming)) this.renaming = null;
  }

  moveMark(dx: number, dy: number) {
    this.mark = { x: within(this.mark.x + dx), y: within(this.mark.y + dy) };
  }

  place(at: Point) {
    this.renaming = null;
    this.naming = { x: within(at.x), y: within(at.y) };
    this.mark = this.naming;
  }

  /** On the pin that waits for a name; on clips nobody has a place. Whether it was a name that is new here. */
  name(text: string, placed = true): boolean {
    const wanted = username(text);
    const known = this.tags.some((tag) => tag.username.toLowerCase() === wanted.toLowerCase());
    if (wanted === '' || known || (placed && !this.naming)) return false;
    const at = placed ? this.naming : null;
    this.naming = null;
    this.tags = [...this.tags, { username: wanted, x: at?.x ?? null, y: at?.y ?? null }];
    this.settle(true);
    return true;
  }

  /** Asks who this is, again. */
  rename(name: string) {
    this.naming = null;
    this.renaming = name;
  }

  /** Somebody else at the same place. Whether it was a name that is new here, or the one it had. */
  renamed(text: string): boolean {
    const [was, wanted] = [this.renaming, username(text)];
    const other = this.tags.some(
      (tag) => tag.username !== was && tag.username.toLowerCase() === wanted.toLowerCase(),
    );
    if (was === null || wanted === '' || other) return false;
    this.renaming = null;
    if (wanted === was) return true;
    this.tags = this.tags.map((tag) => (tag.username === was ? { ...tag, username: wanted } : tag));
    this.settle(true);
    return true;
  }

  moveTo(name: string, at: Point) {
    this.#change(name, at.x, at.y);
  }

  moveBy(name: string, dx: number, dy: number) {
    const tag = this.tags.find((other) => other.username === name);
    if (tag) this.#change(name, (tag.x ?? 0.5) + dx, (tag.y ?? 0.5) + dy);
  }

  remove(name: string) {
    if (this.renaming === name) this.renaming = null;
    this.tags = this.tags.filter((tag) => tag.username !== name);
    this.settle(true);
  }

  /** Tells the draft now, if there is something to tell. */
  settle(changed = this.#timer !== undefined) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (changed) this.#save(this.tags);
  }

  #change(name: string, x: number, y: number) {
    this.tags = this.tags.map((tag) =>
      tag.username === name ? { ...tag, x: within(x), y: within(y) } : tag,
    );
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.settle(), this.wait);
  }
}
