import { fakeSlide } from '$lib/ipc/fake-draft';
import { describe, expect, it } from 'vitest';
import { cover, inside, middle, shown } from './shown';

describe('what Instagram shows of a slide', () => {
  it('is the file that was made, and nothing of it is cropped again', () => {
    const slide = { ...fakeSlide(4), preview_url: 'made', turns: 2 };
    expect(shown(slide)).toMatchObject({ kept: { x: 0, y: 0, w: 1, h: 1 }, turns: 0 });
    expect(shown(slide).urls[0]).toBe('made');
  });

  it('is the kept part of the original before that', () => {
    const slide = { ...fakeSlide(0), turns: 3 };
    expect(shown(slide).urls[0]).toBe(slide.picture_url);
    expect(shown(slide).turns).toBe(3);
    expect(shown(slide).kept.w).toBeLessThan(1);
  });

  it('has no picture while a file is read', () => {
    expect(shown({ ...fakeSlide(0), preview_url: null, picture_url: null, thumb_url: null }).urls).toEqual(
      [],
    );
  });

  it('is the chosen frame of a clip, and its poster while frames are made', () => {
    const frames = [0, 1000, 2000].map((at_ms) => ({ at_ms, label: '', url: `at ${at_ms}` }));
    const clip = { length_ms: 3000, length: '0:03', cover_ms: 1400, frames };
    expect(cover({ ...fakeSlide(0), clip }).urls[0]).toBe('at 1000');
    expect(cover({ ...fakeSlide(0), clip, preview_url: 'made' }).urls[0]).toBe('made');
    const bare = { ...fakeSlide(0), clip: { ...clip, frames: [] } };
    expect(cover(bare).urls[0]).toBe(bare.picture_url);
  });
});

describe('parts', () => {
  it('lie inside parts', () => {
    const half = { x: 0.5, y: 0, w: 0.5, h: 1 };
    expect(inside(half, half)).toEqual({ x: 0.75, y: 0, w: 0.25, h: 1 });
    expect(inside(half, null)).toEqual(half);
  });

  it('are cut from the middle', () => {
    expect(middle(0.75, 1.5)).toEqual({ x: 0.25, y: 0, w: 0.5, h: 1 });
    expect(middle(2, 1)).toEqual({ x: 0, y: 0.25, w: 1, h: 0.5 });
  });
});
