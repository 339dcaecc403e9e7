/** Without case and accents, one character for each of the text's own. */
function plain(text: string): string[] {
  return Array.from(text, (sign) => sign.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase() || sign);
}

export interface Found {
  score: number;
  /** Which characters of the text were meant, for showing them. */
  at: number[];
}

/**
 * How well a text answers what was typed: its characters in this order, better side by side and at the
 * beginnings of words; every word of the query on its own. Null where one is not there.
 */
export function fuzzy(query: string, text: string): Found | null {
  const asked = query.trim().split(/\s+/u).filter(Boolean);
  const signs = plain(text);
  let score = 0;
  const at: number[] = [];
  for (const word of asked) {
    const found = one(plain(word), signs);
    if (!found) return null;
    score += found.score;
    at.push(...found.at);
  }
  // Of two equal answers the shorter one was meant.
  return { score: score - signs.length / 100, at: [...new Set(at)].sort((a, b) => a - b) };
}

const starts = (text: string[], at: number) => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');

function one(word: string[], text: string[]): Found | null {
  let best: Found | null = null;
  for (let from = 0; from <= text.length - word.length; from += 1) {
    if (text[from] !== word[0]) continue;
    const found = along(word, text, from);
    // Nothing further right has what is left over.
    if (!found) break;
    if (!best || found.score > best.score) best = found;
  }
  return best;
}

function along(word: string[], text: string[], from: number): Found | null {
  const at: number[] = [];
  let score = 0;
  let place = from;
  for (const sign of word) {
    while (place < text.length && text[place] !== sign) place += 1;
    if (place >= text.length) return null;
    const last = at.at(-1);
    score += last === place - 1 ? 6 : starts(text, place) ? 8 : 1;
    // Far apart is hardly what was meant.
    if (last !== undefined) score -= Math.min(4, place - last - 1);
    at.push(place);
    place += 1;
  }
  return { score, at };
}
