import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import SlotsPanel from './SlotsPanel.svelte';

async function panel(scene: string) {
  const { app } = await open(scene);
  render(Harness, { props: { app, part: SlotsPanel as never, inner: { account: 'practice' } } });
  await screen.findByRole('group', { name: 'Add a slot' });
  return app;
}
const button = (name: string) => screen.getByRole('button', { name });
const time = () => screen.getByLabelText<HTMLInputElement>('Time');
const slots = () => screen.queryAllByRole('button', { name: /^Remove / }).map((slot) => slot.title);

describe('the slots of an account', () => {
  it('say what they are for while there are none', async () => {
    await panel('ready');
    expect(screen.getByText(/No slots yet/)).toBeTruthy();
    expect(screen.queryByRole('list', { name: 'Slots of the week' })).toBeNull();
  });

  it('are added on several days at once, by keyboard', async () => {
    const app = await panel('ready');
    const kept = vi.spyOn(app.core, 'setSlots');
    expect(button('Add slot').title).toBe('Choose a day first.');
    await fireEvent.click(button('Wednesday'));
    await fireEvent.click(button('Monday'));
    expect(button('Monday').getAttribute('aria-pressed')).toBe('true');
    expect(button('Add slot').title).toBe('Enter a time first.');
    await fireEvent.input(time(), { target: { value: '09:15' } });
    await fireEvent.keyDown(time(), { key: 'Enter' });
    await waitFor(() => expect(slots()).toEqual(['Remove Monday 09:15', 'Remove Wednesday 09:15']));
    expect(kept).toHaveBeenCalledWith('practice', [
      { day: 1, time: '09:15' },
      { day: 3, time: '09:15' },
    ]);
    expect(screen.getByText('2 slots a week')).toBeTruthy();
  });

  it('are not added twice', async () => {
    await panel('slots');
    await fireEvent.click(button('Monday'));
    await fireEvent.input(time(), { target: { value: '09:00' } });
    await waitFor(() => expect(button('Add slot').title).toBe('These slots are there already.'));
  });

  it('are removed by a press or by Delete, and the keyboard stays in its place', async () => {
    await panel('slots');
    const week = screen.getByRole('list', { name: 'Slots of the week' });
    expect(within(week).getAllByRole('listitem')).toHaveLength(7);
    await fireEvent.click(button('Remove Saturday 11:00'));
    await waitFor(() => expect(slots()).not.toContain('Remove Saturday 11:00'));
    button('Remove Monday 09:00').focus();
    await fireEvent.keyDown(button('Remove Monday 09:00'), { key: 'Delete' });
    await waitFor(() => expect(document.activeElement?.getAttribute('title')).toBe('Remove Tuesday 09:00'));
    expect(slots()).toHaveLength(5);
  });

  it('stay as they were when the core refuses', async () => {
    const app = await panel('slots');
    app.core.setSlots = () => Promise.reject({ code: 'full', message: 'The disk is full.' });
    await fireEvent.click(button('Remove Monday 09:00'));
    expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
    expect(slots()).toContain('Remove Monday 09:00');
  });
});
