// A pretend draft for `npm run dev` in a plain browser and for tests. Never part of the built app.
import type {
  CaptionView,
  DraftSummary,
  DraftView,
  Finding,
  Fix,
  FixOption,
  Readiness,
  ShapeChoice,
  SlideView,
  Span,
  Tone,
} from './types';

const samples = import.meta.glob<string>('../../../../samples/photos/*.{jpg,webp,png}', {
  query: '?url',
  import: 'default',
  eager: true,
});
export const photos = Object.entries(samples)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([path, url]) => ({ name: path.split('/').pop() ?? path, url }));

const finding = (title: string, message: string, fix: Fix | null): Finding => ({
  rule: 'image.rule',
  row: 'image.aspect@instagram/feed',
  severity: 'error',
  title,
  message,
  measured: null,
  limit: null,
  fix,
});

interface Trait {
  size: [number, number];
  state?: SlideView['state'];
  word?: string;
  line: string;
  label?: string;
  findings?: Finding[];
}

const traits: Trait[] = [
  { size: [2000, 1332], line: '2000 × 1332, 361 kB, sRGB' },
  { size: [2000, 1500], line: '2000 × 1500, 569 kB, sRGB' },
  { size: [1800, 1198], line: '1800 × 1198, 494 kB, sRGB' },
  { size: [2000, 1125], line: '2000 × 1125, 164 kB, sRGB' },
  {
    size: [2000, 1333],
    state: 'fixable',
    word: 'Too wide',
    line: '2000 × 1333, 205 kB, sRGB',
    label: 'Crop to 4:5',
    findings: [
      finding(
        'Too wide for this carousel',
        'Your slides are 4:5 and this photo is much wider. Posted as it is, Instagram would cut off 47% of it.',
        'crop',
      ),
    ],
  },
  {
    size: [1332, 2000],
    state: 'fixable',
    word: '11.4 MB',
    line: '1332 × 2000, 11.4 MB, sRGB',
    label: 'Make it smaller',
    findings: [
      finding(
        'Too heavy',
        'This photo is 11.4 MB and Instagram takes 8. Saved again it is 3.1 MB, and you will not see a difference.',
        'encode_jpeg',
      ),
    ],
  },
  {
    size: [1334, 2000],
    state: 'fixable',
    word: 'Colours',
    line: '1334 × 2000, 192 kB, CMYK',
    label: 'Convert colours',
    findings: [
      finding(
        'Print colours',
        'This photo uses print colours. Instagram would show them dull, so Fanfold turns them into screen colours.',
        'convert_srgb',
      ),
    ],
  },
  {
    size: [1365, 1074],
    state: 'blocked',
    word: 'Too small',
    line: '240 × 188, 14 kB, sRGB',
    findings: [
      finding(
        'Too small',
        'It is 240 pixels wide and Instagram needs 320. Enlarging would blur it, so a larger original is best.',
        null,
      ),
    ],
  },
  { size: [1600, 1082], line: '1600 × 1082, 223 kB, sRGB' },
  { size: [600, 400], line: '600 × 400, 467 kB, sRGB' },
];

/** The ways to make a picture of this shape 4:5, as the core would offer them. */
function ways(ratio: number): FixOption[] {
  const w = Math.min(1, 0.8 / ratio);
  const h = Math.min(1, ratio / 0.8);
  const frame = { x: (1 - w) / 2, y: (1 - h) / 2, w, h };
  const whole = { x: 0, y: 0, w: 1, h: 1 };
  const common = { reason: null, in_force: false, aspect: 0.8, size: '1440 × 1800' };
  const crop: FixOption = {
    ...common,
    id: 'crop',
    title: 'Crop to 4:5',
    text: `Keeps ${Math.round(w * h * 100)}%. You choose which part.`,
    choice: { type: 'crop', x: 0.5, y: 0.5 },
    frames: [frame],
  };
  const split: FixOption = {
    ...common,
    id: 'split',
    title: 'Split over 2 slides',
    text: 'Swipes as one picture and keeps 94% of it, where a crop keeps 53%.',
    choice: { type: 'split', parts: 2 },
    size: '2 slides, 1000 × 1250 each',
    frames: [0, 1].map((part) => ({ x: part / 2, y: 0.03, w: 0.5, h: 0.94 })),
  };
  const bands: FixOption = {
    ...common,
    id: 'bands',
    title: 'Add bands',
    text: 'Keeps all of it, with plain space above and below.',
    choice: { type: 'bands', color: '#ffffff' },
    frames: [whole],
  };
  const blur: FixOption = {
    ...common,
    id: 'blur',
    title: 'Add blurred edges',
    text: 'Keeps all of it, with a blurred copy of itself above and below.',
    choice: { type: 'blur' },
    frames: [whole],
  };
  return ratio > 1.2 ? [crop, split, bands, blur] : [crop, bands, blur];
}

let made = 0;

/** A slide from the sample photos; `index` chooses which. */
export function fakeSlide(index: number): SlideView {
  const photo = photos[index % Math.max(1, photos.length)];
  const trait = traits[index % traits.length];
  const [width, height] = trait?.size ?? [4, 5];
  const ratio = width / height;
  const w = Math.min(1, 0.8 / ratio);
  const h = Math.min(1, ratio / 0.8);
  made += 1;
  return {
    id: `s${made}`,
    position: 0,
    name: photo?.name ?? 'photo.jpg',
    state: trait?.state ?? 'ready',
    word: trait?.word ?? 'Ready',
    line: trait?.line ?? '',
    spoken: '',
    findings: trait?.findings ?? [],
    thumb_url: photo?.url ?? null,
    picture_url: photo?.url ?? null,
    width,
    height,
    kept: { x: (1 - w) / 2, y: (1 - h) / 2, w, h },
    kept_words: `Keeps ${Math.round(w * h * 100)}%`,
    fixed: null,
    can_fix: trait?.state === 'fixable',
    options: trait?.label?.startsWith('Crop') ? ways(ratio) : [],
    part: null,
    fix_label: trait?.label ?? null,
    alt_text: '',
    cover: false,
    tags: [],
    tags_reason: null,
    turns: 0,
    degrees: 0,
    clip: null,
    preview_url: photo?.url ?? null,
    published_line: '1440 × 1800, 514 kB, sRGB',
    guides: [{ id: 'profile', label: 'What the profile shows', rect: { x: 0.03, y: 0, w: 0.94, h: 1 } }],
  };
}

export function fakeFix(slide: SlideView): SlideView {
  if (slide.state !== 'fixable') return slide;
  return {
    ...slide,
    state: 'ready',
    word: 'Ready',
    can_fix: false,
    options: slide.options.map((option) => ({ ...option, in_force: option.id === 'crop' })),
    findings: [],
    fixed: {
      picture_url: slide.picture_url ?? '',
      line: '1080 × 1350, 312 kB, sRGB',
      actions: ['cropped', 'saved as JPEG', 'location and camera data removed'],
      width: 1080,
      height: 1350,
      aspect: 0.8,
    },
  };
}

export function fakeCaption(text: string): CaptionView {
  const spans: Span[] = [];
  for (const found of text.matchAll(/[#@][\p{L}\p{N}_.]+/gu)) {
    const kind = found[0].startsWith('#') ? 'hashtag' : 'mention';
    spans.push({ start: found.index, end: found.index + found[0].length, kind });
  }
  const characters = [...text].length;
  const count = (kind: string) => spans.filter((span) => span.kind === kind).length;
  const counter = (id: string, value: number, limit: number) => {
    const tone: Tone = value > limit ? 'over' : value > limit * 0.95 ? 'near' : 'calm';
    const words =
      tone === 'over' ? `${value - limit} too many` : tone === 'near' ? `${limit - value} left` : id;
    return { id, label: id, value, limit, tone, words };
  };
  return {
    text,
    spans,
    fold_at: text.length > 122 ? 122 : null,
    over_at: characters > 2200 ? 2200 : null,
    findings: [],
    counters: [
      counter('characters', characters, 2200),
      counter('hashtags', count('hashtag'), 30),
      counter('mentions', count('mention'), 20),
    ],
  };
}

function readiness(slides: SlideView[], caption: CaptionView, live = false): Readiness {
  const fixable = slides.filter((slide) => slide.state === 'fixable').length;
  const blocked = slides.find((slide) => slide.state === 'blocked');
  const over = caption.counters.find((counter) => counter.tone === 'over');
  const no = { can_publish: false, publish_reason: 'Some slides are not ready yet.', fixable };
  const some = `${fixable} ${fixable === 1 ? 'slide' : 'slides'}`;
  if (slides.length === 0)
    return {
      tone: 'calm',
      sentence: 'Add photos to begin.',
      detail: 'A post has 1 to 10 slides. Drop them anywhere in this window.',
      primary: { action: 'add_slides', label: 'Add photos…', slide: null },
      ...no,
    };
  if (fixable > 0)
    return {
      tone: 'fix',
      sentence: `Fix ${some}${blocked ? ' and replace 1 photo' : ''}, then you can publish.`,
      detail: 'Caption, hashtags and account are ready.',
      primary: { action: 'fix_all', label: `Fix ${some}`, slide: null },
      ...no,
    };
  if (blocked)
    return {
      tone: 'block',
      sentence: `Slide ${blocked.position} needs a larger photo, then you can publish.`,
      detail: 'It is 240 pixels wide. Instagram needs at least 320.',
      primary: { action: 'show_slide', label: `Show slide ${blocked.position}`, slide: blocked.id },
      ...no,
    };
  if (over)
    return {
      tone: 'block',
      sentence: `Your caption is ${over.words}.`,
      detail: `Instagram stops at 2,200. All ${slides.length} slides are ready.`,
      primary: { action: 'show_caption', label: 'Show where', slide: null },
      ...no,
    };
  if (live)
    return {
      tone: 'ready',
      sentence: 'This post is live.',
      detail: 'Change something to publish it as another post.',
      primary: { action: 'none', label: '', slide: null },
      ...no,
    };
  return {
    tone: 'ready',
    sentence: 'Ready to publish.',
    detail: `${slides.length} slides, ${caption.counters[0]?.value ?? 0} characters, 63 posts left today.`,
    primary: { action: 'publish', label: 'Publish', slide: null },
    can_publish: true,
    publish_reason: null,
    fixable,
  };
}

/** The draft again, with everything that follows from its slides and caption worked out anew. */
export function settle(draft: DraftView, slides: SlideView[], text: string): DraftView {
  const placed = slides.map((slide, index) => ({
    ...slide,
    position: index + 1,
    cover: index === 0,
    spoken: `Slide ${index + 1} of ${slides.length}, ${slide.name}, ${slide.word}`,
  }));
  const caption = fakeCaption(text);
  return {
    ...draft,
    revision: draft.revision + 1,
    slides: placed,
    caption,
    details: {
      ...draft.details,
      alt_done: placed.filter((slide) => slide.alt_text).length,
      alt_total: placed.length,
      alt_words: `Alt text on ${placed.filter((s) => s.alt_text).length} of ${placed.length} slides`,
    },
    readiness: readiness(placed, caption),
    shape: {
      ...draft.shape,
      label: placed.length > 1 ? `Shapes all ${placed.length} slides` : 'Shapes this slide',
    },
    saved: 'Saved 09:41',
  };
}

const fakeShape = (id: string, aspect: number, keeps: number, best = false): ShapeChoice => ({
  id,
  label: id,
  aspect,
  loss: `Cuts off ${100 - keeps}% on average, 47% of slide 5`,
  keeps: `${keeps}%`,
  worst: 'Least of slide 5: 53%',
  slides: Array.from({ length: 8 }, (_, at) => ({
    share: at === 4 ? 0.53 : keeps / 100,
    words: `Slide ${at + 1} keeps ${at === 4 ? 53 : keeps}%`,
  })),
  best,
});

export function fakeDraft(id: string, title: string, slides: SlideView[], text: string): DraftView {
  const bare: DraftView = {
    id,
    revision: 0,
    caption_revision: 0,
    title,
    state_word: 'Draft',
    slides: [],
    kind: 'carousel',
    max_slides: 10,
    caption: fakeCaption(''),
    first_comment: fakeCaption(''),
    details: {
      collaborators: [],
      collaborators_max: 3,
      collaborators_reason: null,
      location: null,
      location_reason: null,
      comment_reason: null,
      ai_label: false,
      share_to_feed: null,
      alt_words: '',
      alt_done: 0,
      alt_total: 0,
      tags_max: 20,
      findings: [],
    },
    shape: {
      chosen: '4:5',
      aspect: 0.8,
      label: '',
      options: [fakeShape('4:5', 0.8, 69, true), fakeShape('1:1', 1, 66), fakeShape('1.91:1', 1.91, 62)],
    },
    readiness: readiness([], fakeCaption('')),
    undo: null,
    redo: null,
    saved: '',
    save_failed: false,
    importing: null,
    fixing: null,
    post: null,
  };
  return settle(bare, slides, text);
}

/** The draft while `total` files come in. */
export function fakeArriving(draft: DraftView, done: number, total: number): DraftView {
  const coming = Array.from({ length: total }, (_, at) => ({
    ...fakeSlide(at),
    state: 'importing' as const,
    word: 'Adding…',
    ...(at < done ? {} : { thumb_url: null }),
    can_fix: false,
    options: [],
    findings: [],
  }));
  const view = settle(draft, [...draft.slides, ...coming], draft.caption.text);
  return {
    ...view,
    importing: { done, total, percent: 0, seconds_left: 0 },
    readiness: {
      ...view.readiness,
      tone: 'working',
      sentence: `Adding photos: ${done} of ${total} are in.`,
      detail: 'Originals are copied, never changed.',
      primary: { action: 'none', label: '', slide: null },
      can_publish: false,
    },
  };
}

/** The draft right after it went live. */
export function fakeLive(draft: DraftView): DraftView {
  return { ...draft, readiness: readiness(draft.slides, draft.caption, true) };
}

export function fakeSummary(draft: DraftView): DraftSummary {
  const fix = draft.slides.filter((slide) => slide.state === 'fixable').length;
  const block = draft.slides.filter((slide) => slide.state === 'blocked').length;
  const parts = [fix ? `${fix} to fix` : '', block ? `${block} to replace` : ''].filter(Boolean);
  return {
    id: draft.id,
    title: draft.title,
    line: draft.post?.state_word ?? (parts.join(', ') || draft.state_word),
    tone: block && !fix ? 'block' : fix ? 'fix' : 'calm',
    thumb_url: draft.slides[0]?.thumb_url ?? null,
    updated_at: '2026-11-22T09:41:00Z',
  };
}
