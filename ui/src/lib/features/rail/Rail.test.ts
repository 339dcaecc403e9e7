import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { App } from '$lib/state/app.svelte';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import Rail from './Rail.svelte';

const show = (app: App) => render(Harness, { props: { app, part: Rail as never, inner: {} } });

describe('the rail', () => {
  it('counts what moves and what needs a person, and says whose queue is held', async () => {
    const { app } = await open('queue');
    await waitFor(() => expect(app.queue.view).not.toBeNull());
    show(app);
    const activity = await screen.findByRole('button', { name: /^Activity/ });
    await waitFor(() => expect(activity.textContent).toMatch(/, 1 under way.*, 2 need you/));
    expect(screen.getByRole('button', { name: /^Account practice\s+Paused/ })).toBeTruthy();
    await app.queue.resume('practice');
    await waitFor(() => expect(screen.queryByText('Paused')).toBeNull());
  });

  it('shows the numbers of the rooms while Ctrl is held', async () => {
    const { app } = await open();
    show(app);
    expect(screen.queryByText('1')).toBeNull();
    app.modHeld = true;
    await waitFor(() => expect(screen.getByRole('button', { name: /^Health/ }).textContent).toContain('4'));
  });

  it('has the way to the palette', async () => {
    const { app } = await open();
    show(app);
    await fireEvent.click(screen.getByRole('button', { name: 'Find or do…' }));
    expect(app.palette.open).toBe(true);
  });
});

describe('the drafts in the rail', () => {
  const list = () => screen.getByRole('list', { name: 'Open drafts' });
  const rows = () =>
    within(list())
      .getAllByRole('button')
      .filter((button) => !button.ariaLabel && !button.getAttribute('aria-label'));
  const row = (title: string) => within(list()).getByRole('button', { name: new RegExp(`^${title}`) });
  const item = (name: string) => screen.getByRole('menuitem', { name });

  it('are one stop for Tab, at the open one, and the arrows go on from there', async () => {
    const { app } = await open();
    show(app);
    expect(rows().map((button) => button.tabIndex)).toEqual([0, -1, -1]);
    expect(row('Saturday walk').getAttribute('aria-current')).toBe('true');
    row('Saturday walk').focus();
    await fireEvent.keyDown(row('Saturday walk'), { key: 'End' });
    expect(document.activeElement).toBe(row('Autumn menu'));
    await waitFor(() => expect(row('Autumn menu').tabIndex).toBe(0));
  });

  it('are found by their words, and all shown again with Escape', async () => {
    const { app } = await open();
    show(app);
    const field = screen.getByRole('textbox', { name: 'Find a draft' });
    await fireEvent.input(field, { target: { value: 'flight' } });
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(screen.getByText('1 result')).toBeTruthy();
    await fireEvent.input(field, { target: { value: 'no such words' } });
    expect(await screen.findByText('No draft has these words.')).toBeTruthy();
    await fireEvent.keyDown(field, { key: 'Escape' });
    await waitFor(() => expect(rows()).toHaveLength(3));
  });

  it('say how many of how many are shown', async () => {
    const { app } = await open();
    app.draftsTotal = 10_412;
    show(app);
    expect(screen.getByText('3 of 10,412')).toBeTruthy();
  });

  it('are deleted with Delete, the keyboard goes on, and Undo brings them back', async () => {
    const { app } = await open();
    show(app);
    row('Tasting flight').focus();
    await fireEvent.keyDown(row('Tasting flight'), { key: 'Delete' });
    await waitFor(() => expect(rows()).toHaveLength(2));
    await waitFor(() => expect(document.activeElement).toBe(row('Autumn menu')));
    expect(app.toasts.now?.text).toBe('“Tasting flight” deleted');
    app.toasts.undo();
    await waitFor(() => expect(rows()).toHaveLength(3));
  });

  it('are duplicated from the menu and by key, with what was typed last, and the copy is in view', async () => {
    const { app } = await open();
    show(app);
    app.draft?.caption.write('typed a moment ago');
    await fireEvent.contextMenu(row('Saturday walk'), { button: 2, clientX: 20, clientY: 20 });
    await fireEvent.click(item('Duplicate'));
    await waitFor(() => expect(app.draft?.view.title).toBe('Saturday walk 2'));
    expect(app.draft?.view.caption.text).toBe('typed a moment ago');
    expect(app.announcer.sentence).toBe('A copy is open: “Saturday walk 2”');
    await waitFor(() => expect(rows()).toHaveLength(4));
    row('Autumn menu').focus();
    await fireEvent.keyDown(row('Autumn menu'), { key: 'd', ctrlKey: true });
    await waitFor(() => expect(rows()).toHaveLength(5));
  });

  it('have a menu by pointer and by key', async () => {
    const { app } = await open();
    show(app);
    await fireEvent.contextMenu(row('Autumn menu'), { button: 2, clientX: 20, clientY: 20 });
    await fireEvent.click(item('Open'));
    await waitFor(() => expect(app.draft?.view.title).toBe('Autumn menu'));
    row('Tasting flight').focus();
    await fireEvent.keyDown(row('Tasting flight'), { key: 'F10', shiftKey: true });
    expect(screen.getByRole('menu', { name: 'What to do with “Tasting flight”' })).toBeTruthy();
    await fireEvent.keyDown(item('Open'), { key: 'Escape' });
    expect(document.activeElement).toBe(row('Tasting flight'));
  });
});
