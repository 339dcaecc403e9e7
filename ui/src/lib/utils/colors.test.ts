import { describe, expect, it } from 'vitest';
import { colorAt, hex, mainColors, named, type Pixels, type Rgb } from './colors';

function picture(width: number, height: number, color: (x: number, y: number) => [...Rgb, number]): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) data.set(color(x, y), (y * width + x) * 4);
  return { data, width, height };
}

describe('the name of a colour', () => {
  it.each([
    [[255, 255, 255], 'plain white'],
    [[3, 3, 3], 'plain black'],
    [[128, 128, 130], 'plain grey'],
    [[230, 20, 20], 'plain red'],
    [[20, 20, 110], 'dark blue'],
    [[180, 210, 255], 'light blue'],
    [[120, 70, 20], 'plain brown'],
    [[60, 160, 60], 'plain green'],
    [[250, 230, 60], 'plain yellow'],
    [[255, 0, 40], 'plain red'],
  ] as [Rgb, string][])('of %j is %s', (color, name) => {
    const { tone, hue } = named(color);
    expect(`${tone} ${hue}`).toBe(name);
  });

  it('is there for every colour', () => {
    for (let red = 0; red < 256; red += 15)
      for (let green = 0; green < 256; green += 15)
        for (let blue = 0; blue < 256; blue += 15) expect(named([red, green, blue]).hue).toBeTruthy();
  });
});

describe('a colour of a picture', () => {
  const halves = picture(100, 60, (x) => (x < 50 ? [200, 30, 30, 255] : [20, 40, 120, 255]));

  it('is that of the pixel at the place, up to its last one', () => {
    expect(colorAt(halves, 0.1, 0.5)).toEqual([200, 30, 30]);
    expect(colorAt(halves, 1, 1)).toEqual([20, 40, 120]);
    expect(hex([200, 30, 30])).toBe('#c81e1e');
  });

  it('is none where the turned picture leaves a corner, or beyond it', () => {
    expect(
      colorAt(
        picture(2, 2, () => [9, 9, 9, 0]),
        0.5,
        0.5,
      ),
    ).toBeNull();
    expect(colorAt(halves, -1, 0.5)).toBeNull();
    expect(colorAt(halves, NaN, 0.5)).toBeNull();
  });

  it('is one of a few that cover it, the edge’s first', () => {
    const framed = picture(100, 100, (x, y) =>
      Math.min(x, y, 99 - x, 99 - y) < 8
        ? [240, 240, 240, 255]
        : x < 80
          ? [30, 120, 40, 255]
          : [200, 30, 30, 255],
    );
    expect(mainColors(framed).map((color) => named(color).hue)).toEqual(['grey', 'green', 'red']);
  });

  it('is told once, however many pixels are nearly alike', () => {
    const noise = picture(60, 60, (x, y) => [100 + ((x * 7 + y * 3) % 5), 100, 100, 255]);
    expect(mainColors(noise)).toHaveLength(1);
    expect(mainColors(picture(4, 4, () => [0, 0, 0, 0]))).toEqual([]);
    expect(mainColors(picture(0, 0, () => [0, 0, 0, 0]))).toEqual([]);
  });
});
