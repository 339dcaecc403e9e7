/** A finger or pointer that drags a row of pages sideways, one page at a time. */
export class Swipe {
  offset = $state(0);
  moving = $state(false);
  #start = 0;
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
    const down = (event: PointerEvent) => {
      if (event.button !== 0 || (event.target as Element).closest('button')) return;
      this.#start = event.clientX;
      this.moving = true;
      node.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent) => {
      if (!this.moving) return;
      const far = event.clientX - this.#start;
      const edge = (far > 0 && this.#at() === 0) || (far < 0 && this.#at() === this.#count() - 1);
      this.offset = edge ? far / 3 : far;
    };
    const up = () => {
      if (!this.moving) return;
      const far = this.offset;
      this.moving = false;
      this.offset = 0;
      if (Math.abs(far) > 40) this.turn(far < 0 ? 1 : -1);
    };
    node.addEventListener('pointerdown', down);
    node.addEventListener('pointermove', move);
    node.addEventListener('pointerup', up);
    node.addEventListener('pointercancel', up);
    return () => {
      node.removeEventListener('pointerdown', down);
      node.removeEventListener('pointermove', move);
      node.removeEventListener('pointerup', up);
      node.removeEventListener('pointercancel', up);
    };
  };
}
