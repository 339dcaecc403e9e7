import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { App } from '$lib/state/app.svelte';
import type { DraftState } from '$lib/state/draft.svelte';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import Stage from './Stage.svelte';

let app: App;
let draft: DraftState;
const button = (name: string | RegExp) => screen.getByRole('button', { name });

beforeEach(async () => {
  ({ app, draft } = await open());
  render(Harness, { props: { app, part: Stage as never, inner: { draft } } });
});

describe('looking closely at the stage', () => {
  it('goes nearer by a button, takes the keyboard there and comes back with Escape', async () => {
    expect(button('Further away').getAttribute('aria-disabled')).toBe('true');
    await fireEvent.click(button('Closer'));
    const board = await screen.findByRole('group', { name: /^The picture, enlarged/ });
    expect(board.tabIndex).toBe(0);
    await fireEvent.keyDown(board, { key: '+' });
    expect(draft.zoom.times).toBe(2);
    await fireEvent.keyDown(board, { key: 'Escape' });
    expect(draft.zoom.fits).toBe(true);
    expect(button('Zoom: Fit')).toBeTruthy();
  });

  it('follows the wheel while Ctrl is held, and leaves it alone otherwise', async () => {
    const board = button('Closer').closest('.around')?.querySelector('.stage-view');
    if (!board) throw new Error('the stage has a room for the picture');
    await fireEvent.wheel(board, { deltaY: -100 });
    expect(draft.zoom.fits).toBe(true);
    // The pretended browser drops what is held from a wheel's event.
    const held = new WheelEvent('wheel', { deltaY: -100, bubbles: true, cancelable: true });
    Object.defineProperty(held, 'ctrlKey', { value: true });
    await fireEvent(board, held);
    expect(held.defaultPrevented).toBe(true);
    expect(draft.zoom.times).toBeGreaterThan(1.2);
  });

  it('follows two fingers that are pulled apart, as far as there is something to see', async () => {
    const board = button('Closer').closest('.around')?.querySelector('.stage-view');
    if (!board) throw new Error('the stage has a room for the picture');
    const touch = (name: string, pointerId: number, clientX: number) =>
      fireEvent(board, new PointerEvent(name, { pointerId, clientX, pointerType: 'touch', bubbles: true }));
    await touch('pointerdown', 1, 0);
    await touch('pointerdown', 2, 100);
    await touch('pointermove', 2, 200);
    await touch('pointerup', 2, 200);
    expect(draft.zoom.times).toBeCloseTo(2);
    await touch('pointerdown', 2, 100);
    await touch('pointermove', 2, 100_000);
    await touch('pointerup', 2, 100_000);
    expect(draft.zoom.times).toBe(16);
    await touch('pointerdown', 2, 100_000);
    await touch('pointermove', 2, 1);
    await touch('pointerup', 2, 1);
    expect(draft.zoom.fits).toBe(true);
  });

  it('shows another slide whole again', async () => {
    await fireEvent.click(button('Closer'));
    draft.step(1);
    expect(draft.zoom.fits).toBe(true);
  });

  it('is not offered beside a comparison', async () => {
    draft.show(draft.slides[4]?.id ?? '');
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Closer' })).toBeNull());
  });
});

it('measures nothing where its picture arrives after it is gone', async () => {
  const image = document.querySelector('.stage-view .crop .win img');
  if (!image) throw new Error('the stage has a picture');
  const failed = vi.fn((event: ErrorEvent) => event.preventDefault());
  window.addEventListener('error', failed);
  draft.zoom.full = 2;
  await fireEvent.load(image);
  expect(draft.zoom.full).toBeNull();

  draft.zoom.full = 2;
  cleanup();
  await fireEvent.load(image);
  window.removeEventListener('error', failed);
  expect(failed).not.toHaveBeenCalled();
});

describe('what Instagram covers or cuts off', () => {
  it('is drawn with its name until it is switched off', async () => {
    expect(screen.getByText('What the profile shows')).toBeTruthy();
    const toggle = button('Show what Instagram covers or cuts off');
    expect(toggle.getAttribute('aria-pressed')).toBe('true');
    await fireEvent.click(toggle);
    expect(screen.queryByText('What the profile shows')).toBeNull();
    expect(app.announcer.sentence).toContain('hidden');
  });
});

it('tells what goes out in pixels, bytes and colours', () => {
  expect(screen.getByText('Goes out as 1440 × 1800, 514 kB, sRGB')).toBeTruthy();
});
