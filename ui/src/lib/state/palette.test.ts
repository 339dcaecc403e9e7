import type { DraftSummary } from '$lib/ipc';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { open } from '../../test/open';
import type { App } from './app.svelte';
import { Palette } from './palette.svelte';

let app: App;
let palette: Palette;
const texts = () => palette.entries.map((entry) => entry.text);

beforeEach(async () => {
  localStorage.clear();
  ({ app } = await open());
  palette = new Palette(app, 0);
  palette.show();
});

describe('the palette', () => {
  it('finds commands, rooms, drafts and slides by a few letters', () => {
    palette.write('und');
    expect(texts()[0]).toBe('Undo');
    palette.write('heal');
    expect([palette.active?.kind, texts()[0]]).toEqual(['rooms', 'Health']);
    palette.write('satwalk');
    expect(palette.active?.text).toBe('Saturday walk');
    palette.write('sunset');
    expect(palette.active?.text).toBe('Slide 5: 05-sunset.jpg');
  });

  it('goes round with the arrows and does what is chosen', async () => {
    palette.write('next prob');
    palette.move(-1);
    palette.move(1);
    expect(palette.at).toBe(0);
    expect(palette.run()).toBe(true);
    expect([palette.open, app.draft?.slide?.position]).toEqual([false, 5]);
  });

  it('says why something cannot be done, and does not do it', () => {
    palette.write('undo');
    expect(palette.active?.why).toBe('Nothing to undo');
    expect(palette.run()).toBe(false);
    expect(palette.open).toBe(true);
    app.room = 'activity';
    palette.write('preview');
    expect(palette.active?.why).toBe('Open a draft first.');
  });

  it('has the ones used last at the top, also in the next window', () => {
    for (const name of ['theme: dark', 'select all']) {
      palette.show();
      palette.write(name);
      palette.run();
    }
    const next = new Palette(app, 0);
    next.show();
    expect(next.entries.slice(0, 2).map(({ kind, text }) => [kind, text])).toEqual([
      ['recent', 'Select all slides'],
      ['recent', 'Theme: dark'],
    ]);
    expect(next.entries.filter(({ text }) => text === 'Theme: dark')).toHaveLength(1);
  });

  it('does not believe what it finds where it keeps them', () => {
    for (const junk of ['nonsense', '{"a":1}', '["no_such_command", 7, "help"]']) {
      localStorage.setItem('fanfold.recent', junk);
      const next = new Palette(app, 0);
      next.show();
      const recent = next.entries.filter(({ kind }) => kind === 'recent').map(({ command }) => command);
      expect(recent).toEqual(junk.includes('help') ? ['help'] : []);
    }
  });

  it('never shows the answer to an older question', async () => {
    const answers: Record<string, (drafts: DraftSummary[]) => void> = {};
    app.core.draftsFind = (text) => new Promise((done) => (answers[text] = done));
    const found = (title: string): DraftSummary[] =>
      app.drafts.slice(0, 1).map((draft) => ({ ...draft, id: title, title }));
    palette.write('crois');
    await vi.waitFor(() => expect(answers.crois).toBeTruthy());
    palette.write('croissant');
    await vi.waitFor(() => expect(answers.croissant).toBeTruthy());
    answers.croissant?.(found('Butter and croissants'));
    await vi.waitFor(() => expect(texts()).toContain('Butter and croissants'));
    answers.crois?.(found('Crois, the older'));
    await Promise.resolve();
    expect(texts()).not.toContain('Crois, the older');
    expect(texts()).toContain('Butter and croissants');
  });

  it('shows what the core found by a caption, although the title is another', async () => {
    palette.write('breakfast');
    await vi.waitFor(() => expect(texts()).toContain('Saturday walk'));
  });

  it('asks once after several keys', async () => {
    vi.useFakeTimers();
    const asked = vi.spyOn(app.core, 'draftsFind');
    const slow = new Palette(app, 100);
    slow.show();
    for (const query of ['w', 'wa', 'wal', 'walk']) slow.write(query);
    await vi.advanceTimersByTimeAsync(300);
    vi.useRealTimers();
    expect(asked.mock.calls).toEqual([['walk']]);
  });
});
