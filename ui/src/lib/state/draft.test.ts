import type { Core } from '$lib/ipc';
import { fakeCore } from '$lib/ipc/fake';
import { beforeEach, describe, expect, it } from 'vitest';
import { Announcer } from './announcer.svelte';
import { DraftState } from './draft.svelte';

const attempt = async <T>(work: () => Promise<T>) => {
  try {
    return await work();
  } catch {
    return null;
  }
};

let core: Core;
let draft: DraftState;
let said: Announcer;
const order = () => draft.slides.map((slide) => slide.id);
const at = (index: number) => draft.slides[index]?.id ?? '';

beforeEach(async () => {
  core = fakeCore('compose', 0);
  said = new Announcer();
  draft = new DraftState(core, await core.draftOpen('d1'), attempt, said);
});

describe('moving slides', () => {
  it('takes the slide with the focus along and says where it is', async () => {
    const id = at(1);
    draft.select(id);
    await draft.moveBy(1);
    expect(order()[2]).toBe(id);
    expect(draft.active).toBe(id);
    expect(said.sentence).toContain('Slide 3 of 8');
  });

  it('adds up quick presses, although the core answers later', async () => {
    const id = at(0);
    draft.select(id);
    await Promise.all([draft.moveBy(1), draft.moveBy(1), draft.moveBy(1)]);
    expect(order()[3]).toBe(id);
  });

  it('stops at both ends without asking the core', async () => {
    const before = draft.view.revision;
    draft.select(at(0));
    await draft.moveBy(-1);
    draft.select(at(7));
    await draft.moveBy(1);
    expect(draft.view.revision).toBe(before);
  });

  it('is taken back by undo and done again by redo', async () => {
    const before = order();
    await draft.move(at(0), 3);
    const after = order();
    expect(after).not.toEqual(before);
    await draft.undo();
    expect(order()).toEqual(before);
    await draft.redo();
    expect(order()).toEqual(after);
  });
});

describe('choosing slides', () => {
  it('stretches a range from where it began', () => {
    draft.select(at(2));
    draft.step(1, true);
    draft.step(1, true);
    expect(draft.selected).toEqual([at(2), at(3), at(4)]);
    draft.step(-1, true);
    expect(draft.selected).toEqual([at(2), at(3)]);
  });

  it('adds and takes away single slides, and never ends with none', () => {
    draft.select(at(0));
    draft.select(at(3), 'more');
    expect(draft.selected).toEqual([at(0), at(3)]);
    draft.select(at(3), 'more');
    expect(draft.selected).toEqual([at(0)]);
    draft.select(at(0), 'more');
    expect(draft.selected).toEqual([at(0)]);
  });

  it('falls on the neighbour when slides are removed', async () => {
    const next = at(4);
    draft.select(at(2));
    draft.select(at(3), 'range');
    await draft.remove();
    expect(draft.slides).toHaveLength(6);
    expect(draft.active).toBe(next);
    expect(draft.selected).toEqual([next]);
  });

  it('falls on the last one when the end is removed', async () => {
    draft.select(at(7));
    await draft.remove();
    expect(draft.active).toBe(at(6));
  });
});

describe('problems', () => {
  it('are visited in turn, with their tab open', () => {
    draft.select(at(0));
    const seen = [1, 2, 3, 4, 5].map(() => {
      draft.nextProblem();
      return draft.slide?.position;
    });
    expect(seen).toEqual([5, 6, 7, 8, 5]);
    expect(draft.tab).toBe('slide');
  });

  it('are fixed together as one step that one undo takes back', async () => {
    expect(await draft.fixAll()).toBe(3);
    expect(draft.view.readiness.fixable).toBe(0);
    await draft.undo();
    expect(draft.view.readiness.fixable).toBe(3);
  });
});

describe('what the core says', () => {
  it('is not believed when it is older than what is known', async () => {
    const old = draft.view;
    await draft.move(at(0), 1);
    const now = order();
    draft.adopt(old);
    expect(order()).toEqual(now);
  });

  it('is not believed when it is about another draft', async () => {
    const other = await core.draftOpen('d2');
    draft.adopt({ ...other, revision: 999 });
    expect(draft.slides).toHaveLength(8);
  });
});
