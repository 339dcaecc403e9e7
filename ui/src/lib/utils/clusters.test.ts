import { describe, expect, it } from 'vitest';
import { Clusters } from './clusters';

const family = '👩‍👩‍👧‍👦';

describe('where a text may be cut', () => {
  it('is anywhere in plain letters', () => {
    expect(new Clusters('bread').edge(2)).toBe(2);
  });

  it('is never inside an emoji of several', () => {
    const text = `a${family}b`;
    expect(new Clusters(text).edge(4)).toBe(1);
    expect(new Clusters(text).edge(4, true)).toBe(1 + family.length);
    expect(new Clusters(text).edge(1 + family.length)).toBe(1 + family.length);
  });

  it('is never between a letter and its ten thousand marks', () => {
    const text = `x${'e' + '\u0301'.repeat(10_000)}y`;
    expect(new Clusters(text).edge(5000)).toBe(1);
    expect(new Clusters(text).edge(5000, true)).toBe(10_002);
  });

  it('stays within the text', () => {
    expect(new Clusters('é').edge(-3)).toBe(0);
    expect(new Clusters('é').edge(9)).toBe(1);
  });
});
