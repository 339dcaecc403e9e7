// The words around schedule, queue, timeline and duplicates. Times, distances and reasons arrive worded from the core.
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

const written = (day: string, how: Intl.DateTimeFormatOptions) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { ...how, timeZone: 'UTC' });

export const queueWords = {
  /** `2026-11-23` as "November 2026" and as "Monday 23 November". */
  month: (day: string) => written(day, { month: 'long', year: 'numeric' }),
  day: (day: string) => written(day, { weekday: 'long', day: 'numeric', month: 'long' }).replace(',', ''),

  schedule: {
    open: 'Schedule…',
    title: (title: string) => `Schedule “${title}”`,
    again: (title: string) => `Another time for “${title}”`,
    close: 'Close',
    date: 'Date',
    time: 'Time',
    day: 'Day',
    monthBefore: 'Month before',
    monthAfter: 'Month after',
    weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((long) => ({
      long,
      short: long.slice(0, 1),
    })),
    slots: 'Free slots',
    next: 'Next free slot',
    noSlots: 'Give this account weekly slots, and the next free one is offered here.',
    noSlotsGo: 'Set slots…',
    allTaken: 'Every slot to come is taken.',
    planned: 'Already planned',
    nothingPlanned: 'Nothing else is planned for this account.',
    zone: (account: string, zone: string) => `@${account}, times as in ${zone}`,
    go: (when: string) => `Schedule for ${when}`,
    goAnyway: (when: string) => `Schedule anyway for ${when}`,
    goBare: 'Schedule',
    choose: 'Choose a day and a time first.',
    looking: 'Looking at what is planned…',
    done: (when: string) => `Scheduled for ${when}`,
    runs: 'It goes out by itself, as it is now. After a change, schedule it again.',
    more: 'More ways to publish',
    now: 'Publish now',
    another: 'Choose another time…',
    anew: 'Schedule again…',
    chooseTime: 'Choose a time…',
    takeBack: 'Take back',
    onSlot: 'In the next free slot',
  },

  radar: {
    title: (title: string) => `This looks like “${title}”`,
    many: (count: number) => `This looks like ${plural(count, 'post', 'posts')} you made before`,
    list: 'Posts like this one',
    text: 'Nothing was posted. Publish it only if you mean to have it twice.',
    anyway: 'Publish anyway',
    notNow: 'Not now',
    copyLink: (title: string) => `Copy link of “${title}”`,
  },

  queue: {
    title: 'Queue',
    offline: 'You are offline. What is due goes out when the connection is back.',
    paused: (name: string) => `@${name} is paused`,
    pausedWord: 'Paused',
    resume: 'Resume',
    resumeName: (name: string) => `Resume @${name}`,
    pause: 'Pause…',
    pauseName: (name: string) => `Pause @${name}`,
    pausedToast: (name: string) => `@${name} is paused. What is under way is finished first.`,
    resumedToast: (name: string) => `@${name} goes on`,
    scheduled: 'Scheduled',
    showMore: (count: number) => `Show ${count} more`,
    missed: 'Due, but not published',
    copyLink: 'Copy link',
  },

  timeline: {
    title: 'Timeline',
    of: (title: string) => `Timeline of ${title}`,
    empty: 'Nothing has happened yet.',
    export: 'Export…',
    exportHint: 'Without captions, names and sign-in keys',
    saved: (name: string) => `Saved as ${name}`,
    columns: { mark: 'Kind', time: 'Time', what: 'What', took: 'Took', code: 'Code', trace: 'Trace' },
    call: 'Call to Instagram',
    event: 'Fanfold',
    copyTrace: (what: string) => `Copy the trace of ${what}`,
    took: (ms: number) =>
      ms < 1000 ? `${ms} ms` : ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`,
    loading: 'Reading the timeline…',
  },

  slots: {
    title: 'Slots',
    of: (name: string) => `Slots of ${name}`,
    text: 'The times of the week at which this account usually posts. A post can then go out in the next free one.',
    empty: 'No slots yet. Choose days and a time, and add the first.',
    week: 'Slots of the week',
    form: 'Add a slot',
    days: 'Days',
    time: 'Time',
    add: 'Add slot',
    noDay: 'Choose a day first.',
    noTime: 'Enter a time first.',
    known: 'These slots are there already.',
    remove: (day: string, time: string) => `Remove ${day} ${time}`,
    removed: (day: string, time: string) => `${day} ${time} removed`,
    none: 'None',
    zone: (zone: string) => `Times as on this computer, ${zone}. They stay the same when the clocks change.`,
  },

  background: {
    title: 'Publishing & background',
    missed: 'When a post missed its time',
    missedText: 'Because this computer was off or asleep. Several missed posts never go out all at once.',
    missedWays: { late: 'Publish late', ask: 'Ask me', skip: 'Skip' },
    keep: 'Keep running when the window is closed',
    keepText: 'While posts are scheduled, Fanfold stays beside the clock and publishes what is due.',
    login: 'Start at login',
    loginText: 'So that nothing is missed after a restart.',
    news: 'Notifications',
    newsText: 'When a post goes live or needs you, and the window is not in view.',
    leave: 'Quit for good',
    quitText: 'Nothing runs then. Scheduled posts wait until Fanfold is open again.',
    quit: 'Quit Fanfold',
  },

  closing: {
    title: 'Close Fanfold?',
    stay: 'Keep running',
    quit: 'Quit',
    back: 'Back to the window',
  },

  instagram: {
    title: 'Instagram',
    version: 'Version of Instagram’s interface',
    versionText:
      'The newest one Fanfold was tested with is best. An older one helps only if Meta’s is broken.',
    language: 'Language of Instagram’s messages',
    languageText: 'Its own words in details. What Fanfold itself says does not change.',
    bundle: 'Support bundle',
    bundleText:
      'Logs and settings in one file, to send to whoever helps you. Sign-in keys, captions and account names are taken out first.',
    bundleGo: 'Export redacted bundle…',
  },
};
