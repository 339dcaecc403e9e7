import { describe, expect, it, vi } from 'vitest';
import type { PostView } from '$lib/ipc';
import { open } from '../../test/open';

describe('the sheet for a time', () => {
  it('calls a draft without a title as the rail does', async () => {
    const { app, draft } = await open('ready');
    app.drafts = app.drafts.map((one) => (one.id === draft.id ? { ...one, title: 'Ten frames from' } : one));
    await app.outbox.plan(draft);
    expect(app.outbox.schedule.target?.title).toBe('Ten frames from');
  });
});

describe('a draft that resembles another post', () => {
  it('is asked about before it goes out, and nothing is sent meanwhile', async () => {
    const { app, draft } = await open('twin');
    const sent = vi.spyOn(app.core, 'publish');
    await app.publish();
    expect(app.outbox.asked(draft)?.map((twin) => twin.title)).toEqual(['Saturday walk']);
    await app.publish();
    expect(sent).not.toHaveBeenCalled();
  });

  it('goes out when a person says so, and is not asked about again', async () => {
    const { app, draft } = await open('twin');
    const looked = vi.spyOn(app.core, 'duplicates');
    await app.publish();
    await app.outbox.publishAnyway(draft);
    expect(app.outbox.asked(draft)).toBeNull();
    const post = app.posts.of(draft.id);
    expect(post?.state).toBe('publishing');
    await app.cancelPost(post?.id ?? '');
    draft.postOpen = false;
    await app.publish();
    expect([looked.mock.calls.length, app.posts.of(draft.id)?.state]).toEqual([1, 'publishing']);
  });

  it('is asked about again after it changed', async () => {
    const { app, draft } = await open('twin');
    await app.publish();
    await app.outbox.publishAnyway(draft);
    await app.cancelPost(app.posts.of(draft.id)?.id ?? '');
    draft.postOpen = false;
    draft.caption.write('Other words altogether');
    await app.publish();
    expect(app.outbox.asked(draft)).toHaveLength(1);
  });

  it('is asked about again after "not now"', async () => {
    const { app, draft } = await open('twin');
    await app.publish();
    app.outbox.radar.leave();
    expect(app.outbox.asked(draft)).toBeNull();
    await app.publish();
    expect(app.outbox.asked(draft)).toHaveLength(1);
  });

  it('is no longer asked about once it is something else', async () => {
    const { app, draft } = await open('twin');
    await app.publish();
    draft.caption.write('Other words altogether');
    await draft.caption.settled();
    expect(app.outbox.asked(draft)).toBeNull();
  });

  it('is planned knowingly and then not asked about when published', async () => {
    const { app, draft } = await open('twin');
    await app.plan();
    expect(app.outbox.schedule.target?.twins).toHaveLength(1);
    await app.outbox.planned(draft);
    const post = app.posts.of(draft.id);
    expect(post?.state).toBe('scheduled');
    await app.cancelPost(post?.id ?? '');
    draft.postOpen = false;
    await app.publish();
    expect(app.posts.of(draft.id)?.state).toBe('publishing');
  });
});

describe('a draft that resembles nothing', () => {
  it('goes out at once, also when the radar cannot look', async () => {
    const { app, draft } = await open('ready');
    app.core.duplicates = () => Promise.reject({ code: 'offline', message: 'No answer.' });
    await app.publish();
    expect(app.posts.of(draft.id)?.state).toBe('publishing');
    expect(app.problem).toBeNull();
  });

  it('goes out once, however often it is pressed', async () => {
    const { app } = await open('ready');
    const sent = vi.spyOn(app.core, 'publish');
    await Promise.all([app.publish(), app.publish(), app.publish()]);
    expect(sent).toHaveBeenCalledTimes(1);
  });

  it('takes the next free slot without a sheet', async () => {
    const { app, draft } = await open('slots');
    await app.outbox.nextSlot(draft);
    expect(app.posts.of(draft.id)?.due_civil).toBe('2026-11-23T09:00');
    expect(app.toasts.now?.text).toBe('Scheduled for Monday 23 November at 09:00');
  });
});

describe('a planned post', () => {
  it('is planned anew where it would be planned, and never twice', async () => {
    const { app, draft } = await open('slots');
    await app.outbox.nextSlot(draft);
    const post = app.posts.of(draft.id);
    await app.plan();
    expect([app.outbox.schedule.target?.again, app.outbox.schedule.at]).toEqual([true, '2026-11-23T09:00']);
    await app.outbox.schedule.choose('2026-11-26T08:00');
    await app.outbox.planned(draft);
    expect(app.posts.scheduled.map((one) => [one.id, one.due_civil])).toEqual([
      [post?.id, '2026-11-26T08:00'],
    ]);
  });

  it('that no draft stands behind gets another time as well', async () => {
    const { app } = await open('queue');
    await vi.waitFor(() => expect(app.posts.scheduled.length).toBe(3));
    const moved = vi.spyOn(app.core, 'reschedule');
    const [post] = app.posts.scheduled;
    await app.outbox.replan({ ...post, draft_id: null } as PostView);
    await app.outbox.schedule.choose('2026-11-24T07:00');
    await app.outbox.planned(null);
    expect(moved).toHaveBeenCalledWith('p-s1', '2026-11-24T07:00');
  });

  it('goes out now, or is taken back', async () => {
    const { app } = await open('queue');
    await vi.waitFor(() => expect(app.posts.list.length).toBeGreaterThan(5));
    expect(app.posts.scheduled.map((post) => post.id)).toEqual(['p-s1', 'p-s2', 'p-s3']);
    await app.outbox.publishNow('p-s1');
    await app.outbox.cancel('p-s2');
    expect(app.posts.scheduled.map((post) => post.id)).toEqual(['p-s3']);
    expect(app.posts.underWay.map((post) => post.id)).toContain('p-s1');
    expect(app.posts.stopped.map((post) => post.id)).toEqual(['p-s2']);
  });
});
