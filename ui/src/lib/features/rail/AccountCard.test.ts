import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '$lib/state/app.svelte';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import AccountCard from './AccountCard.svelte';

let app: App;
const button = () => screen.getByRole('button', { name: /^Account/ });
const item = (name: RegExp) => screen.getByRole('menuitemradio', { name });
const focused = () => document.activeElement?.textContent?.trim() ?? '';

beforeEach(async () => {
  ({ app } = await open('accounts'));
  render(Harness, { props: { app, part: AccountCard as never, inner: {} } });
});

describe('the account switcher', () => {
  it('says who publishes, and shows the others when asked', async () => {
    expect(
      screen.getByRole('button', { name: 'Account bluehouse.bakery 63 of 100 posts left' }),
    ).toBeTruthy();
    expect(screen.queryByRole('menu')).toBeNull();
    await fireEvent.click(button());
    expect(button().getAttribute('aria-expanded')).toBe('true');
    expect(screen.getAllByRole('menuitemradio')).toHaveLength(3);
    expect(item(/bluehouse/).getAttribute('aria-checked')).toBe('true');
    expect(item(/fern.*Instagram login.*Signed out by Instagram/)).toBeTruthy();
    expect(item(/practice.*Practice/)).toBeTruthy();
  });

  it('is walked through with the arrows, and closed with Escape', async () => {
    await fireEvent.click(button());
    expect(focused()).toContain('bluehouse');
    const menu = screen.getByRole('menu', { name: 'Accounts' });
    await fireEvent.keyDown(menu, { key: 'ArrowDown' });
    expect(focused()).toContain('fern');
    await fireEvent.keyDown(menu, { key: 'End' });
    expect(focused()).toBe('Connect an account…');
    await fireEvent.keyDown(menu, { key: 'ArrowDown' });
    expect(focused()).toContain('bluehouse');
    await fireEvent.keyDown(menu, { key: 'Escape' });
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(button());
  });

  it('chooses, and gives the focus back', async () => {
    await fireEvent.click(button());
    await fireEvent.click(item(/practice/));
    await waitFor(() => expect(app.account?.id).toBe('practice'));
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(button());
  });

  it('leads to what mends an account, and to connecting another', async () => {
    await fireEvent.click(button());
    await fireEvent.click(screen.getByRole('menuitem', { name: 'Reconnect @fern.and.field' }));
    await waitFor(() => expect(app.connect.open).toBe(true));
    expect(app.connect.again?.username).toBe('fern.and.field');
    app.connect.close();
    await fireEvent.click(button());
    await fireEvent.click(screen.getByRole('menuitem', { name: 'Connect an account…' }));
    expect([app.connect.open, app.connect.step]).toEqual([true, 'way']);
  });
});
