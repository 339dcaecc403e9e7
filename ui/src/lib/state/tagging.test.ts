import type { Tag } from '$lib/ipc';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Tagging, username } from './tagging.svelte';

let saved: Tag[][];
let tagging: Tagging;
const mill: Tag = { username: 'mill', x: 0.5, y: 0.5 };

beforeEach(() => {
  vi.useFakeTimers();
  saved = [];
  tagging = new Tagging([mill], (tags) => saved.push(tags), 500);
});
afterEach(() => vi.useRealTimers());

describe('people on a picture', () => {
  it('are placed first and named then', () => {
    tagging.place({ x: 0.25, y: 0.75 });
    expect(saved).toEqual([]);
    expect(tagging.name(' @northlight ')).toBe(true);
    expect(saved).toEqual([[mill, { username: 'northlight', x: 0.25, y: 0.75 }]]);
    expect(tagging.naming).toBeNull();
  });

  it('are there once, whatever their case', () => {
    tagging.place({ x: 0.1, y: 0.1 });
    expect(tagging.name('MILL')).toBe(false);
    expect(tagging.name('@')).toBe(false);
    expect(saved).toEqual([]);
  });

  it('have no place on a clip', () => {
    tagging.name('northlight', false);
    expect(saved[0]?.[1]).toEqual({ username: 'northlight', x: null, y: null });
  });

  it('move with every key and are told once', () => {
    for (let press = 0; press < 5; press += 1) tagging.moveBy('mill', 0.01, 0);
    expect(tagging.tags[0]?.x).toBe(0.55);
    vi.advanceTimersByTime(499);
    expect(saved).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(saved).toEqual([[{ ...mill, x: 0.55 }]]);
  });

  it('stay on the picture', () => {
    tagging.moveTo('mill', { x: -3, y: 7 });
    expect(tagging.tags[0]).toEqual({ ...mill, x: 0, y: 1 });
    tagging.moveMark(-2, 2);
    expect(tagging.mark).toEqual({ x: 0, y: 1 });
  });

  it('are not put back by an older draft while they move', () => {
    tagging.moveBy('mill', 0.1, 0);
    tagging.adopt([mill]);
    expect(tagging.tags[0]?.x).toBe(0.6);
    tagging.settle();
    tagging.adopt([mill]);
    expect(tagging.tags[0]?.x).toBe(0.5);
  });

  it('are told when the picture goes out of view, and only what changed', () => {
    tagging.settle();
    expect(saved).toEqual([]);
    tagging.moveBy('mill', 0.1, 0);
    tagging.settle();
    vi.runAllTimers();
    expect(saved).toHaveLength(1);
  });
});

describe('a pin whose name was wrong', () => {
  it('gets another one where it is', () => {
    tagging.rename('mill');
    expect(tagging.renamed(' @blue.house')).toBe(true);
    expect(saved).toEqual([[{ ...mill, username: 'blue.house' }]]);
    expect(tagging.renaming).toBeNull();
  });

  it('keeps the one it has, and none twice', () => {
    tagging.name('blue.house', false);
    saved.length = 0;
    tagging.rename('mill');
    expect(tagging.renamed('Blue.House')).toBe(false);
    expect(tagging.renamed('  ')).toBe(false);
    expect(tagging.renaming).toBe('mill');
    expect(tagging.renamed('mill')).toBe(true);
    expect(saved).toEqual([]);
  });

  it('is not asked about any more once it is gone', () => {
    tagging.rename('mill');
    tagging.adopt([]);
    expect(tagging.renaming).toBeNull();
    expect(tagging.renamed('blue.house')).toBe(false);
  });
});

it('an account is its name without the sign', () => {
  expect(username(' @@blue.house, and')).toBe('blue.house');
});
