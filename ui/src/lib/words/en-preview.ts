// The words around previews and how the window looks.
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const previewWords = {
  preview: {
    label: 'Preview',
    button: 'Preview',
    close: 'Close preview',
    views: { feed: 'Feed', grid: 'Grid', full: 'Full screen', reel: 'Reel', story: 'Story' },
    dark: 'Dark phone',
    hidden: 'Show what Instagram cuts off or covers',
    reply: 'Send message',
    previous: 'Previous slide in the preview',
    next: 'Next slide in the preview',
    nobody: 'your account',
    by: (name: string, others: string[]) =>
      others.length === 0
        ? name
        : others.length === 1
          ? `${name} and ${others[0]}`
          : `${name} and ${others.length} others`,
    aiInfo: 'AI info',
    sound: (name: string) => `${name}, original audio`,
    tagged: (count: number) => `${plural(count, 'person', 'people')} tagged`,
    more: 'more',
    less: 'less',
    text: 'Caption and comment',
    empty: 'Your first photo appears here.',
    gone: 'This picture cannot be shown.',
    notInFeed: 'This reel is not shared to the feed. It appears under Reels only.',
    profile: (name: string) => `Profile of ${name}`,
    thisPost: 'This post',
    aPhoto: 'A photo',
    aReel: 'A reel',
    aCarousel: 'A carousel',
    slide: (at: number, total: number) => `Slide ${at} of ${total}`,
  },

  look: {
    language: 'Language',
    languageText:
      'Of everything that Fanfold says. Instagram’s own messages have a choice of their own below, and rare technical failures are in English.',
    languageSystem: 'System',
    zoom: 'Size',
    zoomText: 'Of everything in this window.',
    percent: (share: number) => `${share}%`,
  },
};
