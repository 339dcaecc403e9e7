import { fakeSlide } from '$lib/ipc/fake-draft';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Paced } from './paced.svelte';

const slides = (count: number) => Array.from({ length: count }, (_, at) => fakeSlide(at));

describe('a long row of slides', () => {
  let frames: (() => void)[] = [];
  beforeEach(() => {
    frames = [];
    vi.stubGlobal('requestAnimationFrame', (call: () => void) => frames.push(call));
    vi.stubGlobal('cancelAnimationFrame', () => (frames = []));
  });
  afterEach(() => vi.unstubAllGlobals());
  const frame = () => frames.splice(0).forEach((call) => call());
  const all = () => {
    for (let at = 0; at < 40 && frames.length > 0; at += 1) frame();
  };

  it('comes piece by piece, and as many as a post takes at once', () => {
    const row = new Paced();
    const few = slides(20);
    row.take(few);
    expect(row.list).toEqual(few);
    expect(frames).toHaveLength(0);

    const many = [...few, ...slides(30)];
    row.take(many);
    expect(row.list).toEqual(few);
    frame();
    expect(row.list).toEqual(few);
    frame();
    expect(row.list).toEqual(many.slice(0, 23));
    frame();
    expect(row.list).toEqual(many.slice(0, 26));
    all();
    expect(row.list).toEqual(many);
  });

  it('is in the newest order at once, and says what changed frame after frame', () => {
    const row = new Paced();
    const many = slides(40);
    row.take(many);
    all();
    const judged = many.map((slide) => ({ ...slide, word: 'Judged' })).reverse();
    row.take(judged);
    expect(row.list.map((slide) => slide.id)).toEqual(judged.map((slide) => slide.id));
    frame();
    frame();
    expect(row.list.filter((slide) => slide.word === 'Judged')).toHaveLength(3);
    // What comes meanwhile takes over.
    const fewer = judged.slice(0, 30);
    row.take(fewer);
    all();
    expect(row.list).toEqual(fewer);
  });
});
