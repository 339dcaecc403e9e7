import type { SlideView } from '$lib/ipc';
import type { DraftState } from '$lib/state/draft.svelte';
import { around, part, shapeOf, type Part } from '$lib/utils/rect';

/** What of a picture several parts show together. */
function whole(frames: Part[]): Part {
  const [first] = frames;
  return first ? { ...first, w: first.w * frames.length } : part(null);
}

/** The original and what became of it, or would: `shown` is the proposal with the frame where a person moved
    it, `fixed` the file that was made, `kept` the part of the original that either shows. */
export function compared(draft: DraftState, slide: SlideView) {
  const { proposal, focus } = draft;
  const fixed = proposal ? null : slide.fixed;
  const crops = proposal?.choice.type === 'crop' ? proposal : null;
  const frames = (proposal?.frames ?? []).map(part);
  const moved = crops && focus ? frames.map((frame) => around(frame, focus)) : frames;
  const shown = proposal ? { ...proposal, frames: moved } : null;
  const tiles = shown?.frames.length ?? 1;
  return {
    shown,
    fixed,
    crops,
    tiles,
    kept: shown ? whole(moved) : part(slide.kept),
    before: shapeOf(part(null), slide.width, slide.height),
    after: shown ? (shown.aspect ?? 1) * tiles : fixed ? shapeOf(part(null), fixed.width, fixed.height) : 1,
    size: shown ? shown.size : fixed ? `${fixed.width} × ${fixed.height}` : '',
    turn: { turns: slide.turns, degrees: slide.degrees },
  };
}
