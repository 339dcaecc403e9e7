import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import Harness from '../../test/Harness.svelte';
import { open } from '../../test/open';
import Settings from './Settings.svelte';

async function room() {
  const { app } = await open('slots');
  app.go('settings');
  render(Harness, { props: { app, part: Settings as never, inner: {} } });
  return app;
}
const section = (name: string) => within(screen.getByRole('region', { name }));

describe('the settings', () => {
  it('keep what happens to posts that missed their time', async () => {
    const app = await room();
    const group = within(screen.getByRole('radiogroup', { name: 'When a post missed its time' }));
    expect(group.getByRole('radio', { name: 'Ask me' }).getAttribute('aria-checked')).toBe('true');
    await fireEvent.click(group.getByRole('radio', { name: 'Publish late' }));
    await waitFor(() => expect(app.settings.missed).toBe('late'));
    expect(app.settings.notifications).toBe(true);
  });

  it('keep what runs in the background', async () => {
    const app = await room();
    const background = section('Publishing & background');
    await fireEvent.click(
      background.getByRole('switch', { name: /^Keep running when the window is closed/ }),
    );
    await fireEvent.click(background.getByRole('switch', { name: /^Notifications/ }));
    await waitFor(() =>
      expect([app.settings.keep_running, app.settings.notifications]).toEqual([false, false]),
    );
  });

  it('start at login only if the system agrees', async () => {
    const app = await room();
    app.core.setAutostart = () => Promise.reject({ code: 'refused', message: 'The system refused.' });
    const login = screen.getByRole<HTMLInputElement>('switch', { name: /^Start at login/ });
    await fireEvent.click(login);
    expect((await screen.findByRole('alert')).textContent).toContain('The system refused.');
    await waitFor(() => expect(login.checked).toBe(false));
  });

  it('choose the version and the language that Instagram is spoken to with', async () => {
    const app = await room();
    const version = await screen.findByRole<HTMLSelectElement>('combobox', {
      name: 'Version of Instagram’s interface',
    });
    expect(version.value).toBe('v25.0');
    await fireEvent.change(version, { target: { value: 'v24.0' } });
    await fireEvent.change(screen.getByRole('combobox', { name: 'Language of Instagram’s messages' }), {
      target: { value: 'de_DE' },
    });
    await waitFor(() =>
      expect([app.settings.graph_version, app.settings.message_language]).toEqual(['v24.0', 'de_DE']),
    );
  });

  it('save a bundle for support', async () => {
    const app = await room();
    await fireEvent.click(screen.getByRole('button', { name: 'Export redacted bundle…' }));
    await waitFor(() => expect(app.toasts.now?.text).toBe('Saved as fanfold-support.zip'));
  });

  it('open the slots of an account in their place', async () => {
    const app = await room();
    await fireEvent.click(screen.getByRole('button', { name: 'Slots of practice' }));
    expect(await screen.findByRole('list', { name: 'Slots of the week' })).toBeTruthy();
    expect(app.slotsOpen).toBe('practice');
  });

  it('leave for good when told to', async () => {
    const app = await room();
    const left = vi.spyOn(app.core, 'quit');
    await fireEvent.click(screen.getByRole('button', { name: 'Quit Fanfold' }));
    expect(left).toHaveBeenCalled();
  });
});
