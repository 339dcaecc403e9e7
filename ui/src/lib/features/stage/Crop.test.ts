import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '$lib/state/app.svelte';
import type { DraftState } from '$lib/state/draft.svelte';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import Stage from './Stage.svelte';

let app: App;
let draft: DraftState;
const button = (name: string | RegExp) => screen.getByRole('button', { name });

beforeEach(async () => {
  ({ app, draft } = await open());
  render(Harness, { props: { app, part: Stage as never, inner: { draft } } });
});

describe('the frame on the stage', () => {
  it('takes the keyboard, moves by arrows and says where it is', async () => {
    button('Crop and straighten').focus();
    await fireEvent.click(button('Crop and straighten'));
    const frame = await screen.findByRole('button', { name: 'Frame' });
    expect(document.activeElement).toBe(frame);
    const before = draft.crop?.rect.x ?? 0;
    await fireEvent.keyDown(frame, { key: 'ArrowLeft' });
    expect(draft.crop?.rect.x).toBeCloseTo(before - 0.01);
    await fireEvent.keyDown(frame, { key: 'ArrowLeft', shiftKey: true });
    expect(draft.crop?.rect.x).toBeCloseTo(before - 0.11);
    expect(app.announcer.sentence).toMatch(/^\d+% from the left, 0% from the top, shows 53%/);
    await fireEvent.keyDown(frame, { key: '+' });
    expect(draft.crop?.zoom).toBeCloseTo(1.1);
  });

  it('is used by Enter and left by Escape', async () => {
    await fireEvent.click(button('Crop and straighten'));
    await fireEvent.keyDown(await screen.findByRole('button', { name: 'Frame' }), { key: 'ArrowLeft' });
    await fireEvent.keyDown(button('Frame'), { key: 'Escape' });
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Frame' })).toBeNull());
    expect(draft.view.undo).toBeNull();

    await fireEvent.click(button('Crop and straighten'));
    await fireEvent.keyDown(await screen.findByRole('button', { name: 'Frame' }), { key: 'ArrowLeft' });
    await fireEvent.keyDown(button('Frame'), { key: 'Enter' });
    await waitFor(() => expect(draft.view.undo).toBe('Undo crop slide 1'));
    expect(screen.queryByRole('button', { name: 'Frame' })).toBeNull();
  });

  it('has sliders that say their value', async () => {
    await fireEvent.click(button('Crop and straighten'));
    const level = await screen.findByRole('slider', { name: 'Straighten' });
    await fireEvent.input(level, { target: { value: '12.5' } });
    expect(level.getAttribute('aria-valuetext')).toBe('12.5°');
    await fireEvent.keyDown(level, { key: 'ArrowRight', shiftKey: true });
    expect(draft.crop?.degrees).toBe(13.5);
    await fireEvent.dblClick(level);
    expect(draft.crop?.degrees).toBe(0);
    const zoom = screen.getByRole('slider', { name: 'Zoom' });
    await fireEvent.input(zoom, { target: { value: String(Math.log(2)) } });
    expect(zoom.getAttribute('aria-valuetext')).toBe('2.0×');
  });

  it('follows a pointer and stops when its button is no longer down', async () => {
    await fireEvent.click(button('Crop and straighten'));
    const frame = await screen.findByRole('button', { name: 'Frame' });
    const at = (clientX: number, buttons = 1) => ({ pointerId: 1, clientX, clientY: 0, buttons });
    await fireEvent.pointerDown(frame, { ...at(0), button: 0, isPrimary: true });
    expect(draft.crop?.held).toBe(true);
    await fireEvent.pointerMove(frame, at(0, 0));
    expect(draft.crop?.held).toBe(false);
  });

  it('leads to bands for whoever wants to keep all of it', async () => {
    draft.show(draft.slides[4]?.id ?? '');
    await fireEvent.click(await screen.findByRole('button', { name: 'Crop and straighten' }));
    await fireEvent.click(await screen.findByRole('button', { name: /^Keep all of it/ }));
    expect(draft.crop).toBeNull();
    expect(draft.proposal?.id).toBe('bands');
    expect(await screen.findByRole('region', { name: 'Slide 5, before and after' })).toBeTruthy();
  });

  it('is not offered for a part of a split picture, and says why', async () => {
    draft.show(draft.slides[4]?.id ?? '');
    draft.choose('split');
    await draft.fixActive();
    draft.select(draft.slides[4]?.id ?? '');
    await waitFor(() => expect(button('Crop and straighten').getAttribute('aria-disabled')).toBe('true'));
    expect(button('Crop and straighten').title).toBe('Put the picture back together first.');
  });
});
