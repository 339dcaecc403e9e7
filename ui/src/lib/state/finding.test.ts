import type { Core, DraftSummary } from '$lib/ipc';
import { fakeCore } from '$lib/ipc/fake';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Finding } from './finding.svelte';

let core: Core;
let finding: Finding;
const titles = () => finding.drafts?.map((draft) => draft.title);

beforeEach(() => {
  core = fakeCore('compose', 0);
  finding = new Finding(core, 0);
});

describe('finding drafts', () => {
  it('looks into titles and captions, and lets go of it when the field is empty', async () => {
    finding.write('tasting');
    await vi.waitFor(() => expect(titles()).toEqual(['Tasting flight']));
    finding.write('breakfast');
    await vi.waitFor(() => expect(titles()).toEqual(['Saturday walk']));
    finding.write('  ');
    expect(finding.drafts).toBeNull();
  });

  it('asks once after several keys', async () => {
    vi.useFakeTimers();
    const asked = vi.spyOn(core, 'draftsFind');
    const slow = new Finding(core, 100);
    for (const query of ['t', 'ta', 'tas']) slow.write(query);
    await vi.advanceTimersByTimeAsync(300);
    vi.useRealTimers();
    expect(asked.mock.calls).toEqual([['tas']]);
  });

  it('keeps the newest answer when answers overtake each other', async () => {
    const answers: Record<string, (drafts: DraftSummary[]) => void> = {};
    core.draftsFind = (text) => new Promise((done) => (answers[text] = done));
    const one = async (title: string) => [{ ...(await core.session()).drafts[0], title }] as DraftSummary[];
    finding.write('a');
    await vi.waitFor(() => expect(answers.a).toBeTruthy());
    finding.write('ab');
    await vi.waitFor(() => expect(answers.ab).toBeTruthy());
    answers.ab?.(await one('newer'));
    await vi.waitFor(() => expect(titles()).toEqual(['newer']));
    answers.a?.(await one('older'));
    await Promise.resolve();
    expect(titles()).toEqual(['newer']);
  });

  it('keeps what went wrong beside the field', async () => {
    core.draftsFind = () => Promise.reject({ code: 'disk', message: 'The drafts cannot be read.' });
    finding.write('a');
    await vi.waitFor(() => expect(finding.asking.error?.message).toBe('The drafts cannot be read.'));
    finding.clear();
    expect(finding.asking.error).toBeNull();
  });
});
