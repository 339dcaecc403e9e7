import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { App } from '$lib/state/app.svelte';
import type { DraftState } from '$lib/state/draft.svelte';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import PostTab from './PostTab.svelte';

let app: App;
let draft: DraftState;
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Caption' });
const layer = () => document.querySelector('.layer');
const painted = () => layer()?.textContent?.replace('\u200b', '').trimEnd() ?? '';

/** Types as a keyboard does: the text, the caret behind it, one event. */
async function type(text: string, at = field().value.length) {
  const { value } = field();
  field().value = value.slice(0, at) + text + value.slice(at);
  field().setSelectionRange(at + text.length, at + text.length);
  await fireEvent.input(field());
}

beforeEach(async () => {
  localStorage.clear();
  const opened = await open();
  ({ app, draft } = opened);
  render(Harness, { props: { app: opened.app, part: PostTab as never, inner: { draft } } });
});

const options = () => screen.queryAllByRole('option').map((option) => option.textContent?.trim());

describe('the caption editor', () => {
  it('paints the same text behind the field, tags lit', async () => {
    await type('\n#another @one');
    expect(painted()).toBe(field().value);
    await waitFor(() =>
      expect([...(layer()?.querySelectorAll('.hashtag') ?? [])].at(-1)?.textContent).toBe('#another'),
    );
    expect([...(layer()?.querySelectorAll('.mention') ?? [])].at(-1)?.textContent).toBe('@one');
  });

  it('counts with every key', async () => {
    await type('#more ', 0);
    await waitFor(() =>
      expect(document.getElementById('caption-counters')?.textContent).toContain('13 / 30'),
    );
  });

  it('never moves the caret while typing in the middle', async () => {
    field().focus();
    await type('x', 4);
    await type('y', 5);
    await draft.caption.settled();
    expect(field().selectionStart).toBe(6);
    expect(field().value.slice(4, 6)).toBe('xy');
  });

  it('puts the caret behind what an undo brings back', async () => {
    const before = field().value;
    field().focus();
    await type('again ', 0);
    await draft.undo();
    await waitFor(() => expect(field().value).toBe(before));
    expect(field().selectionStart).toBe(0);
  });

  it('waits for a composed character before it tells the core', async () => {
    const told = draft.view.revision;
    await fireEvent.compositionStart(field());
    field().value = 'ㅎ';
    await fireEvent.compositionEnd(field());
    await waitFor(() => expect(draft.view.caption.text).toBe('ㅎ'));
    expect(draft.view.revision).toBe(told + 1);
  });

  it('marks where the feed folds and what is too long', async () => {
    expect(layer()?.querySelectorAll('.folded').length).toBeGreaterThan(0);
    await type('a'.repeat(2300));
    await waitFor(() => expect(layer()?.querySelectorAll('.over').length).toBeGreaterThan(0));
    expect(screen.getAllByText(/too many/).length).toBeGreaterThan(0);
  });

  it('shows what is being composed before it is anybody’s text', async () => {
    const told = draft.view.revision;
    field().focus();
    await fireEvent.compositionStart(field());
    await type('にほ');
    expect(painted()).toContain('にほ');
    expect(draft.view.revision).toBe(told);
    await fireEvent.compositionEnd(field());
    await waitFor(() => expect(draft.view.caption.text).toContain('にほ'));
  });

  it('never parts a letter from its marks, nor an emoji from its members', async () => {
    await type('👩‍👩‍👧‍👦'.repeat(400));
    await waitFor(() => expect(layer()?.querySelector('.over')?.textContent).toMatch(/^👩/u));
    const pieces = [...(layer()?.querySelectorAll('span') ?? [])].map((span) => span.textContent ?? '');
    expect(pieces.filter((piece) => /^[\u200d\p{M}]/u.test(piece))).toEqual([]);
    expect(painted()).toBe(field().value);
  });

  it('leaves thousands of marks on one letter to the field alone', async () => {
    await type(` e${'\u0301'.repeat(10_000)}`);
    await waitFor(() => expect(layer()).toBeNull());
    expect(screen.getByText(/every mark counts as a character/)).toBeTruthy();
    expect(field().closest('.piled')).not.toBeNull();
    await waitFor(() => expect(draft.view.caption.text).toBe(field().value));
  });

  it('is ready for marks in heaps before they come in, and for plain text after them', async () => {
    const data = `e${'\u0301'.repeat(10_000)}`;
    await fireEvent(
      field(),
      new InputEvent('beforeinput', { bubbles: true, data, inputType: 'insertFromPaste' }),
    );
    expect(field().closest('.piled')).not.toBeNull();
    await type('e');
    expect(field().closest('.piled')).toBeNull();
  });

  it('paints bidi controls as they are, in one order with the field', async () => {
    await type(' \u202eabc\u2066def\u2069 #tag', 3);
    expect(painted()).toBe(field().value);
  });

  it('lights nothing beyond what a caption can be, so that a huge paste costs the field alone', async () => {
    await type('#a '.repeat(40_000));
    await waitFor(() => expect(draft.view.caption.text.length).toBeGreaterThan(100_000));
    expect(layer()).toBeNull();
    expect(field().closest('.plain')).not.toBeNull();
    expect(field().closest('.piled')).toBeNull();
    expect(screen.getByText('Tags are not lit up in a text like this.')).toBeTruthy();
    await type('', 0);
    field().value = '#short';
    await fireEvent.input(field());
    await waitFor(() => expect(painted()).toBe('#short'));
  });
});

describe('a mention that is begun', () => {
  it('is offered once the names come, for what is written by then', async () => {
    let give: (names: string[]) => void = () => {};
    app.core.mentionHistory = () => new Promise<string[]>((resolve) => (give = resolve));
    await type(' @');
    await type('mi');
    await type('l');
    expect(options()).toEqual([]);
    give(['northlight.roasters', 'millersfield.mill']);
    await waitFor(() => expect(options()).toEqual(['@millersfield.mill']));
  });

  it('is offered from the history and taken with Enter, the caret behind it', async () => {
    field().focus();
    await type(' hi @mil', 3);
    await waitFor(() => expect(options()).toEqual(['@millersfield.mill']));
    expect(field().getAttribute('aria-activedescendant')).toBe(screen.getByRole('option').id);
    await fireEvent.keyDown(field(), { key: 'Enter' });
    expect(field().value.slice(0, 28)).toBe('Ten hi @millersfield.mill fr');
    expect(field().selectionStart).toBe(26);
    expect(options()).toEqual([]);
  });

  it('follows the arrows', async () => {
    field().focus();
    await type(' @');
    await waitFor(() => expect(options()).toHaveLength(3));
    await fireEvent.keyDown(field(), { key: 'ArrowDown' });
    expect(screen.getAllByRole('option')[1]?.getAttribute('aria-selected')).toBe('true');
    await fireEvent.keyDown(field(), { key: 'Tab' });
    expect(field().value.endsWith(' @millersfield.mill ')).toBe(true);
  });

  it('stays closed after Escape until another is begun', async () => {
    field().focus();
    await type(' @n');
    await waitFor(() => expect(options()).toHaveLength(1));
    await fireEvent.keyDown(field(), { key: 'Escape' });
    await type('o');
    expect(options()).toEqual([]);
    await type(' @n');
    await waitFor(() => expect(options()).toHaveLength(1));
  });

  it('leaves Enter to the text where nothing is offered', async () => {
    field().focus();
    await type(' @nobody.knows');
    expect(options()).toEqual([]);
    expect(await fireEvent.keyDown(field(), { key: 'Enter' })).toBe(true);
  });
});

describe('an emoji', () => {
  it('is written between colons', async () => {
    await app.emoji.load();
    await type(' :tada:');
    expect(field().value.endsWith(' 🎉')).toBe(true);
  });

  it('is offered by its name', async () => {
    field().focus();
    await type(' :croi');
    await waitFor(() => expect(options()).toEqual(['🥐:croissant:']));
    await fireEvent.keyDown(field(), { key: 'Enter' });
    expect(field().value.endsWith(' 🥐')).toBe(true);
  });

  it('is found in the picker and goes where the caret was', async () => {
    await app.emoji.load();
    field().focus();
    field().setSelectionRange(3, 3);
    await fireEvent.click(screen.getByRole('button', { name: 'Emoji' }));
    const search = screen.getByRole('searchbox', { name: 'Find an emoji' });
    await fireEvent.input(search, { target: { value: 'croissant' } });
    await fireEvent.click(await screen.findByRole('gridcell', { name: 'croissant' }));
    expect(field().value.slice(0, 12)).toBe('Ten🥐 frames');
    expect(field().selectionStart).toBe(5);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('keeps the chosen skin tone', async () => {
    await app.emoji.load();
    await fireEvent.click(screen.getByRole('button', { name: 'Emoji' }));
    await fireEvent.click(screen.getByRole('radio', { name: 'Dark' }));
    await type(' :wave:');
    expect(field().value.endsWith('👋🏿')).toBe(true);
    expect(localStorage.getItem('fanfold.emoji.tone')).toBe('5');
  });

  it('has one stop for Tab in its grid; the arrows move', async () => {
    await app.emoji.load();
    await fireEvent.click(screen.getByRole('button', { name: 'Emoji' }));
    await fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'ArrowDown' });
    await waitFor(() => expect(document.activeElement?.getAttribute('role')).toBe('gridcell'));
    const first = document.activeElement;
    await fireEvent.keyDown(first as Element, { key: 'ArrowRight' });
    await waitFor(() => expect(document.activeElement).not.toBe(first));
    expect(first?.getAttribute('tabindex')).toBe('-1');
    await fireEvent.keyDown(document.activeElement as Element, { key: 'Escape' });
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('hashtag groups', () => {
  it('are pressed while all of their tags are in the caption', async () => {
    expect((await screen.findByRole('button', { name: /^Hiking/ })).getAttribute('aria-pressed')).toBe(
      'true',
    );
    const bakery = screen.getByRole('button', { name: /^Bakery/ });
    expect(bakery.getAttribute('aria-pressed')).toBe('false');
    await fireEvent.click(bakery);
    expect(field().value.endsWith('#coffee #sourdough #bakery #bread')).toBe(true);
    await waitFor(() => expect(bakery.getAttribute('aria-pressed')).toBe('true'));
    await fireEvent.click(bakery);
    expect(field().value.endsWith('#coffee')).toBe(true);
  });

  it('are saved from the caption under a name', async () => {
    await fireEvent.click(screen.getByRole('button', { name: 'Save these 12…' }));
    const name = screen.getByRole('textbox', { name: 'Name of the new group' });
    await fireEvent.input(name, { target: { value: 'Weekend' } });
    await fireEvent.submit(name.closest('form') as HTMLFormElement);
    expect(await screen.findByRole('button', { name: 'Weekend, 12 hashtags' })).toBeTruthy();
    expect(app.wordbook.book.groups.at(-1)?.tags).toContain('#larch');
  });
});

describe('the first comment', () => {
  const comment = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'First comment' });

  it('is written and counted on its own', async () => {
    await fireEvent.click(screen.getByRole('button', { name: /^First comment/ }));
    comment().value = '#one';
    await fireEvent.input(comment());
    await waitFor(() => expect(draft.view.first_comment.text).toBe('#one'));
    expect(document.getElementById('comment-counters')?.textContent).toContain('1 / 30');
    expect(draft.view.caption.text).toContain('Ten frames');
  });

  it('says why there can be none', async () => {
    draft.view = {
      ...draft.view,
      details: { ...draft.view.details, comment_reason: 'A story has no comments.' },
    };
    await fireEvent.click(await screen.findByRole('button', { name: /^First comment/ }));
    expect(screen.getByText('A story has no comments.')).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: 'First comment' })).toBeNull();
  });
});
