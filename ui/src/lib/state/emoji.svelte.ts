import { isNumber, isTexts, recallAs, rememberAs } from '$lib/utils/kept';

/** As the data tells it (emojibase, compact). */
interface Told {
  hexcode: string;
  label: string;
  unicode: string;
  group?: number;
  tags?: string[];
  skins?: Told[];
}

export interface Sign {
  id: string;
  text: string;
  label: string;
  group: number;
  /** `tada` for `:tada:`. */
  names: string[];
  /** Everything it can be found by, in lower case. */
  found: string[];
  /** The same in five skin tones, light first; empty where it has none. */
  skins: string[];
}

/** Skin tones and other parts that mean nothing alone. */
const parts = 2;
const recentMost = 24;

/** Emoji by name and by group. The data comes with Fanfold and is read when it is first needed. */
export class Emoji {
  signs = $state.raw<Sign[]>([]);
  recent = $state.raw<string[]>(recallAs('emoji.recent', [], isTexts));
  /** 0: as it is; 1 to 5: light to dark. */
  tone = $state(recallAs('emoji.tone', 0, isNumber));
  #loading: Promise<void> | null = null;
  #language = '';
  #byName: Record<string, Sign> = {};
  #byId: Record<string, Sign> = {};

  /** English names work everywhere; German ones beside them in a German window. */
  load(language = 'en'): Promise<void> {
    if (this.#language !== language) this.#loading = null;
    this.#language = language;
    this.#loading ??= this.#read(language);
    return this.#loading;
  }

  async #read(language: string) {
    const [english, names, own] = await Promise.all([
      import('emojibase-data/en/compact.json'),
      import('emojibase-data/en/shortcodes/github.json'),
      language === 'de' ? import('emojibase-data/de/compact.json') : null,
    ]);
    const shortcodes = names.default as Record<string, string | string[]>;
    const local = Object.fromEntries(((own?.default ?? []) as Told[]).map((told) => [told.hexcode, told]));
    const signs = (english.default as Told[])
      .filter((told) => told.group !== undefined && told.group !== parts)
      .map((told) => sign(told, local[told.hexcode], [shortcodes[told.hexcode] ?? []].flat()));
    this.#byName = Object.fromEntries(signs.flatMap((one) => one.names.map((name) => [name, one])));
    this.#byId = Object.fromEntries(signs.map((one) => [one.id, one]));
    this.signs = signs;
  }

  of(group: number): Sign[] {
    return this.signs.filter((one) => one.group === group);
  }

  recently(): Sign[] {
    // Read, so that what shows them follows the data when it comes.
    return this.signs.length === 0
      ? []
      : this.recent.flatMap((id) => (Object.hasOwn(this.#byId, id) ? (this.#byId[id] ?? []) : []));
  }

  named(name: string): Sign | undefined {
    const wanted = name.toLowerCase();
    // `signs` is read, so that what asks follows the data when it comes; `:constructor:` is no emoji.
    return this.signs.length > 0 && Object.hasOwn(this.#byName, wanted) ? this.#byName[wanted] : undefined;
  }

  /** Best first: its name begins with it, then a word of its description, then anything with it inside. */
  find(query: string, most = 8): Sign[] {
    const wanted = query.trim().toLowerCase();
    if (wanted === '') return [];
    const ranked: { sign: Sign; rank: number }[] = [];
    for (const sign of this.signs) {
      const rank = ranks(sign, wanted);
      if (rank !== null) ranked.push({ sign, rank });
    }
    return ranked
      .sort((a, b) => a.rank - b.rank)
      .slice(0, most)
      .map(({ sign }) => sign);
  }

  /** As it is written, in the chosen tone. */
  text(sign: Sign): string {
    return (this.tone > 0 ? sign.skins[this.tone - 1] : undefined) ?? sign.text;
  }

  use(sign: Sign): string {
    this.recent = [sign.id, ...this.recent.filter((id) => id !== sign.id)].slice(0, recentMost);
    rememberAs('emoji.recent', this.recent);
    return this.text(sign);
  }

  chooseTone(tone: number) {
    this.tone = tone;
    rememberAs('emoji.tone', tone);
  }
}

function sign(told: Told, local: Told | undefined, names: string[]): Sign {
  const words = [told, local].flatMap((one) =>
    one
      ? [...one.label.toLowerCase().split(/[\s:,]+/u), ...(one.tags ?? []).map((t) => t.toLowerCase())]
      : [],
  );
  return {
    id: told.hexcode,
    text: told.unicode,
    label: local?.label ?? told.label,
    group: told.group ?? 0,
    names,
    found: [...new Set(words)].filter(Boolean),
    skins: (told.skins ?? []).slice(0, 5).map((skin) => skin.unicode),
  };
}

function ranks(sign: Sign, wanted: string): number | null {
  if (sign.names.some((name) => name === wanted)) return 0;
  if (sign.names.some((name) => name.startsWith(wanted))) return 1;
  if (sign.found.some((word) => word === wanted)) return 2;
  if (sign.found.some((word) => word.startsWith(wanted))) return 3;
  return sign.names.some((name) => name.includes(wanted)) ? 4 : null;
}
