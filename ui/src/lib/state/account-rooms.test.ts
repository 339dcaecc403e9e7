import type { Core, ExplainedView, HealthView } from '$lib/ipc';
import { fakeCore } from '$lib/ipc/fake';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from './app.svelte';
import { Explain } from './explain.svelte';
import { Health } from './health.svelte';
import { MediaHost } from './host.svelte';
import { Rehearse } from './rehearse.svelte';

async function open(scene: string) {
  const app = new App(fakeCore(scene, 0));
  await app.start();
  return app;
}

describe('accounts', () => {
  it('are all there, one of them chosen', async () => {
    const app = await open('accounts');
    expect(app.accounts.list.map((account) => account.username)).toEqual([
      'bluehouse.bakery',
      'fern.and.field',
      'practice',
    ]);
    expect(app.account?.username).toBe('bluehouse.bakery');
    await app.accounts.choose('practice');
    expect(app.account?.id).toBe('practice');
    expect(app.practice).toBe(true);
  });

  it('leave another one in their place when they are disconnected', async () => {
    const app = await open('accounts');
    const gone = await app.accounts.disconnect('a1');
    expect(gone.page).toBe('facebook_apps');
    expect(app.accounts.of('a1')).toBeNull();
    await vi.waitFor(() => expect(app.account?.username).toBe('fern.and.field'));
  });

  it('are mended by connecting again, and practised ones at once', async () => {
    const app = await open('accounts');
    const [, fern, practice] = app.accounts.list;
    if (!fern || !practice) throw new Error('the scene has three accounts');
    await app.mend(fern);
    expect([app.connect.open, app.connect.again?.id]).toEqual([true, fern.id]);
    app.connect.close();
    await app.mend(practice);
    expect(app.connect.open).toBe(false);
    expect(app.account?.practice).toBe(true);
  });
});

describe('a paused account', () => {
  it('is let go on by the button that mends it, without signing in again', async () => {
    const core = fakeCore('accounts', 0);
    const resumed = vi.fn(core.accountResume);
    const app = new App({
      ...core,
      accountHealth: async (id) => ({ ...(await core.accountHealth(id, false)), paused: 'Paused.' }),
      accountResume: resumed,
    });
    await app.start();
    const [bakery] = app.accounts.list;
    if (!bakery) throw new Error('the scene has accounts');
    await app.mend({ ...bakery, problem: 'Paused until you resume it', mend: 'Resume publishing' });
    expect(resumed).toHaveBeenCalledWith('a1');
    expect(app.connect.open).toBe(false);
  });
});

describe('health', () => {
  it('shows the chosen account when its room is entered', async () => {
    const app = await open('accounts');
    app.go('health');
    await vi.waitFor(() => expect(app.health.view?.account.username).toBe('bluehouse.bakery'));
    expect(app.health.failed).toHaveLength(2);
    app.health.search = '2207003';
    expect(app.health.calls.map((call) => call.result)).toEqual(['No answer']);
    app.health.search = '';
    app.health.failedOnly = true;
    expect(app.health.calls).toHaveLength(2);
  });

  it('never shows one account under the name of another', async () => {
    const core = fakeCore('accounts', 0);
    const answers: Record<string, (view: HealthView) => void> = {};
    const slow: Core = {
      ...core,
      accountHealth: (id) => new Promise((done) => (answers[id] = done)),
    };
    const health = new Health(slow);
    const first = health.show('a1');
    const second = health.show('a2');
    answers.a2?.(await core.accountHealth('a2', false));
    answers.a1?.(await core.accountHealth('a1', false));
    await Promise.all([first, second]);
    expect(health.view?.account.id).toBe('a2');
  });

  it('goes to another account when the one in view is disconnected', async () => {
    const app = await open('accounts');
    app.go('health');
    await app.accounts.disconnect('a1');
    await vi.waitFor(() => expect(app.health.account).toBe('a2'));
  });
});

describe('explaining', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks after a pause and keeps to the newest text', async () => {
    const core = fakeCore('accounts', 0);
    const asked: string[] = [];
    const answers: ((view: ExplainedView) => void)[] = [];
    const explain = new Explain({
      ...core,
      explainText: (text) => {
        asked.push(text);
        return new Promise((done) => answers.push(done));
      },
    });
    explain.write('1');
    explain.write('190');
    await vi.advanceTimersByTimeAsync(250);
    explain.write('9004');
    await vi.advanceTimersByTimeAsync(250);
    expect(asked).toEqual(['190', '9004']);
    const [old, fresh] = await Promise.all(['190', '9004'].map((text) => answer(core, text)));
    if (!old || !fresh) throw new Error('the pretend core explains');
    answers[1]?.(fresh);
    answers[0]?.(old);
    await vi.advanceTimersByTimeAsync(0);
    expect(explain.result?.code).toBe(9004);
  });

  it('is empty again when the text is', async () => {
    const explain = new Explain(fakeCore('accounts', 0));
    const told = explain.about('190 463');
    await vi.advanceTimersByTimeAsync(0);
    await told;
    expect(explain.result?.subcode).toBe(463);
    explain.write('  ');
    expect(explain.result).toBeNull();
  });

  async function answer(core: Core, text: string) {
    const told = core.explainText(text);
    await vi.advanceTimersByTimeAsync(0);
    return told;
  }
});

describe('rehearsing', () => {
  it('counts what is on, in groups, and calms it all', async () => {
    const rehearse = new Rehearse(fakeCore('rehearse', 0));
    await rehearse.show();
    expect(rehearse.count).toBe(2);
    expect(rehearse.groups.map((group) => group.title)).toEqual([
      'Sign-in',
      'Limits',
      'Publishing',
      'Connection',
    ]);
    await rehearse.set('quota', true);
    expect(rehearse.count).toBe(3);
    await rehearse.calm();
    expect(rehearse.count).toBe(0);
  });
});

describe('a media host', () => {
  it('is saved only when it changed and is complete', async () => {
    const host = new MediaHost(fakeCore('accounts', 0), 'a1');
    await host.load();
    expect([host.kind, host.changed]).toEqual(['page_photo', false]);
    host.kind = 's3';
    expect([host.changed, host.complete]).toEqual([true, false]);
    host.bucket.bucket = 'bakery';
    host.bucket.access_key = 'AK';
    expect(host.complete).toBe(true);
    await host.keep();
    expect([host.changed, host.view?.line]).toEqual([false, 'Bucket bakery']);
    expect(host.view?.problem).toBeTruthy();
  });

  it('keeps what was typed before it takes the copied key', async () => {
    const host = new MediaHost(fakeCore('accounts', 0), 'a2');
    await host.load();
    host.bucket.bucket = 'fern';
    host.bucket.access_key = 'AK';
    await host.pasteKey();
    expect([host.view?.line, host.view?.has_secret]).toEqual(['Bucket fern', true]);
  });

  it('forgets what a check found once something else is set', async () => {
    const host = new MediaHost(fakeCore('accounts', 0), 'a1');
    await host.load();
    await host.look();
    expect(host.check?.tone).toBe('ready');
    host.kind = 's3';
    await host.keep();
    expect(host.check).toBeNull();
  });
});
