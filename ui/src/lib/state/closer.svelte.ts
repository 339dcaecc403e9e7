const STEPS = [1, 1.5, 2, 3, 4, 6, 8, 12, 16];

/** How closely the stage shows a picture. 1 is all of it, as large as there is room for. */
export class StageZoom {
  times = $state(1);
  /** Where one pixel of the picture is one of the screen; null until the picture is there. */
  full = $state<number | null>(null);

  /** Of the picture's own pixels, in whole per cent. */
  percent = $derived(this.full === null ? null : Math.round((this.times / this.full) * 100));

  get fits(): boolean {
    return this.times === 1;
  }

  to(times: number) {
    if (Number.isFinite(times)) this.times = Math.min(STEPS.at(-1) ?? 1, Math.max(1, times));
  }

  /** The next step larger or smaller. */
  step(by: 1 | -1) {
    const slack = 0.001;
    const next =
      by > 0
        ? STEPS.find((times) => times > this.times + slack)
        : STEPS.findLast((times) => times < this.times - slack);
    if (next !== undefined) this.times = next;
  }

  /** All of it, or its own pixels; a picture that is small enough is shown twice as large then. */
  toggle() {
    if (!this.fits) this.times = 1;
    else this.to(this.full !== null && this.full > 1.05 ? this.full : 2);
  }

  fit() {
    this.times = 1;
  }
}
