import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { Action, PostView } from '$lib/ipc';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import ErrorPart from './ErrorPart.svelte';

async function card(scene: string, action?: Action) {
  const { app } = await open(scene);
  await waitFor(() => expect(app.posts.list).toHaveLength(1));
  const post = app.posts.list[0] as PostView;
  const error = { ...post.error, ...(action ? { action } : {}) };
  render(Harness, { props: { app, part: ErrorPart as never, inner: { post, error } } });
  return { app, post };
}

describe('the card of a refused post', () => {
  it('of a real account leads to connecting it again, and then tries the post again', async () => {
    const { app, post } = await card('signed_out');
    const retried = vi.spyOn(app, 'retryPost').mockResolvedValue();
    await fireEvent.click(screen.getByRole('button', { name: 'Reconnect @fern.and.field' }));
    expect([app.connect.open, app.connect.again?.username]).toEqual([true, 'fern.and.field']);
    expect(retried).not.toHaveBeenCalled();
    await app.connect.file();
    expect(retried).toHaveBeenCalledWith(post.id);
  });

  it('leads to the media host that Instagram could not fetch from', async () => {
    const { app } = await card('signed_out', 'check_media_host');
    await fireEvent.click(screen.getByRole('button', { name: /^Reconnect/ }));
    expect([app.room, app.hostOpen]).toEqual(['settings', { account: 'a2', look: true }]);
  });

  it('opens Instagram for a real account, and the practice feed for practice', async () => {
    const { app } = await card('signed_out', 'open_instagram');
    const opened = vi.spyOn(app.core, 'openMeta');
    await fireEvent.click(screen.getByRole('button', { name: /^Reconnect/ }));
    expect(opened).toHaveBeenCalledWith('instagram');
  });

  it('of the practice account is tried again as it is', async () => {
    const { app, post } = await card('failed', 'reconnect');
    const retried = vi.spyOn(app, 'retryPost').mockResolvedValue();
    await fireEvent.click(screen.getByRole('button', { name: /^Try slide 3/ }));
    await waitFor(() => expect(retried).toHaveBeenCalledWith(post.id));
    expect(app.connect.open).toBe(false);
  });

  it('explains itself by its codes', async () => {
    const { app } = await card('signed_out');
    await fireEvent.click(screen.getByRole('button', { name: 'Details for support' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Explain this error' }));
    expect([app.room, app.healthView, app.explain.text]).toEqual(['health', 'explain', '190 463']);
    await waitFor(() => expect(app.explain.result?.code).toBe(190));
  });
});
