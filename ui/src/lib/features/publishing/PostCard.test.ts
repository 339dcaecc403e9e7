import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import PostCard from './PostCard.svelte';

async function card(scene: string, id: string) {
  const { app } = await open(scene);
  await waitFor(() => expect(app.posts.list.length).toBeGreaterThan(0));
  const post = app.posts.list.find((other) => other.id === id);
  render(Harness, { props: { app, part: PostCard as never, inner: { post } } });
  return app;
}
const names = (within: HTMLElement) =>
  [...within.querySelectorAll('button')].map((button) => button.textContent?.trim());

describe('the card of a scheduled post', () => {
  it('says when, and offers now, another time and taking back', async () => {
    const app = await card('queue', 'p-s1');
    const article = screen.getByRole('article', { name: 'Evening row, last boats, Scheduled' });
    expect(within(article).getByText(/Sunday 22 November at 18:00/)).toBeTruthy();
    expect(names(article)).toEqual(['Timeline', 'Publish now', 'Choose another time…', 'Take back']);
    expect(within(article).queryByRole('list', { name: 'Steps' })).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'Choose another time…' }));
    expect(app.outbox.schedule.target?.post?.id).toBe('p-s1');
  });
});

describe('the card of a post that missed its time', () => {
  it('says what happened, and leaves the choice', async () => {
    const app = await card('missed', 'p-d1');
    const article = screen.getByRole('article', { name: 'Saturday walk, Missed' });
    expect(within(article).getByRole('heading', { name: 'Due, but not published' })).toBeTruthy();
    expect(within(article).getByText(/Nothing was posted/)).toBeTruthy();
    expect(names(article)).toEqual(['Publish now', 'Choose a time…', 'Take back', 'Timeline']);
    await fireEvent.click(screen.getByRole('button', { name: 'Publish now' }));
    await waitFor(() => expect(app.posts.underWay.map((post) => post.id)).toEqual(['p-d1']));
  });
});

describe('the timeline of a post', () => {
  const show = () => fireEvent.click(screen.getByRole('button', { name: 'Timeline' }));

  it('is asked for once someone looks, and is a table', async () => {
    const app = await card('live', 'p-d1');
    const asked = vi.spyOn(app.core, 'postTimeline');
    expect(asked).not.toHaveBeenCalled();
    await show();
    const table = await screen.findByRole('table', { name: 'Timeline of Saturday walk' });
    expect(screen.getByRole('button', { name: 'Timeline' }).getAttribute('aria-expanded')).toBe('true');
    const rows = within(table).getAllByRole('row');
    expect(rows).toHaveLength(13);
    expect(rows[5]?.textContent).toMatch(
      /09:31:04.*Create slide 3 of 4.*Instagram was busy.*1\.9 s.*500 \/ -1/,
    );
    expect(screen.getByText('8 calls in 21 seconds, 1 tried again')).toBeTruthy();
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('gives the trace of a call away, and of nothing else', async () => {
    const app = await card('live', 'p-d1');
    const copied = vi.spyOn(app.core, 'copyText');
    await show();
    await fireEvent.click(await screen.findByRole('button', { name: 'Copy the trace of Publish, 09:31:12' }));
    expect(copied).toHaveBeenCalledWith('A093112x0vWm7rTz9');
    expect(screen.queryByRole('button', { name: /Copy the trace of Checked/ })).toBeNull();
  });

  it('is exported, and says as what', async () => {
    const app = await card('live', 'p-d1');
    await show();
    await fireEvent.click(await screen.findByRole('button', { name: 'Export…' }));
    await waitFor(() => expect(app.toasts.now?.text).toBe('Saved as saturday-walk-timeline.json'));
  });

  it('says what went wrong and asks again', async () => {
    const app = await card('live', 'p-d1');
    const real = app.core.postTimeline;
    app.core.postTimeline = () => Promise.reject({ code: 'busy', message: 'The journal is busy.' });
    await show();
    expect((await screen.findByRole('alert')).textContent).toContain('The journal is busy.');
    app.core.postTimeline = real;
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('table')).toBeTruthy();
  });
});

describe('the card of a post that was skipped', () => {
  it('offers another time and nothing that would fail', async () => {
    const { app } = await open('missed');
    await waitFor(() => expect(app.posts.list).toHaveLength(1));
    const [missed] = app.posts.list;
    const error = {
      title: 'Skipped',
      message: '',
      posted: '',
      steps: [],
      action: 'retry',
      button: 'Publish now',
    };
    const post = {
      ...missed,
      state: 'cancelled',
      state_word: 'Skipped',
      missed: null,
      can_cancel: false,
      can_publish_now: false,
      error,
    };
    render(Harness, { props: { app, part: PostCard as never, inner: { post } } });
    const article = screen.getByRole('article', { name: 'Saturday walk, Skipped' });
    expect(names(article)).toEqual(['Timeline', 'Choose a time…']);
    expect(within(article).queryByRole('alert')).toBeNull();
  });
});
