import type * as Ipc from '$lib/ipc';
import { fakeCore } from '$lib/ipc/fake';
import { speak } from '$lib/words';
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from './App.svelte';

vi.mock('$lib/ipc', async (original) => ({
  ...(await original<typeof Ipc>()),
  connect: async () => heard(fakeCore('compose', 0)),
}));

/** What the window said to the core and asked of it, in order, where it concerns the language. */
const told: string[] = [];
const heard = (core: Ipc.Core): Ipc.Core => ({
  ...core,
  speak: (preferred) => (told.push(`speak ${preferred.join()}`), core.speak(preferred)),
  session: () => (told.push('session'), core.session()),
  setSettings: (next) => (told.push(`settings ${next.language}`), core.setSettings(next)),
  activity: () => (told.push('activity'), core.activity()),
});

beforeEach(() => {
  localStorage.clear();
  told.length = 0;
});
afterEach(() => void speak('en'));

// By label and text: roles of a whole window take a second each to work out.
async function settings() {
  render(App);
  await fireEvent.click(await screen.findByText('Settings', { selector: 'button' }, { timeout: 10_000 }));
  return screen.getByLabelText<HTMLSelectElement>('Language', { selector: 'select' });
}
const speaks = (choice: HTMLElement, language: string) =>
  fireEvent.change(choice, { target: { value: language } });

describe('the window in another language', { timeout: 30_000 }, () => {
  it('speaks it at once, and whoever chose it stays where they are', async () => {
    const choice = await settings();
    choice.focus();
    await speaks(choice, 'de');

    const again = await screen.findByLabelText<HTMLSelectElement>('Sprache', { selector: 'select' });
    expect(again.value).toBe('de');
    await waitFor(() => expect(document.activeElement).toBe(again));
    expect(screen.getByText('Einstellungen', { selector: 'h1' })).toBeTruthy();
    expect(document.documentElement.lang).toBe('de');
    expect(document.title).toBe('Einstellungen · Fanfold');
    expect(screen.queryByText('Settings')).toBeNull();

    await speaks(again, 'en');
    expect(await screen.findByLabelText('Language', { selector: 'select' })).toBeTruthy();
    expect(document.documentElement.lang).toBe('en');
  });

  it('keeps the draft that is open, and which slide is looked at', async () => {
    render(App);
    const pages = await screen.findByLabelText('Slide 1 of 8', {}, { timeout: 10_000 });
    await fireEvent.keyDown(pages, { key: 'ArrowRight' });
    await fireEvent.click(screen.getByText('Settings', { selector: 'button' }));
    await speaks(screen.getByLabelText('Language', { selector: 'select' }), 'de');
    await fireEvent.click(await screen.findByText('Gestalten', { selector: 'button' }));
    expect(screen.getByLabelText('Slide 2 von 8')).toBeTruthy();
  });

  it('says in both what a language is of, and that Instagram’s own messages have another choice', async () => {
    const choice = await settings();
    expect(screen.getByText(/Of everything that Fanfold says/)).toBeTruthy();
    await speaks(choice, 'de');
    expect(await screen.findByText(/Von allem, was Fanfold sagt/)).toBeTruthy();
  });

  it('is drawn in another language only once the core speaks it', async () => {
    const choice = await settings();
    await speaks(choice, 'de');
    await screen.findByLabelText('Sprache', { selector: 'select' });
    const spoken = told.map((what) => what.replace(/^speak .*/, 'speak'));
    expect(spoken.indexOf('speak')).toBeLessThan(spoken.indexOf('session'));
    expect(told.at(-1)).toBe('activity');
    expect(told.indexOf('settings de')).toBeGreaterThan(-1);
    // What was said before the change is asked for again after it.
    expect(told.lastIndexOf('activity')).toBeGreaterThan(told.indexOf('settings de'));
  });
});
