import { fakeSlide } from '$lib/ipc/fake-draft';
import type { SlideView } from '$lib/ipc';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { open } from '../../test/open';
import { cropBar, CropSession } from './crop.svelte';
import type { App } from './app.svelte';
import type { DraftState } from './draft.svelte';

const wide = (more: Partial<SlideView> = {}): SlideView => ({
  ...fakeSlide(0),
  width: 2000,
  height: 1000,
  kept: { x: 0.3, y: 0, w: 0.4, h: 1 },
  ...more,
});

describe('a frame that is moved', () => {
  it('begins at what the slide shows now', () => {
    const crop = new CropSession(wide(), 0.8);
    expect(crop.rect).toEqual({ x: expect.closeTo(0.3) as number, y: 0, w: 0.4, h: 1 });
    expect(crop.changed).toBe(false);
    expect(crop.size).toEqual({ width: 800, height: 1000 });
  });

  it('begins at the frame in force, with its turns', () => {
    const rect = { x: 0.1, y: 0.5, w: 0.5, h: 0.3125 };
    const [option] = fakeSlide(4).options;
    if (!option) throw new Error('this slide has ways');
    const choice = { type: 'frame' as const, rect, turns: 1, degrees: 2 };
    const slide = wide({
      width: 1000,
      height: 2000,
      turns: 1,
      degrees: 2,
      options: [{ ...option, in_force: true, choice }],
    });
    const crop = new CropSession(slide, 0.8);
    expect(crop.canvas).toEqual({ width: 1000, height: 2000, degrees: 2 });
    expect(crop.rect.x).toBeCloseTo(0.1);
    expect(crop.rect.w).toBeCloseTo(0.5);
    expect(crop.choice).toEqual(expect.objectContaining({ type: 'frame', turns: 1, degrees: 2 }));
  });

  it('takes the shape of the post where the slide has another', () => {
    const crop = new CropSession(wide({ kept: null }), 1);
    expect(crop.rect).toEqual({ x: 0.25, y: 0, w: 0.5, h: 1 });
  });

  it('follows a hand in one step, and goes back when the hand is taken away', () => {
    const crop = new CropSession(wide(), 0.8);
    const { move, end } = crop.hold(null);
    for (const dx of [0.02, 0.05, 0.1]) move(dx, 0);
    expect(crop.rect.x).toBeCloseTo(0.4);
    expect(crop.held).toBe(true);
    end(true);
    expect(crop.undo()).toBe(true);
    expect(crop.rect.x).toBeCloseTo(0.3);
    expect(crop.undo()).toBe(false);
    expect(crop.redo()).toBe(true);
    expect(crop.rect.x).toBeCloseTo(0.4);

    const taken = crop.hold('se');
    taken.move(-0.2, -0.2);
    taken.end(false);
    expect(crop.rect.w).toBeCloseTo(0.4);
    crop.undo();
    expect(crop.canUndo).toBe(false);
  });

  it('leaves no step behind when a press moved nothing', () => {
    const crop = new CropSession(wide(), 0.8);
    crop.hold(null).end(true);
    expect(crop.canUndo).toBe(false);
  });

  it('takes a wheel that turns as one step, and the next turn as another', () => {
    const crop = new CropSession(wide(), 0.8);
    crop.zoomTo(1.2, 'wheel');
    crop.zoomTo(1.6, 'wheel');
    crop.settle();
    crop.zoomTo(2, 'wheel');
    crop.undo();
    expect(crop.zoom).toBeCloseTo(1.6);
    crop.undo();
    expect(crop.zoom).toBeCloseTo(1);
  });

  it('gives back what straightening took when it is level again', () => {
    const crop = new CropSession(wide(), 0.8);
    crop.straighten(20);
    expect(crop.rect.w).toBeLessThan(0.4);
    crop.straighten(0);
    expect(crop.rect.w).toBeCloseTo(0.4);
    expect(crop.changed).toBe(false);
  });

  it('straightens by no more than the core takes, in tenths, and never by nothing at all', () => {
    const crop = new CropSession(wide(), 0.8);
    crop.straighten(99);
    expect(crop.degrees).toBe(45);
    crop.straighten(-7.26);
    expect(crop.degrees).toBe(-7.3);
    crop.straighten(Number.NaN);
    expect(crop.degrees).toBe(-7.3);
  });

  it('is where it was after four turns', () => {
    const crop = new CropSession(wide(), 0.8);
    crop.nudge(0.1, 0);
    const { rect } = crop;
    for (const quarter of [1, 1, 1, 1]) crop.turn(quarter);
    expect(crop.turns).toBe(0);
    expect(crop.rect.x).toBeCloseTo(rect.x);
    crop.turn(-1);
    expect(crop.turns).toBe(3);
  });

  it('is refused where there is none to move', () => {
    expect(cropBar(wide())).toBeNull();
    expect(cropBar(wide({ part: 'Part 1 of 2' }))).toBe('parts');
    expect(cropBar(wide({ state: 'importing' }))).toBe('picture');
    expect(cropBar(wide({ width: 0 }))).toBe('picture');
    const frames: SlideView['clip'] = { duration_ms: 4000 } as never;
    expect(cropBar(wide({ clip: frames }))).toBe('clip');
  });
});

describe('cropping a slide', () => {
  let app: App;
  let draft: DraftState;
  beforeEach(async () => ({ app, draft } = await open()));

  it('reaches the core once, and is one step to undo', async () => {
    const sent = vi.spyOn(app.core, 'fixWith');
    draft.openCrop();
    draft.crop?.nudge(0.05, 0);
    draft.crop?.zoomTo(2);
    await draft.applyCrop();
    expect(sent).toHaveBeenCalledTimes(1);
    expect(sent.mock.calls[0]?.[2]).toEqual(expect.objectContaining({ type: 'frame', turns: 0, degrees: 0 }));
    expect(draft.crop).toBeNull();
    expect(draft.slide?.kept?.w).toBeLessThan(0.3);
    await draft.undo();
    expect(draft.slide?.kept?.w).toBeGreaterThan(0.5);
  });

  it('asks the core for nothing when nothing was changed', async () => {
    const sent = vi.spyOn(app.core, 'fixWith');
    draft.openCrop();
    await draft.applyCrop();
    draft.openCrop();
    draft.crop?.nudge(0.05, 0);
    draft.leaveCrop();
    expect(draft.crop).toBeNull();
    expect(sent).not.toHaveBeenCalled();
  });

  it('stays open with what was done when the core refuses it', async () => {
    vi.spyOn(app.core, 'fixWith').mockRejectedValue({ code: 'x', message: 'No.', hint: null });
    draft.openCrop();
    draft.crop?.nudge(0.05, 0);
    await draft.applyCrop();
    expect(draft.crop?.changed).toBe(true);
    expect(draft.crop?.busy).toBe(false);
    expect(app.problem?.message).toBe('No.');
  });

  it('is kept when another slide is looked at', async () => {
    const first = draft.active;
    const sent = vi.spyOn(app.core, 'fixWith');
    draft.openCrop();
    draft.crop?.nudge(0.05, 0);
    draft.step(1);
    await vi.waitFor(() => expect(draft.crop).toBeNull());
    expect(sent.mock.calls[0]?.[1]).toBe(first);
    expect(draft.active).not.toBe(first);
  });

  it('undoes the frame before it undoes the draft', async () => {
    draft.openCrop();
    draft.crop?.nudge(0.05, 0);
    const undone = vi.spyOn(app.core, 'draftUndo');
    await draft.undo();
    expect(undone).not.toHaveBeenCalled();
    expect(draft.crop?.changed).toBe(false);
  });

  it('ends when the slide is taken away under it', async () => {
    draft.openCrop();
    await draft.remove([draft.active ?? '']);
    expect(draft.crop).toBeNull();
  });

  it('turns every selected slide in one step', async () => {
    draft.select(draft.slides[2]?.id ?? '', 'more');
    const sent = vi.spyOn(app.core, 'slideTurn');
    await draft.turn(1);
    expect(sent).toHaveBeenCalledTimes(1);
    expect(draft.slides.map((slide) => slide.turns)).toEqual([1, 0, 1, 0, 0, 0, 0, 0]);
    expect(app.announcer.sentence).toContain('2 slides turned to the right');
    await draft.undo();
    expect(draft.slides.every((slide) => slide.turns === 0)).toBe(true);
  });
});
