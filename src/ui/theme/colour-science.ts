// Just enough colour science to hold palettes to what they promise.

export type Colour = [red: number, green: number, blue: number];
export type Sight = 'normal' | 'protanopia' | 'deuteranopia' | 'tritanopia';

export const fromHex = (hex: string): Colour =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Colour;

/** The colours 16 to 255 of xterm's table. */
export const fromIndex = (index: number): Colour => {
  if (index >= 232) return Array(3).fill(8 + (index - 232) * 10) as Colour;
  const cube = index - 16;
  return [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((step) =>
    step === 0 ? 0 : 55 + step * 40,
  ) as Colour;
};

/** The colour of that table, beyond the 16 that every terminal paints its own way, which is nearest to the eye. */
export function nearestIndex(colour: Colour): number {
  let nearest = 16;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 16; index < 256; index += 1) {
    const found = distance(colour, fromIndex(index), 'normal');
    if (found >= least) continue;
    nearest = index;
    least = found;
  }
  return nearest;
}

/** WCAG 2 contrast, 1 to 21. */
export const contrast = (left: Colour, right: Colour): number => {
  const [low = 0, high = 0] = [luminance(left), luminance(right)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

/** CIE76 distance as that sight sees it. */
export const distance = (left: Colour, right: Colour, sight: Sight): number => {
  const [a, b] = [lab(seen(left, sight)), lab(seen(right, sight))];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
};

const linear = (colour: Colour): Colour =>
  colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)) as Colour;

const luminance = (colour: Colour): number => dot([0.2126, 0.7152, 0.0722], linear(colour));
const dot = (left: Colour, right: Colour): number => left[0] * right[0] + left[1] * right[1] + left[2] * right[2];

// Machado, Oliveira, Fernandes 2009, severity 1, on linear light.
const MATRICES: Record<Exclude<Sight, 'normal'>, [Colour, Colour, Colour]> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const seen = (colour: Colour, sight: Sight): Colour => {
  const light = linear(colour);
  if (sight === 'normal') return light;
  return MATRICES[sight].map((row) => Math.min(1, Math.max(0, dot(row, light)))) as Colour;
};

const lab = (light: Colour): Colour => {
  const x = dot([0.4124564, 0.3575761, 0.1804375], light) / 0.95047;
  const y = dot([0.2126729, 0.7151522, 0.072175], light);
  const z = dot([0.0193339, 0.119192, 0.9503041], light) / 1.08883;
  const [fx, fy, fz] = [x, y, z].map((value) =>
    value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value) / 116 + 16 / 116,
  ) as Colour;
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
};
