import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { App } from '$lib/state/app.svelte';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import ConnectDialog from './ConnectDialog.svelte';

let app: App;
const button = (name: string) => screen.findByRole('button', { name });
const press = async (name: string) => fireEvent.click(await button(name));

beforeEach(async () => {
  ({ app } = await open('accounts'));
  render(Harness, { props: { app, part: ConnectDialog as never, inner: {} } });
  app.connect.show();
  await screen.findByRole('dialog', { name: 'Connect an Instagram account' });
});

describe('the connect dialog', () => {
  it('says what each login can do before anything else', () => {
    expect(screen.getByRole('heading', { name: 'Instagram login' })).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Facebook login' })).toBeTruthy();
    expect(screen.getByText(/nothing to set up/)).toBeTruthy();
  });

  it('has no field for what must not be typed', async () => {
    await press('Use Facebook login');
    expect(screen.queryByRole('textbox')).toBeNull();
    await press('Set up the sign-in…');
    const fields = await screen.findAllByRole('textbox');
    expect(fields.map((field) => (field as HTMLInputElement).labels?.[0]?.textContent)).toEqual(['App ID']);
  });

  it('connects what was found, by a copied token', async () => {
    await press('Use Facebook login');
    await press('Use the copied token');
    const boxes = await screen.findAllByRole('checkbox');
    expect(boxes.map((box) => (box as HTMLInputElement).disabled)).toEqual([false, false, true]);
    expect(screen.getByText(/No Instagram account hangs on this Page/)).toBeTruthy();
    await fireEvent.click(boxes[0] as HTMLElement);
    await press('Connect 1 account');
    await screen.findByRole('dialog', { name: '@pier.nine.boats is connected' });
    expect(screen.getByText(/First comments are off/)).toBeTruthy();
    await press('Done');
    await waitFor(() => expect(app.connect.open).toBe(false));
    expect(app.account?.username).toBe('pier.nine.boats');
  });

  it('shows the guide, copies from it, and waits for an app id', async () => {
    const copied = vi.spyOn(app.core, 'copyText');
    const opened = vi.spyOn(app.core, 'openMeta');
    await press('Use Instagram login');
    await press('Set up the sign-in…');
    expect((await screen.findByRole('list', { name: 'Steps at Meta' })).children).toHaveLength(6);
    await press('Open Meta for Developers');
    expect(opened).toHaveBeenCalledWith('apps');
    await press('Copy https://localhost:47113/instagram');
    expect(copied).toHaveBeenCalledWith('https://localhost:47113/instagram');
    expect((await button('Sign in through the browser')).getAttribute('aria-disabled')).toBe('true');
    await fireEvent.input(screen.getByRole('textbox', { name: 'Instagram app ID' }), {
      target: { value: '123' },
    });
    expect((await button('Sign in through the browser')).getAttribute('aria-disabled')).toBeNull();
  });

  it('waits for the browser and takes a copied address', async () => {
    await press('Use Instagram login');
    await press('Practise the sign-in');
    expect(await screen.findByText('Your browser is open')).toBeTruthy();
    await press('Use the copied address');
    await screen.findByRole('dialog', { name: '@fern.and.field is connected' });
  });

  it('says in its place what went wrong', async () => {
    app.core.connectPaste = () =>
      Promise.reject({ code: 'no_token', message: 'Nothing useful is copied.', hint: 'Press Copy at Meta.' });
    await press('Use Instagram login');
    await press('Use the copied token');
    expect((await screen.findByRole('alert')).textContent).toContain('Press Copy at Meta.');
  });
});
