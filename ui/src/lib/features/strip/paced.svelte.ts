import type { SlideView } from '$lib/ipc';

/** As many slides are drawn at once, whatever happened to them: what a post takes, and some that wait. */
const atOnce = 20;
/** Of more than that so many a frame; each takes up to ten milliseconds without a graphics processor. */
const aFrame = 3;

/**
 * A long row of slides that comes and changes piece by piece, so that fifty dropped files do not stop the window.
 * The order is always the newest; what is new or says something new waits for its frame.
 */
export class Paced {
  list = $state.raw<SlideView[]>([]);
  #next: SlideView[] = [];
  #frame = 0;

  take(next: SlideView[]) {
    this.#next = next;
    cancelAnimationFrame(this.#frame);
    this.#step(next.length > atOnce ? 0 : Infinity);
  }

  stop() {
    cancelAnimationFrame(this.#frame);
  }

  #step(left: number) {
    const shown: Record<string, SlideView> = Object.fromEntries(this.list.map((slide) => [slide.id, slide]));
    const first = left === 0;
    let waits = false;
    const list: SlideView[] = [];
    for (const slide of this.#next) {
      const old = shown[slide.id];
      if (old === slide || left > 0) list.push(slide);
      else if (old) list.push(old);
      if (old === slide) continue;
      waits ||= left <= 0;
      left -= 1;
    }
    this.list = list;
    if (!waits) return;
    const on = () => (this.#frame = requestAnimationFrame(() => this.#step(aFrame)));
    // The frame of the change itself has the stage and the preview to draw.
    if (first) this.#frame = requestAnimationFrame(on);
    else on();
  }
}
