import { beforeEach, describe, expect, it } from 'vitest';
import { open } from '../../test/open';
import type { App } from './app.svelte';
import type { DraftState } from './draft.svelte';
import { FixFlow } from './flow.svelte';

describe('the count of problems', () => {
  it('stays what it was while they are mended', () => {
    const flow = new FixFlow();
    flow.begin(['a', 'b', 'c']);
    expect(flow.place('a', ['a', 'b', 'c'])).toEqual({ at: 1, total: 3 });
    expect(flow.place('b', ['b', 'c'])).toEqual({ at: 2, total: 3 });
    expect(flow.place('a', ['b', 'c'])).toBeNull();
  });

  it('grows by what comes up meanwhile, and leaves out what is gone', () => {
    const flow = new FixFlow();
    flow.begin(['a', 'b']);
    flow.begin(['b', 'x']);
    expect(flow.place('x', ['b', 'x'])).toEqual({ at: 3, total: 3 });
    flow.heard(['x'], (id) => id === 'a');
    expect(flow.place('x', ['x'])).toEqual({ at: 2, total: 2 });
  });

  it('ends once, and begins anew', () => {
    const flow = new FixFlow();
    flow.begin(['a', 'b']);
    expect(flow.heard(['b'], () => false)).toBe(false);
    expect(flow.heard([], () => false)).toBe(true);
    expect(flow.finished).toBe(2);
    expect(flow.heard([], () => false)).toBe(false);
    flow.begin(['c']);
    expect(flow.finished).toBeNull();
    expect(flow.place('c', ['c'])).toEqual({ at: 1, total: 1 });
  });

  it('is of what is there where nobody began', () => {
    expect(new FixFlow().place('b', ['a', 'b'])).toEqual({ at: 2, total: 2 });
  });
});

describe('going through the problems', () => {
  let app: App;
  let draft: DraftState;
  beforeEach(async () => ({ app, draft } = await open()));

  it('uses the chosen fix and goes on to the next, until only a new photo helps', async () => {
    draft.nextProblem();
    expect(draft.slide?.position).toBe(5);
    expect(draft.tab).toBe('slide');
    expect(draft.place).toEqual({ at: 1, total: 4 });
    await draft.fixAndGoOn();
    expect(draft.slide?.position).toBe(6);
    expect(draft.place).toEqual({ at: 2, total: 4 });
    await draft.fixAndGoOn();
    await draft.fixAndGoOn();
    expect(draft.slide?.position).toBe(8);
    expect(draft.place).toEqual({ at: 4, total: 4 });
    expect(draft.flow.finished).toBeNull();
    expect(app.announcer.sentence).toContain('Slide 8');
  });

  it('says when all is done, and forgets that when one is back', async () => {
    await draft.remove([draft.slides[7]?.id ?? '']);
    draft.nextProblem();
    while (draft.problems.length > 0) await draft.fixAndGoOn();
    expect(draft.flow.finished).toBe(3);
    expect(app.announcer.sentence).toContain('All 3 problems are solved.');
    await draft.undo();
    expect(draft.flow.finished).toBeNull();
  });

  it('stays where it is when the fix is refused', async () => {
    draft.nextProblem();
    app.core.fixWith = () => Promise.reject({ code: 'x', message: 'No.', hint: null });
    await draft.fixAndGoOn();
    expect(draft.slide?.position).toBe(5);
    expect(app.problem?.message).toBe('No.');
  });

  it('does nothing to a slide that needs nothing', async () => {
    draft.select(draft.slides[0]?.id ?? '');
    await draft.fixAndGoOn();
    expect(draft.view.undo).toBeNull();
  });

  it('gives the others what one has, in one step that can be taken back from the toast', async () => {
    draft.show(draft.slides[4]?.id ?? '');
    await draft.fixActive();
    await app.fixLike();
    expect(app.toasts.now?.text).toBe('2 slides shown the same way');
    app.toasts.undo();
    await new Promise((done) => setTimeout(done));
    expect(draft.slides.filter((slide) => slide.fixed)).toHaveLength(1);
  });
});
