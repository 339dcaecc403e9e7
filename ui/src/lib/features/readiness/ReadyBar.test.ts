import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import ReadyBar from './ReadyBar.svelte';

async function bar(scene: string) {
  const { app, draft } = await open(scene);
  render(Harness, {
    props: { app, part: ReadyBar as never, inner: { draft, post: app.posts.of(draft.id) } },
  });
  return { app, draft };
}
const button = (name: string) => screen.getByRole('button', { name });
const item = (name: string) => screen.getByRole('menuitem', { name });

describe('publishing from the foot of Compose', () => {
  it('has its other ways in a menu that is walked through with the arrows', async () => {
    const { app } = await bar('slots');
    const sheet = vi.spyOn(app, 'plan');
    await fireEvent.keyDown(button('More ways to publish'), { key: 'ArrowDown' });
    await waitFor(() => expect(document.activeElement).toBe(item('Publish now')));
    await fireEvent.keyDown(item('Publish now'), { key: 'ArrowUp' });
    expect(document.activeElement).toBe(item('Schedule…'));
    await fireEvent.click(item('Schedule…'));
    expect(sheet).toHaveBeenCalled();
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(button('More ways to publish'));
  });

  it('says why neither way is open', async () => {
    await bar('compose');
    for (const name of ['Publish', 'Schedule…', 'More ways to publish']) {
      expect(button(name).getAttribute('aria-disabled')).toBe('true');
      expect(button(name).title).toBe('Some slides are not ready yet.');
    }
    await fireEvent.click(button('More ways to publish'));
    expect(screen.queryByRole('menu')).toBeNull();
  });

  it('leads to the tags that Instagram would refuse, and to the collaborators', async () => {
    const { draft } = await bar('slots');
    const wrong = (action: 'show_tags' | 'show_collaborators', slide: string | null) => {
      const { view } = draft;
      const primary = { action, label: 'Show where', slide };
      const readiness = { ...view.readiness, primary, can_publish: false };
      draft.adopt({ ...view, revision: view.revision + 1, readiness });
    };
    const second = draft.slides[1]?.id ?? '';
    wrong('show_tags', second);
    await fireEvent.click(await screen.findByRole('button', { name: 'Show where' }));
    expect(draft.tab).toBe('slide');
    expect(draft.slide?.id).toBe(second);
    wrong('show_collaborators', null);
    await fireEvent.click(await screen.findByRole('button', { name: 'Show where' }));
    expect(draft.tab).toBe('post');
  });

  it('shows how far a clip is that gets another shape, and stops it', async () => {
    const { draft } = await bar('fixed_reel');
    await draft.edit({ type: 'set_shape', shape: '1:1' });
    const shown = await screen.findByRole('progressbar', { name: 'Fixing 1 of 1.' });
    await waitFor(() => expect(Number(shown.getAttribute('aria-valuenow'))).toBeGreaterThan(0));
    expect(screen.getByText(/^The clip takes \d+ seconds more\.$/)).toBeTruthy();
    await fireEvent.click(button('Cancel'));
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
    expect(draft.view.readiness.fixable).toBe(1);
    expect(button('Fix 1 slide')).toBeTruthy();
  });

  it('asks about a post like it, with the keyboard on the harmless answer', async () => {
    const { app } = await bar('twin');
    const sent = vi.spyOn(app.core, 'publish');
    await fireEvent.click(button('Publish'));
    expect((await screen.findByRole('alert')).textContent).toContain('This looks like “Saturday walk”');
    expect(screen.getByText(/The same 4 pictures and nearly the same caption/)).toBeTruthy();
    expect(document.activeElement).toBe(button('Not now'));
    await fireEvent.click(button('Not now'));
    await waitFor(() => expect(document.activeElement).toBe(button('Publish')));
    expect(sent).not.toHaveBeenCalled();
  });

  it('leaves with Escape, and publishes when told to', async () => {
    const { app } = await bar('twin');
    const sent = vi.spyOn(app.core, 'publish');
    await fireEvent.click(button('Publish'));
    await screen.findByRole('alert');
    await fireEvent.keyDown(button('Not now'), { key: 'Escape' });
    expect(screen.queryByRole('alert')).toBeNull();
    await fireEvent.click(button('Publish'));
    await fireEvent.click(await screen.findByRole('button', { name: 'Publish anyway' }));
    await waitFor(() => expect(sent).toHaveBeenCalledTimes(1));
  });
});
