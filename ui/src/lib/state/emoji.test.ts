import { beforeEach, describe, expect, it } from 'vitest';
import { Emoji } from './emoji.svelte';

beforeEach(() => localStorage.clear());

describe('emoji', () => {
  it('are found by the name everybody types first', async () => {
    const emoji = new Emoji();
    await emoji.load();
    expect(emoji.find('tada')[0]?.text).toBe('🎉');
    expect(emoji.find('croiss')[0]?.text).toBe('🥐');
    expect(emoji.find('nothing like this')).toEqual([]);
    expect(emoji.named('constructor')).toBeUndefined();
  });

  it('are found by German words in a German window, and by English names still', async () => {
    const emoji = new Emoji();
    await emoji.load('de');
    expect(emoji.find('sauerteig').length + emoji.find('brezel').length).toBeGreaterThan(0);
    expect(emoji.find('tada')[0]?.text).toBe('🎉');
  });

  it('leaves out parts that mean nothing alone', async () => {
    const emoji = new Emoji();
    await emoji.load();
    expect(emoji.signs.some((sign) => sign.text === '🇦' || sign.group === 2)).toBe(false);
  });

  it('are remembered last used first, each once', async () => {
    const emoji = new Emoji();
    await emoji.load();
    for (const name of ['tada', 'croissant', 'tada']) {
      const sign = emoji.named(name);
      if (sign) emoji.use(sign);
    }
    const again = new Emoji();
    await again.load();
    expect(again.recently().map((sign) => sign.text)).toEqual(['🎉', '🥐']);
  });

  it('come in the chosen skin tone where they have one', async () => {
    const emoji = new Emoji();
    await emoji.load();
    emoji.chooseTone(3);
    const [wave, bread] = [emoji.named('wave'), emoji.named('croissant')];
    expect(wave && emoji.text(wave)).toBe('👋🏽');
    expect(bread && emoji.text(bread)).toBe('🥐');
  });

  it('forgive a store that holds something else', () => {
    localStorage.setItem('fanfold.emoji.recent', '{"broken"');
    localStorage.setItem('fanfold.emoji.tone', '"dark"');
    expect(new Emoji().recent).toEqual([]);
    expect(new Emoji().tone).toBe(0);
  });
});
