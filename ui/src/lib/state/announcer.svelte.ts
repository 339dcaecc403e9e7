/** One sentence at a time for people who listen to the window. */
export class Announcer {
  sentence = $state('');
  #again = false;

  say(sentence: string) {
    // The same sentence twice would not be read again without a difference.
    this.#again = !this.#again;
    this.sentence = this.#again ? sentence : `${sentence}\u00a0`;
  }
}
