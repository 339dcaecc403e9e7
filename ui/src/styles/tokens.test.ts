import { describe, expect, it } from 'vitest';
import tokens from './tokens.css?raw';

/** The declarations of one rule, by name. */
function rule(selector: string): Map<string, string> {
  const body = tokens.slice(tokens.indexOf(`${selector}{`)).split('}')[0] ?? '';
  const found = body.matchAll(/(--e-[a-z0-9]+):([^;]+)/g);
  return new Map([...found].map(([, name = '', value = '']) => [name, value]));
}

describe('elevation', () => {
  const direct = rule('[data-paint="direct"]');

  it('has a step without blur for each step, where shadows are worked out anew with every change', () => {
    const all = [...tokens.matchAll(/(--e-[a-z0-9]+):/g)].map(([, name]) => name);
    expect(all.length).toBe(2 * direct.size);
    expect(new Set(all)).toEqual(new Set(direct.keys()));
  });

  it('blurs nothing there', () => {
    for (const [name, value] of direct) {
      // Each layer: x, y, blur or spread; a third length may only be zero, a fourth is the spread.
      const layers = value.replace(/light-dark\([^()]*(\([^()]*\)[^()]*)*\)|var\([^)]*\)/g, '').split(',');
      for (const layer of layers) {
        const lengths = layer.trim().split(/\s+/);
        expect(['0', undefined], `${name}: ${layer}`).toContain(lengths[2]);
      }
    }
  });
});
