import { describe, expect, test } from 'vitest';
import { contrast, distance, fromHex, fromIndex, nearestIndex } from '../../../src/ui/theme/colour-science.ts';
import { PALETTES, TOKENS, type TokenValue } from '../../../src/ui/theme/tokens.ts';

/** Known from elsewhere: what measures the palettes is itself measured. */
describe('the measures', () => {
  test.each([
    ['#000000', '#FFFFFF', 21],
    ['#777777', '#FFFFFF', 4.48],
    ['#0000FF', '#FFFFFF', 8.59],
    ['#FF0000', '#000000', 5.25],
  ])('%s on %s has contrast %d', (left, right, expected) => {
    expect(contrast(fromHex(left), fromHex(right))).toBeCloseTo(expected, 2);
    expect(contrast(fromHex(right), fromHex(left))).toBeCloseTo(expected, 2);
  });

  test.each([
    ['#FF0000', '#00FF00', 170.6],
    ['#0000FF', '#FFFF00', 235.1],
    ['#FFFFFF', '#000000', 100],
  ])('%s and %s lie so far apart for the usual eye: %d', (left, right, expected) => {
    expect(distance(fromHex(left), fromHex(right), 'normal')).toBeCloseTo(expected, 0);
  });

  test.each([
    ['#FF4000', '#80A000', { normal: 98.8, protanopia: 20.3, deuteranopia: 7.2, tritanopia: 97.9 }],
    ['#0060A0', '#006060', { normal: 42.4, protanopia: 35.2, deuteranopia: 35.6, tritanopia: 9.1 }],
  ] as const)(
    '%s and %s are nearly one colour to the eyes that cannot tell them, and to no others',
    (left, right, seen) => {
      for (const [sight, expected] of Object.entries(seen))
        expect(distance(fromHex(left), fromHex(right), sight as keyof typeof seen)).toBeCloseTo(expected, 0);
    },
  );

  test('greys are grey to every eye', () => {
    for (const sight of ['normal', 'protanopia', 'deuteranopia', 'tritanopia'] as const)
      expect(distance(fromHex('#808080'), fromHex('#C0C0C0'), sight)).toBeCloseTo(23.9, 0);
  });

  test('the table of 256 colours is that of xterm', () => {
    expect([16, 21, 196, 231, 232, 255, 153].map(fromIndex)).toEqual([
      ...[
        [0, 0, 0],
        [0, 0, 255],
        [255, 0, 0],
        [255, 255, 255],
      ],
      ...[
        [8, 8, 8],
        [238, 238, 238],
        [175, 215, 255],
      ],
    ]);
    expect(
      [
        [0, 0, 0],
        [255, 255, 255],
        [255, 0, 0],
        [118, 118, 118],
      ].map((rgb) => nearestIndex(rgb as never)),
    ).toEqual([16, 231, 196, 243]);
  });
});

/** A letter for how 16 colours show it. */
const basic = ({ basic: shown }: TokenValue): string => (shown.kind === 'named' ? shown.name : shown.kind);

test.each([
  ['text', '#D8DEE6', 253, 'default', '#1C2128', 234, 'default'],
  ['muted', '#94A0AE', 247, 'dim', '#59636E', 241, 'dim'],
  ['line', '#465160', 239, 'dim', '#A9B3BD', 249, 'dim'],
  // Light accent, ok and risk: the nearest numbers (24, 29, 126) lie too close to each other for some eyes, and ok on the selected row has contrast 3.6.
  ['accent', '#9BCFF0', 153, 'cyanBright', '#083B6C', 26, 'blue'],
  ['sel', '#233247', 236, 'reverse', '#D6E6F8', 254, 'reverse'],
  ['ok', '#3BB39E', 37, 'green', '#19694E', 23, 'green'],
  ['warn', '#E3CB8A', 222, 'yellowBright', '#795E18', 94, 'yellow'],
  ['fail', '#F47348', 209, 'redBright', '#6E110C', 52, 'red'],
  ['risk', '#D276DE', 177, 'magentaBright', '#B223A1', 90, 'magenta'],
  ['paper', '#12161C', 233, 'default', '#FBFBF8', 231, 'default'],
] as const)('%s is %s, %d, %s on dark and %s, %d, %s on light', (token, ...expected) => {
  const { dark, light } = PALETTES;
  const shown = [dark[token], light[token]].flatMap((value) => [value.hex, value.indexed, basic(value)]);
  expect(shown).toEqual(expected);
});

test('there are ten tokens and no more', () => {
  expect(TOKENS).toHaveLength(10);
  for (const palette of Object.values(PALETTES)) expect(Object.keys(palette).sort()).toEqual([...TOKENS].sort());
});

test.each(['dark', 'light'] as const)(
  '%s: rules and the selected row are seen on the paper, and shout less than text',
  (name) => {
    const palette = PALETTES[name];
    for (const read of [({ hex }: TokenValue) => fromHex(hex), ({ indexed }: TokenValue) => fromIndex(indexed)]) {
      const paper = read(palette.paper);
      expect(contrast(read(palette.line), paper)).toBeGreaterThan(2);
      expect(contrast(read(palette.line), paper)).toBeLessThan(contrast(read(palette.muted), paper));
      expect(contrast(read(palette.sel), paper)).toBeGreaterThan(1.2);
    }
  },
);
