import { render, screen, waitFor } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { run } from '$lib/state/commands';
import Harness from '../../test/Harness.svelte';
import { open } from '../../test/open';
import Compose from './Compose.svelte';

const filled = () =>
  [...document.querySelectorAll('.btn-primary')].map((button) => button.textContent?.trim());

it('fills one button: what to do next, the way to fix a slide, or the use of a frame', async () => {
  const { app, draft } = await open();
  render(Harness, { props: { app, part: Compose as never, inner: { draft } } });
  expect(filled()).toEqual(['Fix 3 slides']);
  draft.show(draft.slides[4]?.id ?? '');
  await waitFor(() => expect(filled()).toEqual([expect.stringMatching(/^Crop to 4:5/)]));
  draft.openCrop();
  await screen.findByRole('button', { name: 'Frame' });
  expect(filled()).toEqual([expect.stringMatching(/^Use this crop/)]);
  draft.leaveCrop();
  draft.tab = 'post';
  await waitFor(() => expect(filled()).toEqual(['Fix 3 slides']));
});

it('fills the use of a frame and not the publishing of a draft that is ready', async () => {
  const { app, draft } = await open('ready');
  render(Harness, { props: { app, part: Compose as never, inner: { draft } } });
  expect(filled()[0]).toBe('Publish');
  draft.openCrop();
  await screen.findByRole('button', { name: 'Frame' });
  expect(filled()).toEqual([expect.stringMatching(/^Use this crop/)]);
});

it('gives the keys to the caption before the next one is pressed, from the tab of a slide too', async () => {
  const { app, draft } = await open();
  render(Harness, { props: { app, part: Compose as never, inner: { draft } } });
  draft.tab = 'slide';
  await waitFor(() => expect(screen.queryByRole('textbox', { name: /^Caption/ })).toBeNull());
  void run(app, 'caption');
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /^Caption/ }));
});
