import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { Core } from '$lib/ipc';
import { fakeCore } from '$lib/ipc/fake';
import { App } from '$lib/state/app.svelte';
import Harness from '../../test/Harness.svelte';
import Health from './Health.svelte';

async function room(scene: string, change: (core: Core) => Partial<Core> = () => ({})) {
  const core = fakeCore(scene, 0);
  const app = new App({ ...core, ...change(core) });
  await app.start();
  app.go('health');
  render(Harness, { props: { app, part: Health as never, inner: {} } });
  return app;
}

describe('the health room', () => {
  it('says in one sentence how the chosen account stands, and what is left', async () => {
    await room('accounts');
    expect(
      await screen.findByRole('heading', { name: 'Everything you need to publish works.' }),
    ).toBeTruthy();
    expect(screen.getByRole('meter', { name: 'Sign-in left' }).getAttribute('aria-valuetext')).toBe(
      '52 of 60 days left',
    );
    expect(screen.getByRole('meter', { name: 'Posts used' }).getAttribute('aria-valuenow')).toBe('37');
    expect(screen.getByRole('meter', { name: 'Processor time' }).getAttribute('aria-valuetext')).toBe(
      '84%, high',
    );
  });

  it('asks Instagram anew only when told to', async () => {
    const asked: boolean[] = [];
    const app = await room('accounts', (core) => ({
      accountHealth: (id, fresh) => {
        asked.push(fresh);
        return core.accountHealth(id, fresh);
      },
    }));
    await waitFor(() => expect(app.health.view).not.toBeNull());
    await fireEvent.click(screen.getByRole('button', { name: 'Check again' }));
    expect(await screen.findByText('Checked just now')).toBeTruthy();
    expect(asked).toEqual([false, true]);
  });

  it('leads from a missing permission to connecting again', async () => {
    const app = await room('accounts');
    await fireEvent.click(await screen.findByRole('button', { name: 'Allow Comments…' }));
    expect([app.connect.open, app.connect.again?.id]).toEqual([true, 'a1']);
  });

  it('narrows the log down', async () => {
    await room('accounts');
    const rows = () => within(screen.getByRole('table')).getAllByRole('row').length - 1;
    await screen.findByRole('table', { name: 'Calls to Instagram' });
    expect(rows()).toBe(10);
    await fireEvent.click(screen.getByRole('button', { name: /^Failed/ }));
    expect(rows()).toBe(2);
    await fireEvent.input(screen.getByRole('searchbox', { name: 'Search the log' }), {
      target: { value: 'nowhere' },
    });
    expect(screen.queryByRole('table')).toBeNull();
    expect(screen.getByText('Nothing in the log matches.')).toBeTruthy();
  });

  it('checks the media host in its place', async () => {
    await room('accounts');
    await fireEvent.click(await screen.findByRole('button', { name: 'Check' }));
    const found = await screen.findByRole('region', { name: 'What the check found' });
    expect(within(found).getByText('Instagram can fetch your pictures.')).toBeTruthy();
  });

  it('says what went wrong and asks again', async () => {
    const app = await room('broken');
    expect((await screen.findByRole('alert')).textContent).toContain('Instagram could not be reached.');
    const again = vi.spyOn(app.health, 'load');
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(again).toHaveBeenCalledWith(false);
  });

  it('offers to connect an account when there is none', async () => {
    const app = await room('empty');
    await fireEvent.click(await screen.findByRole('button', { name: 'Connect an account…' }));
    expect(app.connect.open).toBe(true);
  });

  it('explains an error beside it', async () => {
    await room('accounts');
    await fireEvent.click(screen.getByRole('tab', { name: 'Explain an error' }));
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'What Instagram answered' }));
    await fireEvent.click(screen.getByRole('button', { name: '190 463' }));
    const card = await screen.findByRole('article', { name: 'What it means' });
    expect(within(card).getByText('Instagram has signed Fanfold out of this account')).toBeTruthy();
    expect(within(card).getByText('463')).toBeTruthy();
  });
});
