import type { Core } from '$lib/ipc';
import { fakeCore } from '$lib/ipc/fake';
import { App } from '$lib/state/app.svelte';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import Harness from '../../../test/Harness.svelte';
import PreviewPanel from './PreviewPanel.svelte';

async function panel(scene = 'compose', change: (core: Core) => void = () => {}) {
  const core = fakeCore(scene, 0);
  change(core);
  const app = new App(core);
  await app.start();
  if (!app.draft) throw new Error('this scene opens no draft');
  render(Harness, { props: { app, part: PreviewPanel as never, inner: { draft: app.draft } } });
  return { app, draft: app.draft };
}
const tab = (name: string) => screen.getByRole('tab', { name });
const phone = () => screen.getByRole('tabpanel');
const drag = async (node: Element, from: number, to: number, buttons = 1) => {
  node.setPointerCapture = () => {};
  node.getBoundingClientRect = () => ({ width: 256 }) as DOMRect;
  await fireEvent.pointerDown(node, { button: 0, buttons: 1, clientX: from });
  await fireEvent.pointerMove(node, { buttons, clientX: to });
  if (buttons) await fireEvent.pointerUp(node, { clientX: to });
};

beforeEach(() => localStorage.clear());

describe('the preview', () => {
  it.each([
    ['compose', 'Feed'],
    ['reel', 'Reel'],
    ['story', 'Story'],
  ])('opens on the view that fits the kind: %s', async (scene, name) => {
    await panel(scene);
    expect(tab(name).getAttribute('aria-selected')).toBe('true');
    expect(phone().getAttribute('aria-label')).toBe(name);
  });

  it('stays where a person went, and follows the draft to another kind', async () => {
    const { draft } = await panel();
    await fireEvent.click(tab('Grid'));
    await draft.edit({ type: 'set_story', story: true });
    await waitFor(() => expect(tab('Story').getAttribute('aria-selected')).toBe('true'));
    await draft.edit({ type: 'set_story', story: false });
    await waitFor(() => expect(tab('Grid').getAttribute('aria-selected')).toBe('true'));
  });

  it('draws the file that is published, whole', async () => {
    const { draft } = await panel();
    const [first, ...rest] = draft.slides;
    if (!first) throw new Error('no slide');
    const kept = { x: 0.2, y: 0, w: 0.5, h: 1 };
    const made = { ...first, alt_text: 'The cover', kept, turns: 1, preview_url: 'media://made.jpg' };
    draft.adopt({ ...draft.view, revision: 99, slides: [made, ...rest] });
    const picture = await screen.findByAltText<HTMLImageElement>('The cover');
    expect(picture.getAttribute('src')).toBe('media://made.jpg');
    expect(picture.parentElement?.style.width).toBe('100%');
    expect(picture.style.rotate).toBe('');
  });

  it('crops and turns the original itself while that file is not made', async () => {
    const { draft } = await panel();
    const [first, ...rest] = draft.slides;
    if (!first) throw new Error('no slide');
    const slide = { ...first, alt_text: 'The cover', kept: { x: 0.25, y: 0, w: 0.5, h: 1 }, turns: 1 };
    draft.adopt({ ...draft.view, revision: 99, slides: [slide, ...rest] });
    const picture = await screen.findByAltText('The cover');
    expect(picture.parentElement?.style.width).toBe('200%');
    expect(picture.parentElement?.style.left).toBe('-50%');
    expect(picture.style.rotate).toBe('90deg');
  });

  it('shows a fix that is only proposed, in the way that is chosen for it', async () => {
    const { draft } = await panel();
    const wide = draft.slides.find((slide) => slide.options.some((option) => option.id === 'bands'));
    if (!wide) throw new Error('no slide can have bands');
    draft.show(wide.id);
    draft.choose('bands');
    const tried = await screen.findByRole('img', { name: wide.name });
    const drawn = tried.querySelector<HTMLElement>('.out');
    expect(drawn?.style.background).toBe('#ffffff');
    expect(tried.querySelectorAll('img')).toHaveLength(1);
    draft.tab = 'post';
    await waitFor(() => expect(tried.isConnected).toBe(false));
  });

  it('shows the next best picture when a file is gone, and says so when none is left', async () => {
    const { draft } = await panel();
    const [first, ...rest] = draft.slides;
    if (!first) throw new Error('no slide');
    const slide = { ...first, alt_text: 'The cover', preview_url: 'media://gone.jpg', thumb_url: null };
    draft.adopt({ ...draft.view, revision: 99, slides: [slide, ...rest] });
    await fireEvent.error(await screen.findByAltText('The cover'));
    expect(screen.getByAltText('The cover').getAttribute('src')).toBe(first.picture_url);
    await fireEvent.error(screen.getByAltText('The cover'));
    expect(phone().textContent).toContain('This picture cannot be shown.');
  });

  it('turns by drag, arrow key and button, and selects what is in view', async () => {
    const { draft } = await panel();
    const pages = () => within(phone()).getByRole('group', { name: /^Slide \d of 8$/ });
    await drag(pages(), 200, 60);
    expect(draft.active).toBe(draft.slides[1]?.id);
    await fireEvent.keyDown(pages(), { key: 'ArrowRight' });
    expect(draft.active).toBe(draft.slides[2]?.id);
    await fireEvent.click(screen.getByRole('button', { name: 'Previous slide in the preview' }));
    expect(draft.active).toBe(draft.slides[1]?.id);
    expect(pages().getAttribute('aria-label')).toBe('Slide 2 of 8');
  });

  it('lets go of a drag whose button came up outside, and does not leave the row at its ends', async () => {
    const { draft } = await panel();
    const pages = within(phone()).getByRole('group', { name: 'Slide 1 of 8' });
    await drag(pages, 200, 20, 0);
    await fireEvent.pointerMove(pages, { buttons: 0, clientX: 0 });
    expect(pages.querySelector('.row')?.classList.contains('moving')).toBe(false);
    await drag(pages, 20, 220);
    expect(draft.active).toBe(draft.slides[0]?.id);
  });

  it('names who posts, where, with whom, and who is in the picture', async () => {
    await panel('details');
    expect(phone().textContent).toContain('practice and blue.house');
    expect(phone().textContent).toContain('Fuente Dé · AI info');
    expect(phone().textContent).toContain('Every frame from one morning.');
    await fireEvent.click(screen.getByRole('button', { name: '2 people tagged' }));
    expect(phone().textContent).toContain('northlight.roasters');
  });

  it('cuts the caption at the fold until “more” is tapped', async () => {
    await panel();
    expect(phone().textContent).not.toContain('#slowtravel');
    await fireEvent.click(screen.getByRole('button', { name: 'more' }));
    expect(phone().textContent).toContain('#slowtravel');
    await fireEvent.click(screen.getByRole('button', { name: 'less' }));
    expect(phone().textContent).not.toContain('#slowtravel');
  });

  it('draws no more of a pasted book than could be posted, even when opened', async () => {
    const { draft } = await panel();
    draft.caption.write('word '.repeat(20_000));
    await draft.caption.settled();
    await fireEvent.click(await screen.findByRole('button', { name: 'more' }));
    expect(phone().textContent?.length).toBeLessThan(5000);
  });

  it('keeps a caption that turns the writing round away from everything beside it', async () => {
    const { draft } = await panel();
    draft.caption.write('\u202E\u2066 turned round');
    const text = within(phone()).getByRole('group', { name: 'Caption and comment' });
    await waitFor(() => expect(text.querySelector('bdi')?.textContent).toBe('\u202E\u200B turned round'));
    expect(text.querySelector('b')?.textContent).toBe('practice');
  });

  it('shows what Instagram hides only on demand', async () => {
    await panel('story');
    expect(screen.queryByRole('note')).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'Show what Instagram cuts off or covers' }));
    expect(screen.getByRole('note').textContent).toContain('What Instagram leaves free');
  });

  it('does not offer that where nothing is hidden', async () => {
    const { draft } = await panel();
    const slides = draft.slides.map((slide) => ({ ...slide, guides: [] }));
    draft.adopt({ ...draft.view, revision: 99, slides });
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Show what Instagram/ })).toBeNull());
  });

  it('says when a reel is not in the feed', async () => {
    const { draft } = await panel('reel');
    await fireEvent.click(tab('Feed'));
    expect(phone().textContent).not.toContain('not shared to the feed');
    await draft.edit({ type: 'set_share_to_feed', on: false });
    await waitFor(() => expect(phone().textContent).toContain('not shared to the feed'));
  });

  it('has a theme of its own that is remembered, until it is the window’s again', async () => {
    const { app } = await panel();
    await app.set({ theme: 'light' });
    const moon = screen.getByRole('button', { name: 'Dark phone' });
    await fireEvent.click(moon);
    expect(moon.getAttribute('aria-pressed')).toBe('true');
    expect(phone().style.colorScheme).toBe('dark');
    expect(localStorage.getItem('fanfold.phone')).toBe('dark');
    await fireEvent.click(moon);
    expect(localStorage.getItem('fanfold.phone')).toBeNull();
    expect(phone().style.colorScheme).toBe('light');
  });
});

describe('the profile', () => {
  const cells = () =>
    within(screen.getByRole('list', { name: 'Profile of practice' })).getAllByRole('listitem');

  it('shows this post before the newest ones', async () => {
    await panel();
    await fireEvent.click(tab('Grid'));
    await waitFor(() => expect(cells().length).toBeGreaterThan(3));
    expect(within(cells()[0] as HTMLElement).getByAltText('This post')).toBeTruthy();
    expect(screen.getAllByAltText('A reel').length).toBe(1);
  });

  it('asks once an account, not at every look', async () => {
    let asked = 0;
    await panel('compose', (core) => {
      const ask = core.profileGrid;
      core.profileGrid = () => ((asked += 1), ask());
    });
    await fireEvent.click(tab('Grid'));
    await fireEvent.click(tab('Feed'));
    await fireEvent.click(tab('Grid'));
    await waitFor(() => expect(cells().length).toBeGreaterThan(3));
    expect(asked).toBe(1);
  });

  it('says while it asks, why it is empty, and what went wrong', async () => {
    let fails = true;
    await panel('compose', (core) => {
      core.profileGrid = () =>
        fails
          ? Promise.reject({ code: 'offline', message: 'Instagram did not answer.' })
          : Promise.resolve({ posts: [], line: 'Nothing was posted here yet.' });
    });
    await fireEvent.click(tab('Grid'));
    expect((await screen.findByRole('alert')).textContent).toContain('Instagram did not answer.');
    fails = false;
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(phone().textContent).toContain('Nothing was posted here yet.'));
    expect(cells()).toHaveLength(1);
  });
});
