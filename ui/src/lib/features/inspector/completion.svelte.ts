import type { Emoji } from '$lib/state/emoji.svelte';
import type { Mentions } from '$lib/state/mentions.svelte';
import { begun, closed, type Begun } from '$lib/utils/complete';

export interface Choice {
  id: string;
  label: string;
  /** Drawn before the label. */
  sign: string | null;
  /** What stands in the text once it is taken. */
  text: () => string;
}

/** Replaces what was begun; the caret goes behind it. */
export type Take = (text: string, start: number, end: number) => void;

/** What is offered while a mention or an emoji is being written. */
export class Completion {
  choices = $state.raw<Choice[]>([]);
  active = $state(0);
  begun = $state.raw<Begun | null>(null);
  open = $derived(this.choices.length > 0);
  #mentions: Mentions;
  #emoji: Emoji;
  #language: () => string;
  /** Where Escape closed it; the same beginning opens it no more. */
  #closedAt: number | null = null;
  #caret = 0;

  constructor(mentions: Mentions, emoji: Emoji, language: () => string) {
    this.#mentions = mentions;
    this.#emoji = emoji;
    this.#language = language;
  }

  /** After every key that changed the text or moved the caret. `typed`: the text changed. */
  look(text: string, caret: number, typed: boolean, take: Take) {
    this.#caret = caret;
    const name = typed ? closed(text, caret) : null;
    const sign = name && this.#emoji.named(name.name);
    if (name && sign) {
      this.close();
      return take(this.#emoji.use(sign), name.start, caret);
    }
    const next = begun(text, caret);
    if (next?.start !== this.#closedAt) this.#closedAt = null;
    // Only writing begins one; going about in what is written ends it or goes on with it.
    const goesOn = typed || (this.begun !== null && this.begun.start === next?.start);
    if (!next || this.#closedAt !== null || !goesOn) return this.close();
    const fresh = this.begun?.start !== next.start || this.begun.kind !== next.kind;
    this.begun = next;
    this.#offer();
    // What is not known yet is offered when it comes, if it is still being asked for.
    const asking =
      next.kind === 'emoji' ? this.#emoji.load(this.#language()) : fresh ? this.#mentions.refresh() : null;
    const same = () => this.begun?.start === next.start && this.begun.kind === next.kind;
    void asking?.then(() => same() && this.#offer());
  }

  #offer() {
    const { begun } = this;
    if (!begun) return;
    const before = this.choices[this.active]?.id;
    this.choices = begun.kind === 'mention' ? this.#people(begun.query) : this.#signs(begun.query);
    this.active = Math.max(
      0,
      this.choices.findIndex((choice) => choice.id === before),
    );
  }

  #people(query: string): Choice[] {
    const names = this.#mentions.matching(query);
    // A name that is written out needs no list in the way of the next line.
    if (names.length === 1 && names[0]?.toLowerCase() === query.toLowerCase()) return [];
    return names.map((name) => ({ id: name, label: `@${name}`, sign: null, text: () => `@${name} ` }));
  }

  #signs(query: string): Choice[] {
    return this.#emoji.find(query).map((sign) => ({
      id: sign.id,
      label: sign.names[0] ? `:${sign.names[0]}:` : sign.label,
      sign: this.#emoji.text(sign),
      text: () => this.#emoji.use(sign),
    }));
  }

  close() {
    if (!this.begun && !this.open) return;
    this.begun = null;
    this.choices = [];
    this.active = 0;
  }

  take(choice: Choice | undefined, take: Take) {
    const { begun } = this;
    if (!begun || !choice) return;
    const end = this.#caret;
    this.close();
    take(choice.text(), begun.start, end);
  }

  /** Whether the key was meant for the list. */
  key(event: KeyboardEvent, take: Take): boolean {
    if (!this.open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    const count = this.choices.length;
    switch (event.key) {
      case 'ArrowDown':
        this.active = (this.active + 1) % count;
        break;
      case 'ArrowUp':
        this.active = (this.active - 1 + count) % count;
        break;
      case 'Enter':
      case 'Tab':
        if (event.shiftKey) return false;
        this.take(this.choices[this.active], take);
        break;
      case 'Escape':
        this.#closedAt = this.begun?.start ?? null;
        this.close();
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
