import { fakeCaption } from '$lib/ipc/fake-draft';
import { describe, expect, it } from 'vitest';
import { behind, missing, spaced, tagsOf, typedTags, without } from './hashtags';

const spans = (text: string) => fakeCaption(text).spans;

describe('the hashtags of a caption', () => {
  it('are each told once', () => {
    const text = '#Rye and #bread, #rye';
    expect(tagsOf(text, spans(text))).toEqual(['#Rye', '#bread']);
  });

  it('go beside the tags at the end, or after an empty line', () => {
    expect(behind('Fresh. #rye', ['#bread', '#oven'])).toBe('Fresh. #rye #bread #oven');
    expect(behind('Fresh.\n', ['#bread'])).toBe('Fresh.\n\n#bread');
    expect(behind('', ['#bread'])).toBe('#bread');
  });

  it('are taken out without leaving gaps', () => {
    const text = 'Fresh #rye today.\n\n#bread #oven #rye';
    expect(without(text, spans(text), ['#Rye', '#bread'])).toBe('Fresh today.\n\n#oven');
  });

  it('are missing whatever their case', () => {
    expect(missing(['#Rye', '#oven'], ['#rye'])).toEqual(['#oven']);
  });

  it('may be typed with or without their sign', () => {
    expect(typedTags('bread, #rye  oven#wheat')).toEqual(['#bread', '#rye', '#oven', '#wheat']);
  });
});

describe('a text that is put between others', () => {
  it('gets the spaces it lacks', () => {
    expect(spaced('Hi', 'ab', 1, 1)).toBe(' Hi ');
    expect(spaced('Hi', 'a b', 2, 2)).toBe('Hi ');
    expect(spaced('Hi', '', 0, 0)).toBe('Hi');
  });
});
