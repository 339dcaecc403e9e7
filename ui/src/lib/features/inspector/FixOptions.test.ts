import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DraftState } from '$lib/state/draft.svelte';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import Inspector from './Inspector.svelte';

let draft: DraftState;
const ways = () => within(screen.getByRole('radiogroup', { name: 'How to fix it' })).getAllByRole('radio');
const way = (name: RegExp) => screen.getByRole('radio', { name });

beforeEach(async () => {
  const opened = await open();
  draft = opened.draft;
  draft.show(draft.slides[4]?.id ?? '');
  render(Harness, { props: { app: opened.app, part: Inspector as never, inner: { draft } } });
});

afterEach(() => vi.unstubAllGlobals());

describe('the ways to fix a slide', () => {
  it('are radios with their consequence, the usual one chosen', () => {
    expect(ways()).toHaveLength(4);
    expect(way(/Crop to 4:5.*Keeps 53%/).getAttribute('aria-checked')).toBe('true');
    expect(draft.proposal?.id).toBe('crop');
  });

  it('are one stop for Tab, and the arrows choose', async () => {
    expect(ways().filter((radio) => radio.tabIndex === 0)).toHaveLength(1);
    await fireEvent.keyDown(way(/Crop/), { key: 'ArrowDown' });
    await waitFor(() => expect(way(/Split over 2/).getAttribute('aria-checked')).toBe('true'));
    expect(document.activeElement).toBe(way(/Split over 2/));
    expect(draft.proposal?.frames).toHaveLength(2);
  });

  it('are done by the button that says what it does, in one step', async () => {
    await fireEvent.click(way(/Split over 2/));
    await fireEvent.click(await screen.findByRole('button', { name: 'Split over 2 slides' }));
    await waitFor(() => expect(draft.slides).toHaveLength(9));
    expect(draft.slide?.part).toBe('Part 1 of 2');
    await draft.undo();
    expect(draft.slides).toHaveLength(8);
  });

  it('come into sight when one is chosen, and stay where they are when the window changes its size', async () => {
    const scrolled = vi.fn();
    const resized: (() => void)[] = [];
    Element.prototype.scrollIntoView = scrolled;
    vi.stubGlobal(
      'ResizeObserver',
      class {
        constructor(told: () => void) {
          resized.push(told);
        }
        observe() {}
        unobserve() {}
        disconnect() {}
      },
    );
    await fireEvent.click(way(/Add bands/));
    await waitFor(() => expect(scrolled).toHaveBeenCalled());
    draft.sampler.colors = [[200, 180, 160]];
    await waitFor(() => expect(scrolled.mock.calls.length).toBeGreaterThan(1));
    scrolled.mockClear();
    for (const told of resized) told();
    await tick();
    expect(scrolled).not.toHaveBeenCalled();
  });

  it('are forgotten when another slide is looked at', async () => {
    await fireEvent.click(way(/Add bands/));
    draft.color = '#000000';
    draft.select(draft.slides[0]?.id ?? '');
    draft.show(draft.slides[4]?.id ?? '');
    expect(draft.color).toBeNull();
    expect(draft.option?.id).toBe('crop');
  });
});

describe('going through the problems by keyboard', () => {
  it('has the chosen way in hand after N, and Enter uses it and goes on', async () => {
    draft.select(draft.slides[0]?.id ?? '');
    draft.nextProblem();
    await waitFor(() => expect(document.activeElement).toBe(way(/Crop to 4:5/)));
    await fireEvent.keyDown(way(/Crop to 4:5/), { key: 'ArrowDown' });
    await fireEvent.keyDown(way(/Split over 2/), { key: 'Enter' });
    await waitFor(() => expect(draft.slide?.word).toBe('11.4 MB'));
    const go = screen.getByRole('button', { name: 'Make it smaller' });
    await waitFor(() => expect(document.activeElement).toBe(go));
    expect(draft.place).toEqual({ at: 2, total: 4 });
    await fireEvent.keyDown(go, { key: 'Enter' });
    await waitFor(() => expect(draft.slide?.word).toBe('Colours'));
    await fireEvent.click(screen.getByRole('button', { name: 'Leave it' }));
    expect(draft.slide?.state).toBe('blocked');
  });

  it('leaves the keyboard where it is when nobody asked for a problem', async () => {
    const tab = screen.getByRole('tab', { name: 'Post' });
    tab.focus();
    await fireEvent.click(tab);
    await fireEvent.click(screen.getByRole('tab', { name: /Slide 5/ }));
    expect(document.activeElement).toBe(tab);
  });
});

describe('a finding', () => {
  it('says where its limit comes from when asked, and not before', async () => {
    const why = screen.getAllByRole('button', { name: /^Why\?/ })[0];
    if (!why) throw new Error('the slide has a finding');
    expect(screen.queryByText(/Meta, IG User Media/)).toBeNull();
    await fireEvent.click(why);
    expect(why.getAttribute('aria-expanded')).toBe('true');
    expect(await screen.findByText(/Meta, IG User Media/)).toBeTruthy();
    expect(screen.getByText('11 September 2026')).toBeTruthy();
  });
});
