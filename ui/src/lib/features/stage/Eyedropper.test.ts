import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, expect, it } from 'vitest';
import type { App } from '$lib/state/app.svelte';
import type { DraftState } from '$lib/state/draft.svelte';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import Stage from './Stage.svelte';

let app: App;
let draft: DraftState;
const field = () => screen.findByRole('button', { name: 'Take a colour from the picture' });

beforeEach(async () => {
  ({ app, draft } = await open());
  draft.show(draft.slides[4]?.id ?? '');
  draft.choose('bands');
  // Red on the left, blue on the right; a browser that is pretended draws nothing.
  const data = new Uint8ClampedArray([200, 0, 0, 255, 0, 0, 200, 255]);
  draft.sampler.pixels = { data, width: 2, height: 1 };
  render(Harness, { props: { app, part: Stage as never, inner: { draft } } });
});

it('takes the colour under the pointer, and the bands get it', async () => {
  draft.pickColor();
  const over = await field();
  over.getBoundingClientRect = () => ({ left: 0, top: 0, width: 100, height: 50 }) as DOMRect;
  await fireEvent.click(over, { detail: 1, clientX: 20, clientY: 10 });
  expect(draft.color).toBe('#c80000');
  expect(draft.sampler.picking).toBe(false);
});

it('is moved by the arrow keys, which say the colour, and takes it by Enter', async () => {
  draft.pickColor();
  const over = await field();
  expect(document.activeElement).toBe(over);
  await fireEvent.keyDown(over, { key: 'ArrowRight', shiftKey: true });
  expect(app.announcer.sentence).toBe('Blue');
  await fireEvent.keyDown(over, { key: 'ArrowLeft', shiftKey: true });
  await fireEvent.keyDown(over, { key: 'ArrowLeft' });
  expect(app.announcer.sentence).toBe('Red');
  await fireEvent.click(over, { detail: 0 });
  expect(draft.color).toBe('#c80000');
});

it('is left by Escape with the colour as it was', async () => {
  draft.pickColor();
  await fireEvent.keyDown(await field(), { key: 'Escape' });
  expect(screen.queryByRole('button', { name: 'Take a colour from the picture' })).toBeNull();
  expect(draft.color).toBe('#ffffff');
});

it('is not there for a way without a colour of its own', () => {
  draft.choose('blur');
  draft.pickColor();
  expect(draft.sampler.picking).toBe(false);
});
