/** What hangs on the sign before it, or shows nothing between two that do. */
const hangs = String.raw`[\p{M}\p{Default_Ignorable_Code_Point}]`;
/** As many as no language writes: a letter of Tibetan or a family of emoji stays below a dozen. */
const MOST = 32;
const pile = new RegExp(`${hangs}{${MOST + 1}}`, 'u');
const piles = new RegExp(`(${hangs}{${MOST}})${hangs}+`, 'gu');

/**
 * Whether something is written as one heap of marks. Engines put each mark above the one before by walking
 * back to their letter, so that ten thousand of them are fifty million steps, at every key.
 * The class `piled` draws a text without that: the marks lie on each other instead of being stacked.
 */
export function piled(text: string): boolean {
  return pile.test(text);
}

/** The text as it is shown where nobody writes it: what a heap has beyond what can be made out is left away.
    For the screen alone; places in it are not places in the text. */
export function thinned(text: string): string {
  return text.replace(piles, '$1');
}
