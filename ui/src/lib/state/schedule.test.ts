import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Core, ScheduleSaid } from '$lib/ipc';
import { fakeCore } from '$lib/ipc/fake';
import { Schedule, type Planned } from './schedule.svelte';

const target: Planned = { draft: 'd1', title: 'Saturday walk', post: null, twins: [] };
const said = (words: string, problem: string | null = null): ScheduleSaid => ({
  words,
  distance: '',
  problem,
  note: null,
});
let core: Core;

beforeEach(() => {
  core = fakeCore('slots', 0);
});

describe('the schedule', () => {
  it('begins with what the core suggests', async () => {
    const schedule = new Schedule(core, 0);
    await schedule.show(target);
    expect([schedule.date, schedule.time]).toEqual(['2026-11-23', '09:00']);
    expect(schedule.said?.words).toBe('Monday 23 November at 09:00');
  });

  it('of a post begins with the time it has', async () => {
    const post = await core.schedule('d1', '2026-11-25T18:30');
    const schedule = new Schedule(core, 0);
    await schedule.show({ ...target, post });
    expect(schedule.at).toBe('2026-11-25T18:30');
  });

  it('keeps the words of the newest time when answers overtake each other', async () => {
    const answers: Record<string, (said: ScheduleSaid) => void> = {};
    core.scheduleSay = (_, at) => new Promise((answer) => (answers[at] = answer));
    const schedule = new Schedule(core, 0);
    schedule.target = target;
    void schedule.choose('2026-11-24T10:00');
    void schedule.choose('2026-11-24T11:00');
    answers['2026-11-24T11:00']?.(said('the newer'));
    await vi.waitFor(() => expect(schedule.said?.words).toBe('the newer'));
    answers['2026-11-24T10:00']?.(said('the older'));
    await Promise.resolve();
    expect(schedule.said?.words).toBe('the newer');
  });

  it('asks once after several keys', async () => {
    vi.useFakeTimers();
    const asked = vi.spyOn(core, 'scheduleSay');
    const schedule = new Schedule(core, 100);
    schedule.target = target;
    schedule.date = '2026-11-24';
    for (const time of ['1', '14', '14:3', '14:30']) schedule.setTime(time);
    await vi.advanceTimersByTimeAsync(200);
    vi.useRealTimers();
    expect(asked.mock.calls).toEqual([['d1', '2026-11-24T14:30']]);
  });

  it('plans the time in the fields, asking about it first where nobody has', async () => {
    const schedule = new Schedule(core, 100_000);
    await schedule.show(target);
    schedule.setTime('19:15');
    const post = await schedule.go();
    expect(post?.due_civil).toBe('2026-11-23T19:15');
    expect(schedule.target).toBeNull();
  });

  it('plans nothing while there is a problem', async () => {
    const planned = vi.spyOn(core, 'schedule');
    const schedule = new Schedule(core, 0);
    await schedule.show(target);
    await schedule.choose('2026-11-21T09:00');
    expect(schedule.said?.problem).toBe('This time has passed.');
    expect(await schedule.go()).toBeNull();
    expect(planned).not.toHaveBeenCalled();
  });

  it('stays open with what went wrong when the core refuses', async () => {
    const schedule = new Schedule(core, 0);
    await schedule.show(target);
    core.schedule = () => Promise.reject({ code: 'not_now', message: 'Slide 3 is gone.' });
    expect(await schedule.go()).toBeNull();
    expect([schedule.doing.error?.message, schedule.target]).toEqual(['Slide 3 is gone.', target]);
  });

  it('gives a post another time instead of making a second one', async () => {
    const post = await core.schedule('d1', '2026-11-25T18:30');
    const made = vi.spyOn(core, 'schedule');
    const schedule = new Schedule(core, 0);
    await schedule.show({ ...target, post });
    await schedule.choose('2026-11-26T08:00');
    expect((await schedule.go())?.id).toBe(post.id);
    expect(made).not.toHaveBeenCalled();
  });
});
