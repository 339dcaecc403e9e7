import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { Emoji } from '$lib/state/emoji.svelte';
import EmojiPicker from './EmojiPicker.svelte';

afterEach(() => vi.unstubAllGlobals());

it('stays in the window when that becomes smaller', async () => {
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(300);
  const opener = document.body.appendChild(document.createElement('button'));
  opener.getBoundingClientRect = () => ({ top: 100, bottom: 120, right: 1100 }) as DOMRect;
  vi.stubGlobal('innerWidth', 1440);
  const nothing = () => undefined;
  render(EmojiPicker, { emoji: new Emoji(), opener, choose: nothing, close: nothing });
  const left = () => Number.parseFloat(screen.getByRole('dialog').style.left);
  expect(left()).toBeGreaterThan(700);
  vi.stubGlobal('innerWidth', 600);
  await fireEvent(window, new Event('resize'));
  expect(left() + 300).toBeLessThanOrEqual(600);
});
