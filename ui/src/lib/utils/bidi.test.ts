import { describe, expect, it } from 'vitest';
import { even } from './bidi';

describe('isolates', () => {
  it('that are even stay', () => {
    const text = 'a \u2067b \u2066c\u2069 d\u2069 e';
    expect(even(text)).toBe(text);
  });

  it('never closed or never opened are taken out, and nothing moves', () => {
    expect(even('a\u2066b')).toBe('a\u200Bb');
    expect(even('a\u2069b')).toBe('a\u200Bb');
    expect(even('\u2068\u2066a\u2069')).toBe('\u200B\u2066a\u2069');
  });

  it('do not reach beyond their line', () => {
    expect(even('\u2066a\nb\u2069')).toBe('\u200Ba\nb\u200B');
  });

  it('of a hundred thousand signs are evened at once', () => {
    const text = '\u2066'.repeat(50_000) + '\u2069'.repeat(50_001);
    expect(even(text)).toHaveLength(text.length);
    expect(even(text).at(-1)).toBe('\u200B');
  });
});
