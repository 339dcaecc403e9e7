import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { PostView } from '$lib/ipc';
import Harness from '../../test/Harness.svelte';
import { open } from '../../test/open';
import Activity from './Activity.svelte';

async function room(scene: string) {
  const { app } = await open(scene);
  app.go('activity');
  await waitFor(() => expect(app.queue.view).not.toBeNull());
  render(Harness, { props: { app, part: Activity as never, inner: {} } });
  return app;
}
const queue = () => within(screen.getByRole('region', { name: 'Queue' }));

describe('the activity room', () => {
  it('shows what needs a person first, then what moves, then what is planned', async () => {
    await room('queue');
    const heads = await screen.findAllByRole('heading', { level: 2 });
    expect(heads.map((head) => head.textContent?.trim())).toEqual([
      'Needs you 2',
      'Under way 1',
      'Scheduled 3',
      'Published',
    ]);
    expect(queue().getByText(/^3 posts scheduled, next/)).toBeTruthy();
  });

  it('says who is paused and why, and lets them go on', async () => {
    const app = await room('queue');
    expect(queue().getByText('@practice is paused')).toBeTruthy();
    expect(queue().getByText(/asks for a pause. Fanfold goes on by itself at 14:32/)).toBeTruthy();
    await fireEvent.click(queue().getByRole('button', { name: 'Resume @practice' }));
    await waitFor(() => expect(app.queue.paused).toEqual([]));
    await fireEvent.click(await queue().findByRole('button', { name: 'Pause @practice' }));
    await waitFor(() => expect(app.queue.pausedOf('practice')?.by_person).toBe(true));
  });

  it('pauses one of several accounts from a menu', async () => {
    const app = await room('accounts');
    app.posts.adopt({
      id: 'p',
      title: 'One',
      state: 'cancelled',
      slides: [],
      steps: [],
      account: 'a',
    } as never);
    await fireEvent.click(await screen.findByRole('button', { name: 'Pause…' }));
    await fireEvent.click(screen.getByRole('menuitem', { name: 'Pause @fern.and.field' }));
    await waitFor(() => expect(app.queue.paused.map((one) => one.username)).toEqual(['fern.and.field']));
  });

  it('says that it is offline and goes on by itself', async () => {
    await room('offline');
    expect(queue().getByText(/You are offline/)).toBeTruthy();
  });

  it('shows a month of planned posts a part at a time', async () => {
    const app = await room('queue');
    const [one] = app.posts.scheduled;
    for (let at = 0; at < 30; at += 1) app.posts.adopt({ ...(one as PostView), id: `more-${at}` });
    await screen.findByRole('heading', { name: 'Scheduled 33' });
    expect(screen.getAllByRole('article', { name: /Scheduled$/ })).toHaveLength(20);
    await fireEvent.click(screen.getByRole('button', { name: 'Show 13 more' }));
    expect(screen.getAllByRole('article', { name: /Scheduled$/ })).toHaveLength(33);
  });

  it('says what went wrong when an account cannot be paused', async () => {
    const app = await room('queue');
    app.core.queueResume = () =>
      Promise.reject({ code: 'offline', message: 'Instagram could not be reached.' });
    await fireEvent.click(queue().getByRole('button', { name: 'Resume @practice' }));
    expect((await queue().findByRole('alert')).textContent).toContain('could not be reached');
    expect(app.queue.paused).toHaveLength(1);
  });
});

describe('whoever uses the keyboard', () => {
  it('stays with the post that was moved to another group', async () => {
    const app = await room('queue');
    const card = () => screen.getByRole('article', { name: /^Two left/ });
    const back = within(card()).getByRole('button', { name: 'Take back' });
    back.focus();
    await fireEvent.click(back);
    await waitFor(() => expect(app.posts.stopped).toHaveLength(1));
    await waitFor(() => expect(document.activeElement).toBe(card()));
  });

  it('is left alone when it is elsewhere', async () => {
    const app = await room('queue');
    const card = screen.getByRole('article', { name: /^Two left/ });
    within(card).getByRole('button', { name: 'Take back' }).focus();
    (document.activeElement as HTMLElement).blur();
    await app.outbox.cancel('p-s2');
    await new Promise((done) => setTimeout(done, 20));
    expect(document.activeElement).toBe(document.body);
  });
});

describe('a published post', () => {
  it('is opened from the list, with its timeline', async () => {
    await room('queue');
    expect(screen.queryByRole('article', { name: 'Midweek flat white, Published' })).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: /^Midweek flat white/ }));
    const card = await screen.findByRole('article', { name: 'Midweek flat white, Published' });
    expect(within(card).getByRole('button', { name: 'Timeline' })).toBeTruthy();
    expect(screen.getByRole('button', { name: /^Midweek flat white/ }).getAttribute('aria-current')).toBe(
      'true',
    );
    await waitFor(() => expect(document.activeElement).toBe(card));
  });
});
