import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import ClosingDialog from './ClosingDialog.svelte';

async function asked() {
  const { app } = await open('slots');
  render(Harness, { props: { app, part: ClosingDialog as never, inner: {} } });
  app.closing = '1 post is scheduled, next tomorrow at 09:00.';
  await screen.findByRole('dialog', { name: 'Close Fanfold?' });
  return app;
}

describe('the question before a queue would stop', () => {
  it('says what waits, and keeps running out of the way', async () => {
    const app = await asked();
    const [stayed, left] = [vi.spyOn(app.core, 'stay'), vi.spyOn(app.core, 'quit')];
    expect(screen.getByText('1 post is scheduled, next tomorrow at 09:00.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Keep running' }));
    await waitFor(() => expect(app.closing).toBeNull());
    expect([stayed.mock.calls.length, left.mock.calls.length]).toEqual([1, 0]);
  });

  it('quits when told to', async () => {
    const app = await asked();
    const left = vi.spyOn(app.core, 'quit');
    await fireEvent.click(screen.getByRole('button', { name: 'Quit' }));
    expect(left).toHaveBeenCalledTimes(1);
  });

  it('changes nothing when it is closed', async () => {
    const app = await asked();
    const [stayed, left] = [vi.spyOn(app.core, 'stay'), vi.spyOn(app.core, 'quit')];
    await fireEvent.click(screen.getByRole('button', { name: 'Back to the window' }));
    await waitFor(() => expect(app.closing).toBeNull());
    expect([stayed.mock.calls.length, left.mock.calls.length]).toEqual([0, 0]);
  });
});
