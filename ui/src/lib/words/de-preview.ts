import type { previewWords as english } from './en-preview';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const previewWords: typeof english = {
  preview: {
    label: 'Vorschau',
    button: 'Vorschau',
    close: 'Vorschau schließen',
    views: { feed: 'Feed', grid: 'Raster', full: 'Vollbild', reel: 'Reel', story: 'Story' },
    dark: 'Dunkles Telefon',
    hidden: 'Zeigen, was Instagram abschneidet oder verdeckt',
    reply: 'Nachricht senden',
    previous: 'Voriger Slide in der Vorschau',
    next: 'Nächster Slide in der Vorschau',
    nobody: 'dein Konto',
    by: (name, others) =>
      others.length === 0
        ? name
        : others.length === 1
          ? `${name} und ${others[0]}`
          : `${name} und ${others.length} weitere`,
    aiInfo: 'KI-Info',
    sound: (name) => `${name}, Originalton`,
    tagged: (count) => `${plural(count, 'Person', 'Personen')} markiert`,
    more: 'mehr',
    less: 'weniger',
    text: 'Bildunterschrift und Kommentar',
    empty: 'Hier erscheint dein erstes Foto.',
    gone: 'Dieses Bild lässt sich nicht zeigen.',
    notInFeed: 'Dieses Reel wird nicht im Feed geteilt. Es erscheint nur unter „Reels“.',
    profile: (name) => `Profil von ${name}`,
    thisPost: 'Dieser Beitrag',
    aPhoto: 'Ein Foto',
    aReel: 'Ein Reel',
    aCarousel: 'Ein Karussell',
    slide: (at, total) => `Slide ${at} von ${total}`,
  },

  look: {
    language: 'Sprache',
    languageText:
      'Von allem, was Fanfold sagt. Für Instagrams eigene Meldungen gibt es weiter unten eine eigene Wahl; seltene technische Fehler sind auf Englisch.',
    languageSystem: 'System',
    zoom: 'Größe',
    zoomText: 'Von allem in diesem Fenster.',
    percent: (share) => `${share} %`,
  },
};
