import type { queueWords as english } from './en-queue';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

const written = (day: string, how: Intl.DateTimeFormatOptions) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('de', { ...how, timeZone: 'UTC' });

export const queueWords: typeof english = {
  month: (day) => written(day, { month: 'long', year: 'numeric' }),
  day: (day) => written(day, { weekday: 'long', day: 'numeric', month: 'long' }),

  schedule: {
    open: 'Planen…',
    title: (title) => `„${title}“ planen`,
    again: (title) => `Andere Zeit für „${title}“`,
    close: 'Schließen',
    date: 'Datum',
    time: 'Uhrzeit',
    day: 'Tag',
    monthBefore: 'Voriger Monat',
    monthAfter: 'Nächster Monat',
    weekdays: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'].map(
      (long) => ({ long, short: long.slice(0, 2) }),
    ),
    slots: 'Freie Plätze',
    next: 'Nächster freier Platz',
    noSlots: 'Gib diesem Konto feste Plätze in der Woche, dann wird hier der nächste freie angeboten.',
    noSlotsGo: 'Plätze festlegen…',
    allTaken: 'Alle kommenden Plätze sind belegt.',
    planned: 'Schon geplant',
    nothingPlanned: 'Für dieses Konto ist sonst nichts geplant.',
    zone: (account, zone) => `@${account}, Zeiten wie in ${zone}`,
    go: (when) => `Planen für ${when}`,
    goAnyway: (when) => `Trotzdem planen für ${when}`,
    goBare: 'Planen',
    choose: 'Wähle zuerst Tag und Uhrzeit.',
    looking: 'Es wird nachgesehen, was geplant ist…',
    done: (when) => `Geplant: ${when}`,
    runs: 'Der Beitrag geht von selbst hinaus, so wie er jetzt ist. Nach einer Änderung plane ihn neu.',
    more: 'Andere Wege zu veröffentlichen',
    now: 'Jetzt veröffentlichen',
    another: 'Andere Zeit wählen…',
    anew: 'Neu planen…',
    chooseTime: 'Zeit wählen…',
    takeBack: 'Zurücknehmen',
    onSlot: 'Am nächsten freien Platz',
  },

  radar: {
    title: (title) => `Das sieht aus wie „${title}“`,
    many: (count) => `Das sieht aus wie ${plural(count, 'früherer Beitrag', 'frühere Beiträge')}`,
    list: 'Ähnliche Beiträge',
    text: 'Es wurde nichts veröffentlicht. Veröffentliche es nur, wenn du es wirklich zweimal haben willst.',
    anyway: 'Trotzdem veröffentlichen',
    notNow: 'Jetzt nicht',
    copyLink: (title) => `Link zu „${title}“ kopieren`,
  },

  queue: {
    title: 'Warteschlange',
    offline: 'Du bist offline. Was fällig ist, geht hinaus, sobald die Verbindung wieder da ist.',
    paused: (name) => `@${name} ist pausiert`,
    pausedWord: 'Pausiert',
    resume: 'Fortsetzen',
    resumeName: (name) => `@${name} fortsetzen`,
    pause: 'Pausieren…',
    pauseName: (name) => `@${name} pausieren`,
    pausedToast: (name) => `@${name} ist pausiert. Was schon läuft, wird noch fertig.`,
    resumedToast: (name) => `@${name} macht weiter`,
    scheduled: 'Geplant',
    showMore: (count) => `${count} weitere zeigen`,
    missed: 'Fällig, aber nicht veröffentlicht',
    copyLink: 'Link kopieren',
  },

  timeline: {
    title: 'Verlauf',
    of: (title) => `Verlauf von ${title}`,
    empty: 'Noch ist nichts geschehen.',
    export: 'Exportieren…',
    exportHint: 'Ohne Texte, Namen und Anmeldeschlüssel',
    saved: (name) => `Gespeichert als ${name}`,
    columns: { mark: 'Art', time: 'Zeit', what: 'Was', took: 'Dauer', code: 'Code', trace: 'Trace' },
    call: 'Anfrage an Instagram',
    event: 'Fanfold',
    copyTrace: (what) => `Trace von ${what} kopieren`,
    took: (ms) =>
      ms < 1000
        ? `${ms} ms`
        : ms < 60_000
          ? `${(ms / 1000).toLocaleString('de', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`
          : `${Math.round(ms / 60_000)} Min.`,
    loading: 'Der Verlauf wird gelesen…',
  },

  slots: {
    title: 'Plätze',
    of: (name) => `Plätze von ${name}`,
    text: 'Die Zeiten in der Woche, zu denen dieses Konto meist etwas veröffentlicht. Ein Beitrag kann dann am nächsten freien Platz hinausgehen.',
    empty: 'Noch keine Plätze. Wähle Tage und eine Uhrzeit und füge den ersten hinzu.',
    week: 'Plätze der Woche',
    form: 'Einen Platz hinzufügen',
    days: 'Tage',
    time: 'Uhrzeit',
    add: 'Platz hinzufügen',
    noDay: 'Wähle zuerst einen Tag.',
    noTime: 'Gib zuerst eine Uhrzeit ein.',
    known: 'Diese Plätze gibt es schon.',
    remove: (day, time) => `${day} ${time} entfernen`,
    removed: (day, time) => `${day} ${time} entfernt`,
    none: 'Keine',
    zone: (zone) =>
      `Zeiten wie auf diesem Computer, ${zone}. Sie bleiben gleich, wenn die Uhren umgestellt werden.`,
  },

  background: {
    title: 'Veröffentlichen und Hintergrund',
    missed: 'Wenn ein Beitrag seine Zeit verpasst hat',
    missedText:
      'Weil dieser Computer aus war oder schlief. Mehrere verpasste Beiträge gehen nie auf einmal hinaus.',
    missedWays: { late: 'Später veröffentlichen', ask: 'Mich fragen', skip: 'Auslassen' },
    keep: 'Weiterlaufen, wenn das Fenster geschlossen ist',
    keepText: 'Sind Beiträge geplant, bleibt Fanfold neben der Uhr und veröffentlicht, was fällig ist.',
    login: 'Beim Anmelden starten',
    loginText: 'Damit nach einem Neustart nichts verpasst wird.',
    news: 'Benachrichtigungen',
    newsText: 'Wenn ein Beitrag veröffentlicht ist oder dich braucht und das Fenster nicht zu sehen ist.',
    leave: 'Ganz beenden',
    quitText: 'Dann läuft nichts mehr. Geplante Beiträge warten, bis Fanfold wieder offen ist.',
    quit: 'Fanfold beenden',
  },

  closing: {
    title: 'Fanfold schließen?',
    stay: 'Weiterlaufen lassen',
    quit: 'Beenden',
    back: 'Zurück zum Fenster',
  },

  instagram: {
    title: 'Instagram',
    version: 'Version von Instagrams Schnittstelle',
    versionText:
      'Am besten ist die neueste, mit der Fanfold geprüft wurde. Eine ältere hilft nur, wenn die neueste bei Meta gestört ist.',
    language: 'Sprache von Instagrams Meldungen',
    languageText: 'Instagrams eigene Worte in den Details. Was Fanfold sagt, ändert sich dadurch nicht.',
    bundle: 'Support-Paket',
    bundleText:
      'Protokolle und Einstellungen in einer Datei, für alle, die dir helfen. Anmeldeschlüssel, Texte und Kontonamen werden vorher herausgenommen.',
    bundleGo: 'Geschwärztes Paket exportieren…',
  },
};
