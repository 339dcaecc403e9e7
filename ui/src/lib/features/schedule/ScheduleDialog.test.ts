import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { App } from '$lib/state/app.svelte';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import ScheduleDialog from './ScheduleDialog.svelte';

async function sheet(scene: string): Promise<App> {
  const { app } = await open(scene);
  render(Harness, { props: { app, part: ScheduleDialog as never, inner: {} } });
  await app.plan();
  await screen.findByRole('dialog', { name: 'Schedule “Saturday walk”' });
  return app;
}
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const go = (name: RegExp | string) => screen.findByRole('button', { name });

describe('the schedule sheet', () => {
  it('puts the keyboard on the date and says the time in words', async () => {
    await sheet('slots');
    await waitFor(() => expect(document.activeElement).toBe(field('Date')));
    expect([field('Date').value, field('Time').value]).toEqual(['2026-11-23', '09:00']);
    expect(await go('Schedule for Monday 23 November at 09:00')).toBeTruthy();
    expect(screen.getByText('in 22 hours')).toBeTruthy();
  });

  it('offers the free slots, the next one first', async () => {
    await sheet('slots');
    const list = await screen.findByRole('list', { name: 'Free slots' });
    const slots = within(list).getAllByRole('button');
    expect(slots[0]?.textContent).toContain('Next free slot');
    expect(slots[0]?.getAttribute('aria-pressed')).toBe('true');
    await fireEvent.click(slots[2] as HTMLElement);
    await go('Schedule for Wednesday 25 November at 09:00');
  });

  it('says why a time cannot be, and plans nothing then', async () => {
    const app = await sheet('slots');
    const planned = vi.spyOn(app.core, 'schedule');
    await fireEvent.input(field('Date'), { target: { value: '2026-11-20' } });
    expect(await screen.findByText('This time has passed.')).toBeTruthy();
    const button = await go('Schedule');
    expect([button.getAttribute('aria-disabled'), button.title]).toEqual(['true', 'This time has passed.']);
    await fireEvent.keyDown(field('Time'), { key: 'Enter' });
    expect(planned).not.toHaveBeenCalled();
  });

  it('asks for a time where there is none', async () => {
    await sheet('slots');
    await go(/^Schedule for/);
    await fireEvent.input(field('Time'), { target: { value: '' } });
    expect(await screen.findByText('Choose a day and a time first.')).toBeTruthy();
  });

  it('plans with Enter, closes, and shows the post', async () => {
    const app = await sheet('slots');
    await fireEvent.input(field('Time'), { target: { value: '14:30' } });
    await go('Schedule for Monday 23 November at 14:30');
    await fireEvent.keyDown(field('Time'), { key: 'Enter' });
    await waitFor(() => expect(app.outbox.schedule.target).toBeNull());
    expect(app.posts.scheduled.map((post) => post.due_civil)).toEqual(['2026-11-23T14:30']);
    expect(app.toasts.now?.text).toBe('Scheduled for Monday 23 November at 14:30');
  });

  it('chooses a day by the arrows, and none that has passed', async () => {
    await sheet('slots');
    await go(/^Schedule for Monday/);
    const day = screen.getByRole('gridcell', { name: 'Monday 23 November' });
    expect(day.getAttribute('aria-selected')).toBe('true');
    await fireEvent.keyDown(day, { key: 'ArrowDown' });
    await go('Schedule for Monday 30 November at 09:00');
    const focused = screen.getByRole('gridcell', { name: 'Monday 30 November' });
    expect(document.activeElement).toBe(focused);
    const passed = screen.getByRole('gridcell', { name: 'Saturday 21 November' });
    expect(passed.getAttribute('aria-disabled')).toBe('true');
    await fireEvent.click(passed);
    expect(field('Date').value).toBe('2026-11-30');
  });

  it('leads to the slots of an account that has none', async () => {
    const app = await sheet('ready');
    await fireEvent.click(await go('Set slots…'));
    expect([app.room, app.slotsOpen, app.outbox.schedule.target]).toEqual(['settings', 'practice', null]);
  });

  it('shows what the draft resembles, and says so on its button', async () => {
    await sheet('twin');
    const list = await screen.findByRole('list', { name: 'Posts like this one' });
    expect(within(list).getByText(/Published yesterday at 09:31. The same 4 pictures/)).toBeTruthy();
    await go('Schedule anyway for Monday 23 November at 09:00');
  });
});
