/** Opens, and closes, a part that is written on its own: LRI, RLI, FSI, and PDI. */
const OPENS = /[\u2066-\u2068]/;
const CLOSES = '\u2069';
const NOTHING = '\u200B';

/**
 * A text whose isolates are even, line by line: what opens none and what is never closed gives way to a sign
 * that is not seen. Else a text could end, or swallow the end of, the isolate it is shown in, and turn what
 * stands behind it round. No place in the text moves.
 */
export function even(text: string): string {
  if (!/[\u2066-\u2069]/.test(text)) return text;
  return text.split('\n').map(evenLine).join('\n');
}

function evenLine(line: string): string {
  const signs = line.split('');
  const open: number[] = [];
  signs.forEach((sign, at) => {
    if (OPENS.test(sign)) open.push(at);
    else if (sign === CLOSES && open.pop() === undefined) signs[at] = NOTHING;
  });
  for (const at of open) signs[at] = NOTHING;
  return signs.join('');
}
