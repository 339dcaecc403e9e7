import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Asking } from './asking.svelte';

const late = <T>(answer: T, wait: number) => new Promise<T>((done) => setTimeout(() => done(answer), wait));

describe('a question', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('says that it takes a while only once it does', async () => {
    const asking = new Asking();
    const answer = asking.ask(() => late('yes', 800));
    await vi.advanceTimersByTimeAsync(499);
    expect([asking.busy, asking.slow]).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asking.slow).toBe(true);
    await vi.advanceTimersByTimeAsync(300);
    expect(await answer).toBe('yes');
    expect([asking.busy, asking.slow]).toEqual([false, false]);
  });

  it('drops an answer that a newer question overtook', async () => {
    const asking = new Asking();
    const slow = asking.ask(() => late('old', 100));
    const quick = asking.ask(() => late('new', 10));
    await vi.advanceTimersByTimeAsync(100);
    expect([await slow, await quick]).toEqual([null, 'new']);
  });

  it('keeps what went wrong until the next one, unless nobody waits for it', async () => {
    const asking = new Asking();
    const refuse = () => Promise.reject({ code: 'offline', message: 'You are offline.', hint: null });
    expect(await asking.ask(refuse)).toBeNull();
    expect(asking.error?.message).toBe('You are offline.');
    const answer = asking.ask(() => Promise.resolve('yes'));
    expect(asking.error).toBeNull();
    expect(await answer).toBe('yes');
    const forgotten = asking.ask(refuse);
    asking.forget();
    await forgotten;
    expect(asking.error).toBeNull();
  });
});
