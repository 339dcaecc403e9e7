/** With a full stop at its end, unless it ends already. */
export function ended(text: string): string {
  return !text || /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** "at 14:32" at the beginning of a sentence: "At 14:32". */
export function opening(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
}
