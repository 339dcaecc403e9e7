import { afterEach, describe, expect, it } from 'vitest';
import { meantBy, speak, tongues, words, type Tongue } from '.';

type Leaf = string | ((...given: never[]) => unknown);

/** Every word by its path: `rail.drafts`, `schedule.weekdays.0.long`. */
function leaves(of: unknown, path = ''): [string, Leaf][] {
  if (typeof of !== 'object' || of === null) return [[path, of as Leaf]];
  return Object.entries(of).flatMap(([key, value]) => leaves(value, path ? `${path}.${key}` : key));
}

const english = new Map(leaves(tongues.en));
const others = Object.entries(tongues).filter(([tongue]) => tongue !== 'en');

/** Names, signs and words that are the same in both; whatever else is the same was forgotten. */
const same: Record<string, string[]> = {
  de: [
    'activity.feed app connect.app.appId connect.how.app emoji.label editor.emoji editor.emojis',
    'explain.code health.columns.code health.columns.trace host.fields.bucket host.fields.region',
    'host.hints.region keys.alt keys.escape help.groups.slides inspector.passport instagram.title kind.story look.languageSystem',
    'post.code post.slides post.subcode post.trace preview.views.feed preview.views.reel preview.views.story',
    'rooms.app settings.clips settings.profiles.instagram settings.themes.system slides.label stage.slideWord',
    'timeline.columns.code timeline.columns.trace timeline.event palette.groups.slides emoji.names.0',
    'emoji.tones.0 schedule.weekdays.0.short schedule.weekdays.4.short',
  ]
    .join(' ')
    .split(' '),
};
/** Empty on purpose, in every language. */
const empty = ['host.hints.access_key', 'emoji.names.2'];

/** Sets of arguments of every kind that a word takes; each names them so that they can be found again. */
const given: unknown[][] = [
  [7, 8, 9],
  [1, 8, 9],
  ['alpha', 'beta', 'gamma'],
  ['alpha', 7, 9],
  [7, 'alpha', 'beta'],
  [['alpha', 'beta'], 2],
  ['alpha', ['beta'], 2],
  ['alpha', ['beta', 'gamma'], 2],
  ['2026-11-23'],
  [1234, 5678],
];
const say = (word: Leaf, args: unknown[]): string | null => {
  if (typeof word === 'string') return word;
  try {
    return JSON.stringify(word(...(args as never[])));
  } catch {
    return null;
  }
};
const found = (said: string, args: unknown[]) => args.flat().filter((one) => said.includes(String(one)));

afterEach(() => void speak('en'));

describe.each(others)('%s', (tongue, own) => {
  const mine = new Map(leaves(own));

  it('has exactly the words of English', () => {
    expect([...mine.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('leaves no word empty or in English', () => {
    const bad = [...mine].filter(([path, word]) => {
      if (typeof word !== 'string' || empty.includes(path)) return false;
      return !word.trim() || (word === english.get(path) && !same[tongue]?.includes(path));
    });
    expect(bad).toEqual([]);
  });

  it('says everything that English says: every number and name is in it', () => {
    for (const [path, word] of english)
      if (typeof word === 'function')
        for (const args of given) {
          const said = say(word, args);
          const there = say(mine.get(path) as Leaf, args);
          if (said === null || there === null) expect([path, there === null]).toEqual([path, said === null]);
          else expect([path, args, found(there, args)]).toEqual([path, args, found(said, args)]);
        }
  });

  it('speaks calmly, in its own quotation marks', () => {
    for (const [path, word] of mine)
      for (const args of typeof word === 'string' ? [[]] : given) {
        const said = say(word, args)?.replaceAll(/^"|"$/g, '') ?? '';
        expect([path, /[!]|\.\.\.|(^|\s)["'“]\w|\bOops\b/u.test(said)]).toEqual([path, false]);
      }
  });
});

describe.each(Object.entries(tongues))('%s', (_, all) => {
  it('has curved apostrophes', () => {
    for (const [path, word] of leaves(all))
      for (const args of typeof word === 'string' ? [[]] : given)
        expect([path, /\p{L}'/u.test(say(word, args) ?? '')]).toEqual([path, false]);
  });
});

describe('the language', () => {
  it('is the chosen one, whatever the system says', () => {
    expect(meantBy('en', ['de-DE'])).toBe('en');
    expect(meantBy('de', ['en-GB'])).toBe('de');
  });

  it('is the first of the system’s that is known, else English', () => {
    expect(meantBy('system', ['de-AT', 'en'])).toBe('de');
    expect(meantBy('system', ['fr-FR', 'de'])).toBe('de');
    expect(meantBy('system', ['fr-FR'])).toBe('en');
    expect(meantBy('system', [])).toBe('en');
  });

  it('is spoken from then on', () => {
    speak('de' satisfies Tongue);
    expect(words.rooms.settings).toBe('Einstellungen');
    expect(words.number(2200)).toBe('2.200');
    expect(words.day('2026-11-23')).toBe('Montag, 23. November');
    expect(words.timeline.took(1234)).toBe('1,2 s');
  });
});
