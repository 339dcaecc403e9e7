import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { App } from '$lib/state/app.svelte';
import type { DraftState } from '$lib/state/draft.svelte';
import { hover } from '$lib/state/hearing';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import Strip from './Strip.svelte';

let app: App;
let draft: DraftState;
const options = () => within(screen.getByRole('listbox')).getAllByRole('option');
const order = () => options().map((option) => option.dataset.id);
const picked = () =>
  options().flatMap((option, at) => (option.getAttribute('aria-selected') === 'true' ? [at + 1] : []));
function slide(position: number): HTMLElement {
  const option = options()[position - 1];
  if (!option) throw new Error(`there is no slide ${position}`);
  return option;
}
const press = (position: number, key: string, held: KeyboardEventInit = {}) =>
  fireEvent.keyDown(slide(position), { key, ...held });

/** Slides 80 wide and 8 apart, which is what they are on a screen. */
function lay() {
  const at = (node: HTMLElement) => [...(node.parentElement?.children ?? [])].indexOf(node) * 88;
  vi.spyOn(HTMLElement.prototype, 'offsetLeft', 'get').mockImplementation(function (this: HTMLElement) {
    return this.getAttribute('role') === 'option' ? at(this) : 0;
  });
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockImplementation(function (this: HTMLElement) {
    return this.getAttribute('role') === 'option' ? 80 : 0;
  });
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    const box = this as HTMLElement;
    if (box.getAttribute('role') === 'option') return new DOMRect(at(box), 16, 80, 100);
    return new DOMRect(0, 0, 1440, 152);
  });
}

const pointer = (type: string, x: number, held: PointerEventInit = {}) =>
  new PointerEvent(type, {
    bubbles: true,
    cancelable: true,
    pointerId: 1,
    button: 0,
    buttons: type === 'pointerup' ? 0 : 1,
    clientX: x,
    clientY: 60,
    ...held,
  });
async function carry(position: number, to: number, held: PointerEventInit = {}) {
  await fireEvent(slide(position), pointer('pointerdown', (position - 1) * 88 + 40));
  await fireEvent(window, pointer('pointermove', to, held));
}
const said = (what: string) => waitFor(() => expect(app.announcer.sentence).toContain(what));
const lifted = () => document.querySelector('.lift');

beforeEach(async () => {
  vi.restoreAllMocks();
  const opened = await open();
  ({ app, draft } = opened);
  render(Harness, { props: { app, part: Strip as never, inner: { draft } } });
});

describe('the slide strip', () => {
  it('is a listbox that names every slide with its state', () => {
    expect(options()).toHaveLength(8);
    expect(screen.getByRole('option', { name: /Slide 5 of 8, 05-sunset.jpg, Too wide$/ })).toBeTruthy();
  });

  it('says which slide is the cover, and how long a clip is, beside the name', async () => {
    const about = (position: number) =>
      document.getElementById(slide(position).getAttribute('aria-describedby') ?? '')?.textContent ?? '';
    expect(about(1)).toBe('This is the cover');
    expect(about(2)).toBe('');
    const clip = { length_ms: 24_000, length: '0:24', cover_ms: null, frames: [] };
    const slides = draft.slides.map((one, at) => (at === 3 ? { ...one, clip } : one));
    draft.adopt({ ...draft.view, revision: draft.view.revision + 1, slides });
    await waitFor(() => expect(about(4)).toBe('Clip, 0:24'));
    expect(within(slide(4)).getByText('0:24')).toBeTruthy();
  });

  it('has one stop for Tab, on the slide in view', async () => {
    draft.select(draft.slides[2]?.id ?? '');
    await waitFor(() => expect(options().filter((option) => option.tabIndex === 0)).toHaveLength(1));
    expect(slide(3).tabIndex).toBe(0);
  });

  it('leaves letters to whoever else wants them', async () => {
    const letter = new KeyboardEvent('keydown', { key: 'x', cancelable: true, bubbles: true });
    slide(1).dispatchEvent(letter);
    expect(letter.defaultPrevented).toBe(false);
  });
});

describe('choosing slides', () => {
  it('adds with Ctrl, stretches with Shift, and a plain click leaves one', async () => {
    await fireEvent.click(slide(2));
    await fireEvent.click(slide(5), { ctrlKey: true });
    expect(picked()).toEqual([2, 5]);
    await fireEvent.click(slide(7), { shiftKey: true });
    expect(picked()).toEqual([5, 6, 7]);
    await fireEvent.click(slide(6));
    expect(picked()).toEqual([6]);
  });

  it('stretches with Shift and the arrows from the first press on', async () => {
    slide(1).focus();
    await press(1, 'ArrowRight', { shiftKey: true });
    await press(2, 'ArrowRight', { shiftKey: true });
    expect(picked()).toEqual([1, 2, 3]);
    await press(3, 'End', { shiftKey: true });
    expect(picked()).toHaveLength(8);
  });

  it('takes all with Ctrl A, says so, and lets all but one go with Escape', async () => {
    slide(1).focus();
    await press(1, 'a', { ctrlKey: true });
    expect(picked()).toHaveLength(8);
    await said('8 of 8 slides selected');
    await press(1, 'Escape');
    expect(picked()).toEqual([1]);
  });
});

describe('moving by keyboard', () => {
  it('takes the slide and its focus along and says where it is', async () => {
    const second = slide(2);
    await fireEvent.click(second);
    second.focus();
    await press(2, 'ArrowRight', { altKey: true });
    await waitFor(() => expect(order()[2]).toBe(second.dataset.id));
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.id).toBe(second.dataset.id));
    await said('Slide 3 of 8');
  });

  it('moves several side by side in one step and says the places', async () => {
    const [second, fifth] = [slide(2).dataset.id, slide(5).dataset.id];
    await fireEvent.click(slide(2));
    await fireEvent.click(slide(5), { ctrlKey: true });
    await press(5, 'End', { altKey: true });
    await waitFor(() => expect(order().slice(-2)).toEqual([second, fifth]));
    await said('2 slides moved to places 7 to 8 of 8');
    await draft.undo();
    await waitFor(() => expect([order()[1], order()[4]]).toEqual([second, fifth]));
  });

  it('removes what is selected with Delete and leaves the focus in the strip', async () => {
    const third = slide(3).dataset.id;
    await fireEvent.click(slide(1));
    slide(1).focus();
    await fireEvent.click(slide(2), { shiftKey: true });
    await press(2, 'Delete');
    await waitFor(() => expect(options()).toHaveLength(6));
    expect(order()[0]).toBe(third);
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.id).toBe(third));
  });

  it('copies what is selected with Ctrl D and selects the copies', async () => {
    await fireEvent.click(slide(3));
    await press(3, 'd', { ctrlKey: true });
    await waitFor(() => expect(options()).toHaveLength(9));
    await said('1 slide duplicated');
    expect(picked()).toEqual([4]);
  });
});

describe('dragging', () => {
  beforeEach(lay);

  it('shows a line where the slide would land, and puts it there', async () => {
    const first = slide(1).dataset.id;
    await carry(1, 3 * 88 + 60);
    expect(lifted()).toBeTruthy();
    expect(document.querySelector('.slide-gap')).toBeTruthy();
    await fireEvent(window, pointer('pointerup', 3 * 88 + 60));
    await waitFor(() => expect(order()[3]).toBe(first));
    await waitFor(() => expect(lifted()).toBeNull());
  });

  it('carries all that is selected, as one step', async () => {
    const ids = [slide(1).dataset.id, slide(3).dataset.id];
    await fireEvent.click(slide(1));
    await fireEvent.click(slide(3), { ctrlKey: true });
    await carry(3, 7 * 88 + 70);
    expect(within(lifted() as HTMLElement).getByText('2')).toBeTruthy();
    await fireEvent(window, pointer('pointerup', 7 * 88 + 70));
    await waitFor(() => expect(order().slice(-2)).toEqual(ids));
    await draft.undo();
    await waitFor(() => expect([order()[0], order()[2]]).toEqual(ids));
  });

  it.each([
    ['Escape', () => fireEvent.keyDown(window, { key: 'Escape' })],
    ['another window in front', () => fireEvent.blur(window)],
    ['a pointer that is taken away', () => fireEvent(window, pointer('pointercancel', 500))],
    ['capture that is lost', () => fireEvent(window, pointer('lostpointercapture', 500))],
    ['a button that went up unseen', () => fireEvent(window, pointer('pointermove', 500, { buttons: 0 }))],
  ])('ends without a move by %s', async (_, end) => {
    const before = order();
    const revision = draft.view.revision;
    await carry(1, 500);
    expect(lifted()).toBeTruthy();
    await end();
    expect(lifted()).toBeNull();
    // Whatever comes later belongs to no drag.
    await fireEvent(window, pointer('pointermove', 600));
    await fireEvent(window, pointer('pointerup', 600));
    expect(order()).toEqual(before);
    expect(draft.view.revision).toBe(revision);
  });

  it('ends without a move when let go far from the slides', async () => {
    const before = order();
    await carry(1, 500);
    await fireEvent(window, pointer('pointermove', 500, { clientY: 600 }));
    await waitFor(() => expect(document.querySelector('.slide-gap')).toBeNull());
    await fireEvent(window, pointer('pointerup', 500, { clientY: 600 }));
    expect(lifted()).toBeNull();
    expect(order()).toEqual(before);
  });

  it('ends when a slide it carries goes away meanwhile', async () => {
    await carry(2, 500);
    await draft.remove([slide(2).dataset.id ?? '']);
    await waitFor(() => expect(lifted()).toBeNull());
  });

  it('is none without the least travel', async () => {
    await carry(2, 88 + 42);
    expect(lifted()).toBeNull();
  });
});

describe('the menu', () => {
  const item = (name: string | RegExp) => screen.getByRole('menuitem', { name });

  it('opens by pointer on the slide under it, which is then chosen', async () => {
    await fireEvent.contextMenu(slide(4), { button: 2, detail: 1, clientX: 300, clientY: 60 });
    expect(screen.getByRole('menu')).toBeTruthy();
    expect(picked()).toEqual([4]);
    await waitFor(() => expect(document.activeElement).toBe(item('Insert photos before…')));
  });

  it('opens with Shift F10, goes round with the arrows, and Escape gives the focus back', async () => {
    slide(1).focus();
    await press(1, 'F10', { shiftKey: true });
    await waitFor(() => expect(document.activeElement).toBe(item('Insert photos before…')));
    await fireEvent.keyDown(item('Insert photos before…'), { key: 'ArrowUp' });
    expect(document.activeElement).toBe(item('Remove slide'));
    await fireEvent.keyDown(item('Remove slide'), { key: 'Escape' });
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(slide(1));
  });

  it('inserts in front of the slide', async () => {
    const pick = vi.spyOn(app.core, 'slidesPick');
    await fireEvent.click(slide(3));
    await press(3, 'ContextMenu');
    await fireEvent.click(item('Insert photos before…'));
    expect(pick).toHaveBeenCalledWith(draft.id, false, 2);
  });

  it('splits a wide picture', async () => {
    await fireEvent.click(slide(5));
    await press(5, 'ContextMenu');
    await fireEvent.click(item('Split over 2 slides'));
    await waitFor(() => expect(options()).toHaveLength(9));
    await said('Split over 2 slides');
  });

  it('does not do what cannot be done, and says why', async () => {
    await press(1, 'ContextMenu');
    const start = item('Move to the start, as the cover');
    expect(start.getAttribute('aria-disabled')).toBe('true');
    const why = document.getElementById(start.getAttribute('aria-describedby') ?? '');
    expect(why?.textContent).toBe('It is the first slide.');
    await fireEvent.click(start);
    expect(screen.getByRole('menu')).toBeTruthy();
  });
});

describe('inserting between slides', () => {
  it('has a button for the keyboard, in front of the slide in view', async () => {
    const pick = vi.spyOn(app.core, 'slidesPick');
    await fireEvent.click(slide(4));
    await fireEvent.click(screen.getByRole('button', { name: 'Insert photos before slide 4' }));
    expect(pick).toHaveBeenCalledWith(draft.id, false, 3);
  });

  it('has it where the pointer is between two', async () => {
    lay();
    await fireEvent(slide(2), pointer('pointermove', 84, { buttons: 0 }));
    expect(await screen.findByRole('button', { name: 'Insert photos before slide 2' })).toBeTruthy();
  });
});

describe('more slides than a post takes', () => {
  it('are told apart where the next post begins, and two posts are offered', async () => {
    await app.core.slidesPick(draft.id, false, null);
    const whole = await app.core.draftOpen(draft.id);
    draft.adopt(whole);
    await waitFor(() => expect(options()).toHaveLength(11));
    const eleventh = slide(11);
    const about = document.getElementById(eleventh.getAttribute('aria-describedby') ?? '');
    expect(about?.textContent).toBe('Post 2 would begin here');
    const split = vi.spyOn(app.core, 'splitPost');
    await fireEvent.click(screen.getByRole('button', { name: '1 slide too many Make 2 posts' }));
    expect(split).toHaveBeenCalledWith(draft.id);
    await waitFor(() => expect(options()).toHaveLength(10));
  });
});

describe('files over the strip', () => {
  beforeEach(lay);
  const over = (x: number, y: number) => hover(app, { over: true, count: 3, x, y });
  const drop = (x: number, y: number) => hover(app, { over: false, count: 3, x, y });
  const line = () => document.querySelector('.slide-gap');

  it('show a line between the slides, which goes with them', async () => {
    over(2 * 88 + 10, 60);
    await waitFor(() => expect(line()).toBeTruthy());
    expect(draft.dropAt).toBe(2);
    over(2 * 88 + 10, 700);
    await waitFor(() => expect(line()).toBeNull());
    over(10, 60);
    await waitFor(() => expect(draft.dropAt).toBe(0));
    hover(app, { over: false, count: 0, x: 0, y: 0 });
    await waitFor(() => expect(line()).toBeNull());
  });

  it('go where they come down, whatever was told of their way there', () => {
    const take = vi.spyOn(app.core, 'dropTake');
    over(5, 60);
    over(3 * 88 + 10, 60);
    drop(1 * 88 + 10, 60);
    expect(take.mock.calls).toEqual([[draft.id, 1]]);
    drop(1 * 88 + 10, 700);
    expect(take.mock.calls[1]).toEqual([draft.id, null]);
    expect(app.dropping).toBeNull();
  });

  it('go nowhere when they leave', () => {
    const take = vi.spyOn(app.core, 'dropTake');
    over(88, 60);
    hover(app, { over: false, count: 0, x: 0, y: 0 });
    expect(take).not.toHaveBeenCalled();
  });

  it('go to the end in a room without the strip', async () => {
    const take = vi.spyOn(app.core, 'dropTake');
    over(88, 60);
    await waitFor(() => expect(draft.dropAt).toBe(1));
    cleanup();
    drop(88, 60);
    expect(take).toHaveBeenCalledWith(draft.id, null);
  });
});
