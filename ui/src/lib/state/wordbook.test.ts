import type { Core, Wordbook as Book } from '$lib/ipc';
import { fakeCore } from '$lib/ipc/fake';
import { beforeEach, describe, expect, it } from 'vitest';
import { Wordbook } from './wordbook.svelte';

const attempt = async <T>(work: () => Promise<T>) => work().catch(() => null);
let core: Core;
let book: Wordbook;
const names = () => book.book.groups.map((group) => group.name);

beforeEach(async () => {
  core = fakeCore('compose', 0);
  book = new Wordbook(core, attempt);
  await book.load();
});

describe('what is used again and again', () => {
  it('is kept in the order a person chose', async () => {
    await book.move('groups', 'g2', 0);
    expect(names()).toEqual(['Bakery', 'Hiking']);
    expect((await core.wordbook()).groups[0]?.id).toBe('g2');
  });

  it('comes back to its place when its deletion is undone', async () => {
    const back = book.remove('groups', 'g1');
    await book.changeGroup('g2', { name: 'Oven' });
    expect(names()).toEqual(['Oven']);
    back();
    await book.move('groups', 'g2', 1);
    expect(names()).toEqual(['Hiking', 'Oven']);
  });

  it('keeps two quick changes both', async () => {
    void book.changeGroup('g1', { name: 'Peaks' });
    await book.addSnippet('Greeting', 'Hello');
    expect(names()).toContain('Peaks');
    expect(book.book.snippets.at(-1)?.id).not.toBe('');
  });

  it('is as before where it could not be kept', async () => {
    const before: Book = book.book;
    core.wordbookSet = () => Promise.reject({ code: 'disk', message: 'full' });
    expect(await book.addGroup('New', ['#a'])).toBe(false);
    expect(book.book).toEqual(before);
  });
});
