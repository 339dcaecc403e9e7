/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// Vitest hands out styles empty, raw ones too.
const [tokens, components, additions] = ['tokens', 'components', 'additions'].map((name) =>
  readFileSync(`src/styles/${name}.css`, 'utf8'),
) as [string, string, string];

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

describe('filters', () => {
  const parts = import.meta.glob<string>('/src/**/*.svelte', { query: '?raw', import: 'default', eager: true });
  /** The blurred edges of a picture: what a person chose to see. */
  const meant = 'blur(calc(var(--h) / 24)) brightness(0.85)';

  it('are none where each is worked out anew with everything that changes in the window', () => {
    const all = new Set([...tokens.matchAll(/(--f-[a-z]+):/g)].map(([, name]) => name));
    expect(all.size).toBeGreaterThan(0);
    const direct = tokens.slice(tokens.indexOf('[data-paint="direct"]{')).split('}')[0] ?? '';
    for (const name of all) expect(direct).toContain(`${name}:none`);
  });

  it('are taken from there and nowhere else', () => {
    const sources = { ...parts, components, additions };
    const found = Object.entries(sources).flatMap(([file, text]) =>
      [...text.matchAll(/[\s;{](?:backdrop-)?filter:\s*([^;}]+)/g)]
        .map(([, value]) => value?.trim() ?? '')
        .filter((value) => value !== meant && !/^var\(--f-[a-z]+\)$/.test(value))
        .map((value) => `${file}: ${value}`),
    );
    expect(found).toEqual([]);
  });
});
