// What people write again and again, pretended. Never part of the built app.
import type { Core } from './core';
import { photos } from './fake-draft';
import type { Place, Wordbook } from './types';

const places: Place[] = [
  { id: '1', name: 'Fuente Dé', line: 'Cantabria, Spain' },
  { id: '2', name: 'Picos de Europa', line: 'Spain' },
  { id: '3', name: 'Blue House Bakery', line: 'Bremen, Germany' },
];

type Words = Pick<Core, 'placesSearch' | 'wordbook' | 'wordbookSet' | 'mentionHistory' | 'profileGrid'>;

export function fakeWords(): Words {
  let book: Wordbook = {
    groups: [
      { id: 'g1', name: 'Hiking', tags: ['#hiking', '#picosdeeuropa', '#ridge', '#slowtravel'] },
      { id: 'g2', name: 'Bakery', tags: ['#sourdough', '#bakery', '#bread'] },
    ],
    snippets: [{ id: 't1', name: 'Opening hours', text: 'Open Tuesday to Sunday, 8 to 18.' }],
  };
  let made = 0;
  const named = <T extends { id: string }>(one: T): T => (one.id ? one : { ...one, id: `n${++made}` });
  return {
    async placesSearch(text) {
      const wanted = text.trim().toLowerCase();
      return places.filter((place) => place.name.toLowerCase().includes(wanted));
    },
    wordbook: async () => book,
    async wordbookSet(next) {
      book = { groups: next.groups.map(named), snippets: next.snippets.map(named) };
      return book;
    },
    mentionHistory: async () => ['northlight.roasters', 'millersfield.mill', 'blue.house'],
    profileGrid: async () => ({
      line: 'The newest posts of @practice',
      posts: photos.map(({ name, url }, at) => ({ id: name, url, clip: at === 3, carousel: at % 3 === 1 })),
    }),
  };
}
