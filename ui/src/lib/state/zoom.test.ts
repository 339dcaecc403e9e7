import { fakeCore } from '$lib/ipc/fake';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Zoom } from './zoom.svelte';

beforeEach(() => localStorage.clear());

describe('the size of everything', () => {
  it('goes up and down in steps, stays at the ends, and is remembered', () => {
    const core = fakeCore();
    const drawn = vi.spyOn(core, 'zoom');
    const zoom = new Zoom(core);
    expect(drawn).not.toHaveBeenCalled();
    zoom.step(1);
    expect(zoom.size).toBe(1.1);
    expect(drawn).toHaveBeenLastCalledWith(1.1);
    expect(new Zoom(core).size).toBe(1.1);
    for (let press = 0; press < 20; press += 1) zoom.step(1);
    expect(zoom.size).toBe(2);
    for (let press = 0; press < 20; press += 1) zoom.step(-1);
    expect(zoom.size).toBe(0.8);
  });

  it('is drawn right away in the next window', () => {
    const core = fakeCore();
    new Zoom(core).choose(2);
    const drawn = vi.spyOn(core, 'zoom');
    expect(new Zoom(core).size).toBe(2);
    expect(drawn).toHaveBeenCalledWith(2);
  });

  it('forgets what no size of its own is', () => {
    for (const kept of ['9', 'abc', '', '-1']) {
      localStorage.setItem('fanfold.zoom', kept);
      expect(new Zoom(fakeCore()).size).toBe(1);
    }
  });
});
