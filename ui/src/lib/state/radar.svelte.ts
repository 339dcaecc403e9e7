import type { Core, DraftView, DuplicateView } from '$lib/ipc';

/** Posts that a draft may be a second copy of. A person is asked once per content, and decides. */
export class Radar {
  /** What is about to go out, and what it resembles, while a person is asked. */
  #asked = $state.raw<{ content: string; list: DuplicateView[] } | null>(null);
  busy = $state(false);
  #core: Core;
  /** What was agreed to, by draft. */
  #agreed: Record<string, string> = {};

  constructor(core: Core) {
    this.#core = core;
  }

  /** Empty when there is nothing to ask. A radar that cannot look is no reason not to publish. */
  async look(draft: DraftView, account: string | null): Promise<DuplicateView[]> {
    if (this.#agreed[draft.id] === content(draft, account)) return [];
    this.busy = true;
    try {
      return await this.#core.duplicates(draft.id);
    } catch {
      return [];
    } finally {
      this.busy = false;
    }
  }

  ask(draft: DraftView, account: string | null, list: DuplicateView[]) {
    this.#asked = { content: content(draft, account), list };
  }

  /** What a person is being asked about this draft as it is now; null when nothing is. */
  about(draft: DraftView, account: string | null): DuplicateView[] | null {
    return this.#asked && this.#asked.content === content(draft, account) ? this.#asked.list : null;
  }

  /** It may go out although it resembles others; not asked again until it changes. */
  agree(draft: DraftView, account: string | null) {
    this.#agreed[draft.id] = content(draft, account);
    this.#asked = null;
  }

  leave() {
    this.#asked = null;
  }
}

/** All of a draft that makes it the same post or another one. */
function content(draft: DraftView, account: string | null): string {
  const slides = draft.slides.map((slide) => [slide.id, slide.picture_url, slide.fixed]);
  return JSON.stringify([draft.id, account, draft.caption.text, slides]);
}
