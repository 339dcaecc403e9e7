import { fakeCore } from '$lib/ipc/fake';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from './app.svelte';
import { Toasts } from './toasts.svelte';

describe('the window', () => {
  it('offers the practice account first and opens a draft with it', async () => {
    const app = new App(fakeCore('empty', 0));
    await app.start();
    expect(app.welcome).toBe(true);
    await app.usePractice();
    expect(app.welcome).toBe(false);
    expect(app.practice).toBe(true);
    expect(app.draft?.slides).toEqual([]);
  });

  it('leaves whoever went elsewhere while a draft is being made where they are', async () => {
    const core = fakeCore('empty', 0);
    let give = () => {};
    const asked = new Promise<void>((resolve) => (give = resolve));
    const app = new App({ ...core, draftNew: () => asked.then(() => core.draftNew()) });
    await app.start();
    const practising = app.usePractice();
    await vi.waitFor(() => expect(app.practice).toBe(true));
    app.go('health');
    give();
    await practising;
    expect(app.draft?.slides).toEqual([]);
    expect(app.room).toBe('health');
  });

  it('brings a deleted draft back by its toast', async () => {
    const app = new App(fakeCore('compose', 0));
    await app.start();
    const first = app.drafts[0];
    if (!first) throw new Error('the pretend core has drafts');
    await app.deleteDraft(first);
    expect(app.drafts.map((draft) => draft.id)).not.toContain(first.id);
    expect(app.draft?.id).not.toBe(first.id);
    app.toasts.undo();
    await vi.waitFor(() => expect(app.draft?.id).toBe(first.id));
    expect(app.drafts.map((draft) => draft.id)).toContain(first.id);
  });

  it('publishes only what the core calls ready', async () => {
    const app = new App(fakeCore('compose', 0));
    await app.start();
    await app.publish();
    expect(app.posts.list).toEqual([]);
  });

  it('follows a publish until it is live', async () => {
    const app = new App(fakeCore('ready', 0));
    await app.start();
    await app.publish();
    await vi.waitFor(() => expect(app.posts.published).toHaveLength(1));
    expect(app.posts.underWay).toEqual([]);
  });

  it('takes back the fixing by its toast, but never something newer', async () => {
    const app = new App(fakeCore('compose', 0));
    await app.start();
    await app.fixAll();
    expect(app.draft?.view.readiness.fixable).toBe(0);
    const first = app.draft?.slides[0]?.id ?? '';
    await app.draft?.move(first, 3);
    app.toasts.undo();
    await app.draft?.edit({ type: 'set_title', title: 'Later' });
    expect(app.draft?.view.readiness.fixable).toBe(0);
    expect(app.draft?.slides[3]?.id).toBe(first);
  });

  it('shows what went wrong instead of throwing', async () => {
    const app = new App(fakeCore('compose', 0));
    await app.start();
    await app.openDraft('nowhere');
    expect(app.problem?.code).toBe('draft_gone');
    expect(app.draft?.id).toBe('d1');
  });

  it('says so when the core cannot be reached', async () => {
    const core = fakeCore('compose', 0);
    core.session = () => Promise.reject({ code: 'disk_full', message: 'The disk is full.' });
    const app = new App(core);
    await app.start();
    expect(app.dead?.message).toBe('The disk is full.');
    expect(app.ready).toBe(false);
  });
});

describe('a toast', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('goes after six seconds, but waits while someone looks at it', () => {
    const toasts = new Toasts();
    toasts.show('Fixed');
    vi.advanceTimersByTime(5999);
    expect(toasts.now?.text).toBe('Fixed');
    toasts.pause();
    vi.advanceTimersByTime(60_000);
    expect(toasts.now?.text).toBe('Fixed');
    toasts.resume();
    vi.advanceTimersByTime(6000);
    expect(toasts.now).toBeNull();
  });

  it('takes its work back once', () => {
    const undo = vi.fn();
    const toasts = new Toasts();
    toasts.show('Deleted', undo);
    toasts.undo();
    toasts.undo();
    expect(undo).toHaveBeenCalledTimes(1);
  });
});
