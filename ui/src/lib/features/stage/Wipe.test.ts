import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '$lib/state/app.svelte';
import { run } from '$lib/state/commands';
import type { DraftState } from '$lib/state/draft.svelte';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import Stage from './Stage.svelte';

let app: App;
let draft: DraftState;
const line = () => screen.findByRole('slider', { name: 'Line between before and after' });

beforeEach(async () => {
  ({ app, draft } = await open());
  render(Harness, { props: { app, part: Stage as never, inner: { draft } } });
});

describe('before and after over each other', () => {
  it('is offered beside a proposal, and its line moves by keys and says where it is', async () => {
    draft.show(draft.slides[4]?.id ?? '');
    await fireEvent.click(await screen.findByRole('radio', { name: 'One over the other' }));
    const slider = await line();
    expect(slider.getAttribute('aria-valuetext')).toBe('50% before, 50% after');
    await fireEvent.keyDown(slider, { key: 'ArrowRight' });
    expect(slider.getAttribute('aria-valuenow')).toBe('52');
    await fireEvent.keyDown(slider, { key: 'ArrowLeft', shiftKey: true });
    expect(slider.getAttribute('aria-valuenow')).toBe('42');
    await fireEvent.keyDown(slider, { key: 'End' });
    await fireEvent.keyDown(slider, { key: 'ArrowRight' });
    expect(slider.getAttribute('aria-valuetext')).toBe('100% before, 0% after');
    await fireEvent.keyDown(slider, { key: 'Home' });
    expect(slider.getAttribute('aria-valuenow')).toBe('0');
  });

  it('goes on after the fix, with the file that was made', async () => {
    draft.show(draft.slides[4]?.id ?? '');
    run(app, 'wipe');
    expect(draft.preview).toBe('wipe');
    await draft.fixActive();
    expect(draft.compare).toBe('wipe');
    expect(await line()).toBeTruthy();
    expect(document.querySelector('.wipe img[src]')).toBeTruthy();
  });

  it('says so where there is nothing to compare', () => {
    run(app, 'wipe');
    expect(app.announcer.sentence).toBe('There is no before and after yet.');
  });

  it('follows the pointer, and forgets a drag that was taken away', async () => {
    draft.show(draft.slides[4]?.id ?? '');
    run(app, 'wipe');
    const slider = await line();
    const box = slider.closest<HTMLElement>('.wipe');
    if (!box) throw new Error('the line lies over the pictures');
    box.getBoundingClientRect = () => ({ left: 100, width: 200 }) as DOMRect;
    const at = (clientX: number, buttons = 1) => ({ pointerId: 1, clientX, clientY: 0, buttons });
    await fireEvent.pointerDown(box, { ...at(150), button: 0, isPrimary: true });
    expect(slider.getAttribute('aria-valuenow')).toBe('25');
    await fireEvent.pointerMove(box, at(250));
    await fireEvent.pointerUp(box, at(250, 0));
    expect(slider.getAttribute('aria-valuenow')).toBe('75');
    await fireEvent.pointerDown(box, { ...at(100), button: 0, isPrimary: true });
    await fireEvent.keyDown(window, { key: 'Escape' });
    expect(slider.getAttribute('aria-valuenow')).toBe('75');
  });
});
