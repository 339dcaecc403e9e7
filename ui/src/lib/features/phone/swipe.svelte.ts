/** Faster than this, in widths a millisecond, a short swipe turns the page too. */
const FLICK = 0.0006;

/** A finger or pointer that drags a row of pages sideways, one page at a time. Also arrow keys and a
    sideways wheel. Distances are fractions of the row's width, so no zoom can bend them. */
export class Swipe {
  offset = $state(0);
  moving = $state(false);
  #start = 0;
  #since = 0;
  #wheel = 0;
  #count: () => number;
  #at: () => number;
  #go: (to: number) => void;

  constructor(count: () => number, at: () => number, go: (to: number) => void) {
    this.#count = count;
    this.#at = at;
    this.#go = go;
  }

  turn(by: number) {
    const to = this.#at() + by;
    if (to >= 0 && to < this.#count()) this.#go(to);
  }

  listen = (node: HTMLElement) => {
    const width = () => node.getBoundingClientRect().width || 1;
    const down = (event: PointerEvent) => {
      if (event.button !== 0 || (event.target as Element).closest('button')) return;
      this.#start = event.clientX;
      this.#since = event.timeStamp;
      this.moving = true;
      node.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent) => {
      if (!this.moving) return;
      // The button came up where nobody told.
      if (event.buttons === 0) return stop();
      const far = (event.clientX - this.#start) / width();
      const edge = (far > 0 && this.#at() === 0) || (far < 0 && this.#at() === this.#count() - 1);
      this.offset = edge ? far / 3 : far;
    };
    const stop = () => {
      this.moving = false;
      this.offset = 0;
    };
    const up = (event: PointerEvent) => {
      if (!this.moving) return;
      const far = this.offset;
      const speed = Math.abs(far) / Math.max(1, event.timeStamp - this.#since);
      stop();
      if (Math.abs(far) > 0.2 || (Math.abs(far) > 0.04 && speed > FLICK)) this.turn(far < 0 ? 1 : -1);
    };
    const key = (event: KeyboardEvent) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      this.turn(step);
    };
    const wheel = (event: WheelEvent) => {
      if (Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
      event.preventDefault();
      // One push of a trackpad is many events: a page turns once in a while of them.
      if (event.timeStamp - this.#wheel < 350 || Math.abs(event.deltaX) < 8) return;
      this.#wheel = event.timeStamp;
      this.turn(Math.sign(event.deltaX));
    };
    const parts: [string, (event: never) => void][] = [
      ['pointerdown', down],
      ['pointermove', move],
      ['pointerup', up],
      ['pointercancel', stop],
      ['keydown', key],
      ['wheel', wheel],
    ];
    for (const [name, hear] of parts) node.addEventListener(name, hear as EventListener, { passive: false });
    return () => {
      for (const [name, hear] of parts) node.removeEventListener(name, hear as EventListener);
    };
  };
}
