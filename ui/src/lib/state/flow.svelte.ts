/** Going through the problems of a draft one by one: what there was to do when it began stays counted,
    so that "2 of 3" does not become "1 of 2" by fixing one. */
export class FixFlow {
  #ids = $state.raw<string[]>([]);
  /** How many were mended when the last one was; null while there is something left to do. */
  finished = $state<number | null>(null);
  /** The keyboard is to go to the problem that came into view. */
  asked = $state(false);

  /** Begins, or goes on: problems that came up meanwhile are counted with the others. */
  begin(problems: string[]) {
    if (problems.length === 0) return;
    const again = this.finished !== null || this.#ids.length === 0;
    this.finished = null;
    this.#ids = again ? problems : [...this.#ids, ...problems.filter((id) => !this.#ids.includes(id))];
  }

  /** Where a problem stands among all of them, from 1; without a beginning, among those that are there. */
  place(id: string | null, problems: string[]): { at: number; total: number } | null {
    if (id === null || !problems.includes(id)) return null;
    const all = this.#ids.includes(id) ? this.#ids : problems;
    return { at: all.indexOf(id) + 1, total: all.length };
  }

  /** After something was mended: whether that was the last of it. */
  heard(problems: string[], gone: (id: string) => boolean): boolean {
    this.#ids = this.#ids.filter((id) => !gone(id));
    if (problems.length > 0 || this.#ids.length === 0) return false;
    this.finished = this.#ids.length;
    this.#ids = [];
    return true;
  }

  /** Something else came into view, or the last step was taken back. */
  close() {
    this.asked = false;
    this.finished = null;
  }
}
