import type { DraftSummary } from '$lib/ipc';
import { fuzzy } from '$lib/utils/fuzzy';
import { recall, rememberAs } from '$lib/utils/kept';
import { words } from '$lib/words';
import type { App } from './app.svelte';
import { commands, named } from './commands';
import type { ShortcutId } from './shortcuts';

export type Kind = 'recent' | 'commands' | 'rooms' | 'drafts' | 'slides';

export interface Entry {
  /** Unlike every other one's. */
  id: string;
  kind: Kind;
  text: string;
  /** Which of its characters were asked for. */
  at: number[];
  /** What stands beside it. */
  aside: string;
  /** The command, for its keys. */
  command: ShortcutId | null;
  why: string | null;
  thumb: string | null;
  run: () => unknown;
}

const rooms: ShortcutId[] = ['compose', 'activity', 'health', 'settings'];
const kept = 'recent';
/** How many of a kind are shown. */
const most: Record<Kind, number> = { recent: 5, commands: 40, rooms: 4, drafts: 8, slides: 50 };

/** Finds commands, drafts, rooms and slides by what is typed, and does what is chosen. */
export class Palette {
  open = $state(false);
  query = $state('');
  /** Which of `entries` the keyboard is on. */
  at = $state(0);
  /** What the core found for the query it was asked about. */
  #found = $state.raw<{ query: string; drafts: DraftSummary[] } | null>(null);
  #recent = $state.raw<ShortcutId[]>([]);
  #app: App;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    app: App,
    readonly pause = 120,
  ) {
    this.#app = app;
    this.#recent = remembered();
  }

  entries: Entry[] = $derived.by(() => (this.open ? this.#entries() : []));
  active: Entry | null = $derived(this.entries[Math.min(this.at, this.entries.length - 1)] ?? null);

  toggle() {
    if (this.open) this.close();
    else this.show();
  }

  show() {
    this.query = '';
    this.at = 0;
    this.#found = null;
    this.open = true;
  }

  close() {
    clearTimeout(this.#timer);
    this.open = false;
  }

  write(query: string) {
    this.query = query;
    this.at = 0;
    clearTimeout(this.#timer);
    const wanted = query.trim();
    if (wanted) this.#timer = setTimeout(() => void this.#find(wanted), this.pause);
  }

  /** Around at both ends. */
  move(by: number) {
    const count = this.entries.length;
    if (count > 0) this.at = (Math.min(this.at, count - 1) + by + count) % count;
  }

  /** Does it; what cannot be done stays there with its reason. */
  run(entry = this.active): boolean {
    if (!entry || entry.why !== null) return false;
    if (entry.command) this.#remember(entry.command);
    this.close();
    entry.run();
    return true;
  }

  async #find(query: string) {
    const drafts = await this.#app.core.draftsFind(query).catch(() => null);
    // Only the answer to what stands there now.
    if (drafts && this.open && this.query.trim() === query) this.#found = { query, drafts };
  }

  #entries(): Entry[] {
    const query = this.query.trim();
    const all = [...this.#commands(), ...this.#drafts(query), ...(query ? this.#slides() : [])];
    if (!query) return this.#withoutQuery(all);
    const scored = all.flatMap((entry) => {
      const found = fuzzy(query, entry.text);
      // What cannot be done now is rarely what is wanted.
      if (found) return [{ entry: { ...entry, at: found.at }, score: found.score - (entry.why ? 6 : 0) }];
      // The core looks into captions too.
      return entry.kind === 'drafts' && this.#found?.query === query ? [{ entry, score: -1 }] : [];
    });
    scored.sort((a, b) => b.score - a.score);
    // Kinds stay together, the one with the best answer first.
    const kinds = scored.map(({ entry }) => entry.kind).filter((kind, at, all) => all.indexOf(kind) === at);
    return kinds.flatMap((kind) =>
      scored
        .filter(({ entry }) => entry.kind === kind)
        .slice(0, most[kind])
        .map(({ entry }) => entry),
    );
  }

  #withoutQuery(all: Entry[]): Entry[] {
    const recent = this.#recent.flatMap((id): Entry[] => {
      const entry = all.find((other) => other.command === id);
      return entry ? [{ ...entry, id: `recent-${entry.id}`, kind: 'recent' }] : [];
    });
    const rest = all.filter((entry) => !this.#recent.includes(entry.command ?? 'help') || !entry.command);
    const of = (kind: Kind) => rest.filter((entry) => entry.kind === kind);
    return [...recent, ...of('drafts').slice(0, 5), ...of('rooms'), ...of('commands')];
  }

  #commands(): Entry[] {
    const app = this.#app;
    return named().map(({ id }) => {
      const room = rooms.includes(id);
      return {
        id: `command-${id}`,
        kind: room ? 'rooms' : 'commands',
        text: words.help.actions[id],
        at: [],
        aside: '',
        command: id,
        why: room && app.room === id ? words.palette.why.current : (commands[id].why?.(app) ?? null),
        thumb: null,
        run: () => commands[id].run(app, null),
      };
    });
  }

  #drafts(query: string): Entry[] {
    const found = query && this.#found?.query === query ? this.#found.drafts : this.#app.drafts;
    return found.map((draft) => ({
      id: `draft-${draft.id}`,
      kind: 'drafts',
      text: draft.title || words.title.empty,
      at: [],
      aside: draft.line,
      command: null,
      why: null,
      thumb: draft.thumb_url,
      run: () => this.#app.openDraft(draft.id),
    }));
  }

  #slides(): Entry[] {
    const app = this.#app;
    return (app.draft?.slides ?? []).map((slide) => ({
      id: `slide-${slide.id}`,
      kind: 'slides',
      text: words.palette.slide(slide.position, slide.name),
      at: [],
      aside: slide.word,
      command: null,
      why: null,
      thumb: slide.thumb_url,
      run: () => {
        app.room = 'compose';
        app.draft?.show(slide.id);
      },
    }));
  }

  #remember(id: ShortcutId) {
    this.#recent = [id, ...this.#recent.filter((other) => other !== id)].slice(0, most.recent);
    rememberAs(kept, this.#recent);
  }
}

/** Whatever stands there: only commands that exist. */
function remembered(): ShortcutId[] {
  try {
    const told: unknown = JSON.parse(recall(kept) ?? '[]');
    const known: unknown[] = named().map(({ id }) => id);
    const isKnown = (id: unknown): id is ShortcutId => known.includes(id);
    return Array.isArray(told) ? told.filter(isKnown).slice(0, most.recent) : [];
  } catch {
    return [];
  }
}
