import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '$lib/state/app.svelte';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import Palette from './Palette.svelte';

let app: App;
const field = () => screen.getByRole('combobox', { name: 'What to find or do' });
const active = () => document.getElementById(field().getAttribute('aria-activedescendant') ?? '');
const type = (text: string) => fireEvent.input(field(), { target: { value: text } });

beforeEach(async () => {
  localStorage.clear();
  ({ app } = await open());
  render(Harness, { props: { app, part: Palette as never, inner: {} } });
  app.palette.show();
  await screen.findByRole('dialog', { name: 'Find or do' });
});

describe('the palette on screen', () => {
  it('tells the field which option the arrows are on', async () => {
    await type('undo');
    expect(active()?.textContent).toMatch(/^\s*Undo/);
    expect(active()?.getAttribute('aria-selected')).toBe('true');
    await type('');
    const first = active()?.id;
    await fireEvent.keyDown(field(), { key: 'ArrowDown' });
    expect(active()?.id).not.toBe(first);
    await fireEvent.keyDown(field(), { key: 'ArrowUp' });
    expect(active()?.id).toBe(first);
  });

  it('goes to a room with Enter and is closed then', async () => {
    await type('activity');
    await fireEvent.keyDown(field(), { key: 'Enter' });
    await waitFor(() => expect(app.room).toBe('activity'));
    expect(screen.queryByRole('combobox')).toBeNull();
  });

  it('says beside a command why it cannot be done', async () => {
    await type('undo');
    expect(active()?.getAttribute('aria-disabled')).toBe('true');
    expect(active()?.textContent).toContain('Nothing to undo');
  });

  it('counts what it found, and says when there is nothing', async () => {
    await type('zzzz');
    expect(screen.getByText('Nothing is called “zzzz”.')).toBeTruthy();
    expect(screen.getByRole('status').textContent).toBe('0 results');
    expect(field().getAttribute('aria-activedescendant')).toBeNull();
  });

  it('closes with its own keys', async () => {
    await fireEvent.keyDown(field(), { key: 'k', ctrlKey: true });
    await waitFor(() => expect(app.palette.open).toBe(false));
  });
});
