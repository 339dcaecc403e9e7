import type { Core, SignInView } from '$lib/ipc';
import { fakeCore } from '$lib/ipc/fake';
import { describe, expect, it, vi } from 'vitest';
import { Connect } from './connect.svelte';

function begin(change: Partial<Core> = {}) {
  const core: Core = { ...fakeCore('accounts', 0), ...change };
  const news = vi.fn();
  const connect = new Connect(core, news);
  connect.show();
  return { connect, core, news };
}

describe('connecting an account', () => {
  it('asks for the login first, then how', () => {
    const { connect } = begin();
    expect(connect.step).toBe('way');
    connect.use('facebook');
    expect([connect.step, connect.flavour]).toEqual(['how', 'facebook']);
    connect.back();
    expect(connect.step).toBe('way');
  });

  it('offers what was found, without what cannot be used', async () => {
    const { connect } = begin();
    connect.use('facebook');
    await connect.paste();
    expect(connect.step).toBe('choose');
    expect(connect.found).toHaveLength(3);
    expect(connect.chosen).toEqual(['a1', 'a3']);
    connect.pick('a1', false);
    await connect.chooseFound();
    expect(connect.step).toBe('done');
    expect(connect.accounts.map((account) => account.username)).toEqual(['pier.nine.boats']);
  });

  it('stays where it is when the copied text is of no use, and says why', async () => {
    const { connect } = begin({
      connectPaste: () => Promise.reject({ code: 'no_token', message: 'Nothing is copied.' }),
    });
    connect.use('instagram');
    await connect.paste();
    expect(connect.step).toBe('how');
    expect(connect.asking.error?.message).toBe('Nothing is copied.');
    connect.back();
    expect(connect.asking.error).toBeNull();
  });

  it('goes on where it was when it is closed and opened again', async () => {
    const { connect } = begin();
    connect.use('facebook');
    await connect.paste();
    connect.close();
    connect.show();
    expect(connect.step).toBe('choose');
  });

  it('begins anew after it was done', async () => {
    const { connect } = begin();
    connect.use('instagram');
    await connect.practise();
    expect(connect.step).toBe('done');
    connect.close();
    connect.show();
    expect(connect.step).toBe('way');
  });

  it('keeps a typed app id through closing', async () => {
    const { connect, core } = begin();
    connect.use('facebook');
    await connect.guide();
    connect.appId = ' 1234 ';
    await connect.keepAppId();
    connect.close();
    expect((await core.metaApp('facebook')).app_id).toBe('1234');
  });

  it('does not sign in with an app id that was refused', async () => {
    const { connect, core } = begin();
    const opened = vi.spyOn(core, 'signInBegin');
    connect.use('facebook');
    await connect.guide();
    connect.appId = 'my app';
    await connect.beginSignIn();
    expect(opened).not.toHaveBeenCalled();
    expect(connect.step).toBe('app');
    expect(connect.asking.error?.code).toBe('app_id_wrong');
  });
});

describe('a sign-in through the browser', () => {
  const waiting: SignInView = {
    id: 's1',
    listens: true,
    stage: 'waiting',
    sentence: '',
    connected: null,
    error: null,
    hint: null,
  };
  const done = (id: string): SignInView => ({
    ...waiting,
    id,
    stage: 'done',
    connected: { type: 'choose', pending: 'c1', found: [] },
  });
  const started = async (change: Partial<Core> = {}) => {
    const cancelled = vi.fn(() => Promise.resolve());
    const got = begin({
      signInBegin: () => Promise.resolve(waiting),
      signInCancel: cancelled,
      ...change,
    });
    got.connect.use('facebook');
    got.connect.appId = '1';
    await got.connect.beginSignIn();
    return { ...got, cancelled };
  };

  it('follows what the core tells of it, and nothing of another', async () => {
    const { connect } = await started();
    expect(connect.step).toBe('waiting');
    connect.hear(done('other'));
    expect(connect.step).toBe('waiting');
    connect.hear(done('s1'));
    expect(connect.step).toBe('choose');
  });

  it('is given up by going back', async () => {
    const { connect, cancelled } = await started();
    connect.back();
    expect(cancelled).toHaveBeenCalledWith('s1');
    connect.hear(done('s1'));
    expect(connect.step).toBe('how');
  });

  it('is begun once however often the button is pressed', async () => {
    const opened = vi.fn(() => Promise.resolve(waiting));
    const { connect } = begin({ signInBegin: opened });
    connect.use('facebook');
    connect.appId = '1';
    await Promise.all([connect.beginSignIn(), connect.beginSignIn()]);
    expect(opened).toHaveBeenCalledTimes(1);
  });

  it('is given up when nobody waits for it by the time it begins', async () => {
    const cancelled = vi.fn(() => Promise.resolve());
    let answer: (view: SignInView) => void = () => undefined;
    const asked = new Promise<SignInView>((done) => (answer = done));
    const { connect } = begin({ connectPracticeSignIn: () => asked, signInCancel: cancelled });
    connect.use('facebook');
    const begun = connect.practiseSignIn();
    connect.back();
    answer(waiting);
    await begun;
    expect(cancelled).toHaveBeenCalledWith('s1');
    expect(connect.step).toBe('way');
  });

  it('goes on while the dialog is closed, and comes back when there is something to choose', async () => {
    const { connect } = await started();
    connect.close();
    connect.hear(done('s1'));
    expect([connect.open, connect.step]).toEqual([true, 'choose']);
  });

  it('tells of it when the account came while the dialog was closed', async () => {
    const { connect, core, news } = await started();
    const { accounts } = await core.session();
    connect.close();
    connect.hear({ ...done('s1'), connected: { type: 'done', accounts, notes: [] } });
    expect(news).toHaveBeenCalledWith(accounts);
    expect(connect.open).toBe(false);
  });

  it('lets what waited for this account go on, once', async () => {
    const { connect, core } = begin();
    const { accounts } = await core.session();
    const fern = accounts.find((account) => account.username === 'fern.and.field') ?? null;
    const after = vi.fn();
    connect.show(fern, after);
    expect(connect.step).toBe('how');
    await connect.file();
    expect(connect.step).toBe('done');
    expect(after).toHaveBeenCalledTimes(1);
  });
});
