import { fakeCaption } from '$lib/ipc/fake-draft';
import type { CaptionView } from '$lib/ipc';
import { describe, expect, it } from 'vitest';
import { CaptionState } from './caption.svelte';

/** A core that answers only when told to. */
function slowCore() {
  const asked: { text: string; answer: (ok?: boolean) => void }[] = [];
  const send = (text: string) =>
    new Promise<CaptionView | null>((done) =>
      asked.push({
        text,
        answer: (ok = true) => done(ok ? fakeCaption(text) : null),
      }),
    );
  return { asked, send };
}
const turn = () => new Promise((done) => setTimeout(done));

describe('the caption while it is written', () => {
  it('asks about one text at a time and then about the newest', async () => {
    const core = slowCore();
    const caption = new CaptionState(fakeCaption(''), core.send);
    for (const text of ['#', '#h', '#hi']) caption.write(text);
    expect(core.asked.map((one) => one.text)).toEqual(['#']);
    core.asked[0]?.answer();
    await turn();
    expect(core.asked.map((one) => one.text)).toEqual(['#', '#hi']);
    core.asked[1]?.answer();
    await caption.settled();
    expect(caption.text).toBe('#hi');
    expect(caption.counters[0]?.value).toBe(3);
    expect(caption.behind).toBe(false);
  });

  it('never lets an older draft overwrite newer typing', async () => {
    const core = slowCore();
    const caption = new CaptionState(fakeCaption('one'), core.send);
    caption.write('one two');
    caption.adopt(fakeCaption('one'));
    expect(caption.text).toBe('one two');
    core.asked[0]?.answer();
    await caption.settled();
    caption.adopt(fakeCaption('one'));
    expect(caption.text).toBe('one');
  });

  it('leaves text alone while a character is being composed', () => {
    const caption = new CaptionState(fakeCaption('日'), slowCore().send);
    caption.composing = true;
    caption.text = '日h';
    caption.adopt(fakeCaption(''));
    expect(caption.text).toBe('日h');
  });

  it('keeps the text and asks again when the core refuses', async () => {
    const core = slowCore();
    const caption = new CaptionState(fakeCaption(''), core.send);
    caption.write('kept');
    core.asked[0]?.answer(false);
    await caption.settled();
    expect(caption.text).toBe('kept');
    expect(caption.behind).toBe(true);
    caption.write('kept on');
    expect(core.asked.at(-1)?.text).toBe('kept on');
  });

  it('highlights at once, before the core has answered', () => {
    const caption = new CaptionState(fakeCaption('go #up'), slowCore().send);
    caption.write('we go #up');
    expect(
      caption.paragraphs.flatMap(({ pieces }) => pieces).find((piece) => piece.kind === 'hashtag')?.text,
    ).toBe('#up');
  });
});
