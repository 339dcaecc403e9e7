import type { Core, Place } from '$lib/ipc';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Places } from './places.svelte';

let asked: { text: string; answer: (places: Place[]) => void; refuse: (why: unknown) => void }[];
let places: Places;
const bremen: Place = { id: '1', name: 'Bremen', line: 'Germany' };

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  const placesSearch = (text: string) =>
    new Promise<Place[]>((answer, refuse) => asked.push({ text, answer, refuse }));
  places = new Places({ placesSearch } as Core, 300);
});
afterEach(() => vi.useRealTimers());

describe('looking for a place', () => {
  it('asks once for what was typed in a row', () => {
    for (const text of ['B', 'Br', 'Bre']) places.look(text);
    vi.advanceTimersByTime(300);
    expect(asked.map((one) => one.text)).toEqual(['Bre']);
  });

  it('shows the answer to the last question, whichever comes last', async () => {
    places.look('Bre');
    vi.advanceTimersByTime(300);
    places.look('Bremen');
    vi.advanceTimersByTime(300);
    asked[1]?.answer([bremen]);
    await vi.runAllTimersAsync();
    asked[0]?.answer([]);
    await vi.runAllTimersAsync();
    expect(places.found).toEqual([bremen]);
    expect(places.busy).toBe(false);
  });

  it('says what went wrong and forgets it with the next answer', async () => {
    places.look('Bre');
    vi.advanceTimersByTime(300);
    asked[0]?.refuse({ code: 'offline', message: 'You are offline.' });
    await vi.runAllTimersAsync();
    expect(places.error?.message).toBe('You are offline.');
    places.look('Brem');
    vi.advanceTimersByTime(300);
    asked[1]?.answer([bremen]);
    await vi.runAllTimersAsync();
    expect(places.error).toBeNull();
  });

  it('asks nothing for an empty field', () => {
    places.look('Bre');
    places.look(' ');
    vi.advanceTimersByTime(300);
    expect(asked).toEqual([]);
    expect(places.busy).toBe(false);
  });
});
