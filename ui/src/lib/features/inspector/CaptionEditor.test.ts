import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DraftState } from '$lib/state/draft.svelte';
import Harness from '../../../test/Harness.svelte';
import { open } from '../../../test/open';
import PostTab from './PostTab.svelte';

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
  const opened = await open();
  draft = opened.draft;
  render(Harness, { props: { app: opened.app, part: PostTab as never, inner: { draft } } });
});

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
});
