import { describe, expect, it } from 'vitest';
import { begun, closed, matching } from './complete';

const at = (text: string) => begun(text, text.length);

describe('what is being written at the caret', () => {
  it('is a mention from its sign on', () => {
    expect(at('With @')).toEqual({ kind: 'mention', start: 5, query: '' });
    expect(at('With @north.l')).toEqual({ kind: 'mention', start: 5, query: 'north.l' });
    expect(begun('@ab cd', 3)).toEqual({ kind: 'mention', start: 0, query: 'ab' });
  });

  it('is no mention inside an address', () => {
    expect(at('mail me@north')).toBeNull();
  });

  it('is an emoji from two letters on', () => {
    expect(at('warm :h')).toBeNull();
    expect(at('warm :he')).toEqual({ kind: 'emoji', start: 5, query: 'he' });
    expect(at(':hä')).toEqual({ kind: 'emoji', start: 0, query: 'hä' });
  });

  it('is no emoji in a time or behind a word', () => {
    expect(at('at 10:30')).toBeNull();
    expect(at('open:yes')).toBeNull();
  });

  it('looks at the end of a long text alone', () => {
    expect(at(`${'a '.repeat(50_000)}@no`)).toEqual({ kind: 'mention', start: 100_000, query: 'no' });
  });

  it('knows a name between colons', () => {
    expect(closed('hm :tada:', 9)).toEqual({ start: 3, name: 'tada' });
    expect(closed('10:30:', 6)).toBeNull();
  });

  it('puts names that begin with it first', () => {
    expect(matching(['old.mill', 'mill', 'baker'], 'mi')).toEqual(['mill', 'old.mill']);
  });
});
