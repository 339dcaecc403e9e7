import { describe, expect, it } from 'vitest';
import { StageZoom } from './closer.svelte';

describe('looking closely', () => {
  it('goes by steps and stops at both ends', () => {
    const zoom = new StageZoom();
    zoom.step(-1);
    expect(zoom.fits).toBe(true);
    for (let more = 0; more < 20; more += 1) zoom.step(1);
    expect(zoom.times).toBe(16);
    zoom.step(-1);
    expect(zoom.times).toBe(12);
    zoom.to(Number.NaN);
    expect(zoom.times).toBe(12);
  });

  it('goes to the pixels of the picture and back', () => {
    const zoom = new StageZoom();
    zoom.full = 2.6;
    zoom.toggle();
    expect(zoom.times).toBe(2.6);
    expect(zoom.percent).toBe(100);
    zoom.toggle();
    expect(zoom.fits).toBe(true);
  });

  it('still comes nearer where the picture has no more pixels than fit', () => {
    const zoom = new StageZoom();
    zoom.full = 0.4;
    zoom.toggle();
    expect(zoom.times).toBe(2);
    expect(zoom.percent).toBe(500);
  });
});
