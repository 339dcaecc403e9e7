import { en } from './en';

/** Every word of the window's own. Limits, findings and states arrive worded from the core. */
export type Words = typeof en;
export const words: Words = en;
