/** A colour as a screen has it, each part 0 to 255. */
export type Rgb = [number, number, number];

/** Pixels as a canvas gives them: red, green, blue and how solid, one after the other. */
export interface Pixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

export const hues = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const;
export interface ColorName {
  tone: 'dark' | 'plain' | 'light';
  hue: (typeof hues)[number] | 'brown' | 'grey' | 'black' | 'white';
}

export function hex([red, green, blue]: Rgb): string {
  return `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

/** What a person would call it. */
export function named([red, green, blue]: Rgb): ColorName {
  const [r, g, b] = [red / 255, green / 255, blue / 255];
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
  const light = (most + least) / 2;
  const spread = most - least;
  const plain = (hue: ColorName['hue']): ColorName => ({ tone: 'plain', hue });
  if (light > 0.95) return plain('white');
  if (light < 0.06) return plain('black');
  const tone = light < 0.35 ? 'dark' : light > 0.68 ? 'light' : 'plain';
  if (spread < 0.09) return { tone, hue: 'grey' };
  const turn =
    most === r ? ((g - b) / spread + 6) % 6 : most === g ? (b - r) / spread + 2 : (r - g) / spread + 4;
  const degrees = turn * 60;
  const ends = [16, 42, 68, 165, 195, 255, 290, 340];
  const at = ends.findIndex((end) => degrees < end);
  const hue = hues[at === -1 ? 0 : at] ?? 'red';
  if (hue === 'orange' && light < 0.5) return { tone: light < 0.25 ? 'dark' : 'plain', hue: 'brown' };
  return { tone, hue };
}

/** The colour at a place in fractions of the picture; null where there is none. */
export function colorAt({ data, width, height }: Pixels, x: number, y: number): Rgb | null {
  const column = Math.min(width - 1, Math.floor(x * width));
  const row = Math.min(height - 1, Math.floor(y * height));
  const at = (row * width + column) * 4;
  if (!(column >= 0 && row >= 0) || (data[at + 3] ?? 0) < 128) return null;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}

const apart = (a: Rgb, b: Rgb) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** A few colours that a picture is made of: that of its edges, where bands would touch it, then those that
    cover most of it. None of them is like another, by look or by name. */
export function mainColors(pixels: Pixels, most = 5): Rgb[] {
  const { width, height } = pixels;
  const sums = new Map<number, [number, number, number, number]>();
  const edge: [number, number, number, number] = [0, 0, 0, 0];
  const rim = Math.max(1, Math.round(Math.min(width, height) * 0.03));
  const step = Math.max(1, Math.floor(Math.sqrt((width * height) / 20_000)));
  const add = (sum: [number, number, number, number], [r, g, b]: Rgb) => {
    sum[0] += r;
    sum[1] += g;
    sum[2] += b;
    sum[3] += 1;
  };
  for (let y = 0; y < height; y += step)
    for (let x = 0; x < width; x += step) {
      const color = colorAt(pixels, x / width, y / height);
      if (!color) continue;
      const key = ((color[0] >> 5) << 6) | ((color[1] >> 5) << 3) | (color[2] >> 5);
      const sum = sums.get(key) ?? [0, 0, 0, 0];
      add(sum, color);
      sums.set(key, sum);
      if (x < rim || y < rim || x >= width - rim || y >= height - rim) add(edge, color);
    }
  const mean = ([r, g, b, count]: [number, number, number, number]): Rgb => [r / count, g / count, b / count];
  const often = [...sums.values()].sort((a, b) => b[3] - a[3]).map(mean);
  const out: Rgb[] = [];
  const said = new Set<string>();
  for (const color of edge[3] > 0 ? [mean(edge), ...often] : often) {
    const { tone, hue } = named(color);
    if (out.length === most || said.has(`${tone} ${hue}`) || out.some((other) => apart(other, color) < 40))
      continue;
    said.add(`${tone} ${hue}`);
    out.push(color);
  }
  return out;
}
