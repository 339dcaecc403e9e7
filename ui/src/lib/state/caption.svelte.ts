import type { CaptionView, Span } from '$lib/ipc';
import { piled } from '$lib/utils/piles';
import { paragraphs, pieces, reuse, shiftSpans, type Paragraph } from '$lib/utils/spans';

/** Beyond this nothing is highlighted any more: what is drawn twice takes twice as long. */
const heavy = 20_000;

/**
 * A text of the post while it is being written: the caption, or the first comment. The text in the field is the person's; counts, highlights and
 * the fold are the core's and catch up after each key. One question is on its way at a time, and an
 * answer about older text never replaces newer text.
 */
export class CaptionState {
  text = $state('');
  composing = $state(false);
  #view = $state.raw<CaptionView | null>(null);
  #send: (text: string) => Promise<CaptionView | null>;
  #busy = false;
  #idle: (() => void)[] = [];
  /** The newest text the core has taken, or is being told. */
  #told = '';

  constructor(view: CaptionView, send: (text: string) => Promise<CaptionView | null>) {
    this.#send = send;
    this.#view = view;
    this.text = view.text;
    this.#told = view.text;
  }

  get counters() {
    return this.#view?.counters ?? [];
  }

  get findings() {
    return this.#view?.findings ?? [];
  }

  /** The core has not seen the newest text yet. */
  get behind() {
    return this.#view?.text !== this.text;
  }

  spans: Span[] = $derived.by(() =>
    this.#view ? shiftSpans(this.#view.spans, this.#view.text, this.text) : [],
  );

  /** Where the feed cuts the text, or null when all of it shows. */
  fold: number | null = $derived.by(() => {
    const at = this.#view?.fold_at ?? null;
    return at === null || at >= this.text.length ? null : at;
  });

  /** Where the text becomes too long, or null when it fits. */
  limit: number | null = $derived.by(() => {
    const at = this.#view?.over_at ?? null;
    return at === null || at >= this.text.length ? null : at;
  });

  /** So much to draw that it is shown plainly. */
  heavy = $derived(this.text.length > heavy || piled(this.text));
  /** Marks in heaps: drawn without being stacked. */
  piled = $derived(this.heavy && piled(this.text));

  #drawn: Paragraph[] = [];
  /** As it is painted. A paragraph in which nothing changed is the very one of before, so that a key draws
      its own anew and no other. */
  paragraphs: Paragraph[] = $derived.by(() => {
    const fresh = this.heavy ? [] : paragraphs(pieces(this.text, this.spans, this.fold, this.limit));
    return (this.#drawn = reuse(this.#drawn, fresh));
  });

  /** Someone typed, pasted or deleted. */
  write(text: string) {
    this.text = text;
    void this.#tell();
  }

  /** Resolves once the core has the newest text; anything that depends on it waits for this. */
  settled(): Promise<void> {
    if (!this.#busy) return Promise.resolve();
    return new Promise((done) => this.#idle.push(done));
  }

  /** The draft came back from the core, by answer or by itself. */
  adopt(view: CaptionView) {
    if (this.#busy || this.composing) {
      if (view.text === this.text) this.#view = view;
      return;
    }
    this.#view = view;
    this.text = view.text;
    this.#told = view.text;
  }

  async #tell() {
    if (this.#busy) return;
    this.#busy = true;
    let failed = false;
    while (!failed && this.#told !== this.text) {
      const sent = this.text;
      this.#told = sent;
      const told = await this.#send(sent);
      failed = told === null;
      if (told?.text === sent) this.#view = told;
    }
    this.#busy = false;
    for (const done of this.#idle.splice(0)) done();
  }
}
