import type { SlideView } from '$lib/ipc';
import { between } from '$lib/utils/strip';

/** `more`: with the others; `range`: all from the one that was chosen last. */
export type How = 'only' | 'more' | 'range';

const idsOf = (slides: SlideView[]) => slides.map((slide) => slide.id);

/** Which slides of a draft are chosen, and which of them is in view. It changes nothing about them. */
export class Selection {
  active = $state<string | null>(null);
  ids = $state.raw<string[]>([]);
  #anchor: string | null = null;

  constructor(slides: SlideView[]) {
    this.active = slides[0]?.id ?? null;
    this.ids = this.active ? [this.active] : [];
  }

  /** Whether another slide is in view than before. */
  choose(slides: SlideView[], id: string, how: How): boolean {
    const all = idsOf(slides);
    // A range begins at the slide chosen last, or where the keyboard is.
    if (this.#anchor === null || !all.includes(this.#anchor)) this.#anchor = this.active;
    if (how === 'range' && this.#anchor) {
      this.ids = between(all, all.indexOf(this.#anchor), all.indexOf(id));
    } else if (how === 'more') {
      const kept = this.ids.filter((other) => other !== id);
      this.ids = kept.length === this.ids.length || kept.length === 0 ? [...kept, id] : kept;
      this.#anchor = id;
    } else {
      this.ids = [id];
      this.#anchor = id;
    }
    const other = this.active !== id;
    this.active = id;
    return other;
  }

  /** The slide so many places before or after the one in view; the first or last at the ends. */
  beside(slides: SlideView[], by: number): string | null {
    const at = slides.findIndex((slide) => slide.id === this.active);
    return slides[Math.max(0, Math.min(slides.length - 1, at + by))]?.id ?? null;
  }

  /** After slides came or went: stays on the same slide, or goes to the one that took its place. Whether the
      one in view had gone. */
  keep(before: SlideView[], slides: SlideView[]): boolean {
    const ids = idsOf(slides);
    const known = idsOf(before);
    this.ids = this.ids.filter((id) => ids.includes(id));
    const gone = !this.active || !ids.includes(this.active);
    if (gone) {
      const fresh = slides.find((slide) => !known.includes(slide.id));
      const was = before.findIndex((slide) => slide.id === this.active);
      const stays = (slide: SlideView) => ids.includes(slide.id);
      const near = before.slice(was + 1).find(stays) ?? before.slice(0, Math.max(0, was)).findLast(stays);
      this.active = (near ?? fresh)?.id ?? null;
    }
    if (this.ids.length === 0 && this.active) this.ids = [this.active];
    return gone;
  }
}
