import type { Language } from '$lib/ipc';
import { de } from './de';
import { en } from './en';

/** Every word of the window's own. Limits, findings and states arrive worded from the core. */
export type Words = typeof en;
export type Tongue = Exclude<Language, 'system'>;

/** Each language the core knows of, whole: what one lacks does not compile. Another one is a line here and
    its own file beside these. */
export const tongues: Record<Tongue, Words> = { en, de };

/** The words in use. Read when they are shown: the window is drawn anew when the language changes, while
    what a module keeps to itself would stay in the old one. */
export let words: Words = en;

/** The language meant by a choice; the system's own where it is known here. */
export function meantBy(choice: Language, preferred: readonly string[]): Tongue {
  if (choice !== 'system') return choice;
  const known = (tag: string): tag is Tongue => tag in tongues;
  return preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find(known) ?? 'en';
}

/** From now on, the window speaks this language. */
export function speak(tongue: Tongue): Tongue {
  words = tongues[tongue];
  return tongue;
}
