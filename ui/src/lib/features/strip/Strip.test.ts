import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DraftState } from '$lib/state/draft.svelte';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import Strip from './Strip.svelte';

let draft: DraftState;
const options = () => within(screen.getByRole('listbox')).getAllByRole('option');
const order = () => options().map((option) => option.dataset.id);

beforeEach(async () => {
  const opened = await open();
  draft = opened.draft;
  render(Harness, { props: { app: opened.app, part: Strip as never, inner: { draft } } });
});

describe('the slide strip', () => {
  it('is a listbox that names every slide with its state', () => {
    expect(options()).toHaveLength(8);
    expect(screen.getByRole('option', { name: /Slide 5 of 8, 05-sunset.jpg, Too wide/ })).toBeTruthy();
  });

  it('has one stop for Tab, on the slide in view', async () => {
    draft.select(draft.slides[2]?.id ?? '');
    await waitFor(() => expect(options().filter((option) => option.tabIndex === 0)).toHaveLength(1));
    expect(options()[2]?.tabIndex).toBe(0);
  });

  it('moves the slide and its focus with Alt and an arrow', async () => {
    const second = options()[1];
    if (!second) throw new Error('there are eight slides');
    await fireEvent.click(second);
    second.focus();
    await fireEvent.keyDown(second, { key: 'ArrowRight', altKey: true });
    await waitFor(() => expect(order()[2]).toBe(second.dataset.id));
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.id).toBe(second.dataset.id));
  });

  it('removes what is selected with Delete and leaves the focus in the strip', async () => {
    const [first, second, third] = options();
    if (!first || !second || !third) throw new Error('there are eight slides');
    await fireEvent.click(first);
    first.focus();
    await fireEvent.click(second, { shiftKey: true });
    await fireEvent.keyDown(second, { key: 'Delete' });
    await waitFor(() => expect(options()).toHaveLength(6));
    expect(order()[0]).toBe(third.dataset.id);
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.id).toBe(third.dataset.id));
  });

  it('leaves letters to whoever else wants them', async () => {
    const letter = new KeyboardEvent('keydown', { key: 'x', cancelable: true, bubbles: true });
    options()[0]?.dispatchEvent(letter);
    expect(letter.defaultPrevented).toBe(false);
  });
});
