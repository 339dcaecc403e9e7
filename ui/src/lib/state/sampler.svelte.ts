import { mainColors, type Pixels, type Rgb } from '$lib/utils/colors';

/** Of the longest side: enough to tell colours apart, little enough to be read at once. */
const SIDE = 480;

/** A picture as the stage shows it: turned by so many quarters, then by so many degrees. */
export interface Sight {
  url: string;
  turns: number;
  degrees: number;
}
const same = (a: Sight | null, b: Sight) =>
  a?.url === b.url && a.turns === b.turns && a.degrees === b.degrees;

async function read({ url, turns, degrees }: Sight): Promise<Pixels | null> {
  const image = new Image();
  // What comes from elsewhere is only read back when it says that it may be.
  image.crossOrigin = 'anonymous';
  image.src = url;
  await image.decode();
  const scale = Math.min(1, SIDE / Math.max(image.naturalWidth, image.naturalHeight, 1));
  const [w, h] = [image.naturalWidth * scale, image.naturalHeight * scale];
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(turns % 2 ? h : w);
  canvas.height = Math.round(turns % 2 ? w : h);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context || canvas.width === 0 || canvas.height === 0) return null;
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate(((turns * 90 + degrees) * Math.PI) / 180);
  context.drawImage(image, -w / 2, -h / 2, w, h);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** The pixels of the picture in view, for taking a colour from it. */
export class Sampler {
  pixels = $state.raw<Pixels | null>(null);
  /** A few that cover it, the one of its edges first. */
  colors = $state.raw<Rgb[]>([]);
  /** A person looks for one on the picture. */
  picking = $state(false);
  #sight: Sight | null = null;

  /** Where it cannot be read there are no colours of its own, and nothing else is missing. */
  async look(sight: Sight): Promise<void> {
    if (same(this.#sight, sight)) return;
    this.#sight = sight;
    this.pixels = null;
    this.colors = [];
    this.picking = false;
    const pixels = await read(sight).catch(() => null);
    if (this.#sight !== sight || !pixels) return;
    this.pixels = pixels;
    this.colors = mainColors(pixels);
  }
}
