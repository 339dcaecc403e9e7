import type { Core, HashtagGroup, Snippet, Wordbook as Book } from '$lib/ipc';

export type Attempt = <T>(work: () => Promise<T>) => Promise<T | null>;
type Part = 'groups' | 'snippets';

/** Hashtag groups and texts that are used again and again. Kept whole, in a person's own order. */
export class Wordbook {
  book = $state.raw<Book>({ groups: [], snippets: [] });
  loaded = $state(false);
  /** The list for renaming and ordering is open. */
  open = $state<Part | null>(null);
  /** What is to become a text of its own, until it has a name. */
  draftText = $state('');
  #core: Core;
  #attempt: Attempt;
  #last: Promise<unknown> = Promise.resolve();

  constructor(core: Core, attempt: Attempt) {
    this.#core = core;
    this.#attempt = attempt;
  }

  async load() {
    if (this.loaded) return;
    this.loaded = true;
    const book = await this.#attempt(() => this.#core.wordbook());
    if (book) this.book = book;
    else this.loaded = false;
  }

  addGroup(name: string, tags: string[]) {
    return this.#keep((book) => ({ ...book, groups: [...book.groups, { id: '', name, tags }] }));
  }

  addSnippet(name: string, text: string) {
    return this.#keep((book) => ({ ...book, snippets: [...book.snippets, { id: '', name, text }] }));
  }

  changeGroup(id: string, change: Partial<Omit<HashtagGroup, 'id'>>) {
    return this.#keep((book) => ({
      ...book,
      groups: book.groups.map((group) => (group.id === id ? { ...group, ...change } : group)),
    }));
  }

  changeSnippet(id: string, change: Partial<Omit<Snippet, 'id'>>) {
    return this.#keep((book) => ({
      ...book,
      snippets: book.snippets.map((one) => (one.id === id ? { ...one, ...change } : one)),
    }));
  }

  /** To a place counted from 0. */
  move(part: Part, id: string, to: number) {
    return this.#keep((book) => ({ ...book, [part]: moved<{ id: string }>(book[part], id, to) }));
  }

  /** Takes it out; the answer puts it back where it was. */
  remove(part: Part, id: string): () => void {
    const at = this.book[part].findIndex((one) => one.id === id);
    const gone = this.book[part][at];
    void this.#keep((book) => ({
      ...book,
      [part]: (book[part] as { id: string }[]).filter((o) => o.id !== id),
    }));
    return () => {
      if (!gone) return;
      void this.#keep((book) => {
        const list: { id: string }[] = [...book[part]];
        list.splice(at, 0, gone);
        return { ...book, [part]: list };
      });
    };
  }

  /** Shown at once and kept in turn; what could not be kept is taken back. */
  #keep(change: (book: Book) => Book): Promise<boolean> {
    const now = this.#last.then(async () => {
      const before = this.book;
      const wanted = change(before);
      this.book = wanted;
      const kept = await this.#attempt(() => this.#core.wordbookSet(wanted));
      this.book = kept ?? before;
      return kept !== null;
    });
    this.#last = now;
    return now;
  }
}

function moved<T extends { id: string }>(list: T[], id: string, to: number): T[] {
  const one = list.find((other) => other.id === id);
  if (!one) return list;
  const rest = list.filter((other) => other.id !== id);
  rest.splice(Math.max(0, Math.min(rest.length, to)), 0, one);
  return rest;
}
