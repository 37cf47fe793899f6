import { describe, expect, test } from 'vitest';
import { contrast, fromHex, fromIndex } from '../../../src/ui/theme/colour-science.ts';
import { type ColourDepth, createTheme, PALETTES, type ThemeName } from '../../../src/ui/theme/index.ts';
import { JOB_CONTRAST_LEAST } from '../../../src/ui/theme/job-colours.ts';

const theme = (name: ThemeName, depth: ColourDepth) =>
  createTheme({ name, background: name === 'light' ? 'light' : 'dark', depth, glyphs: 'unicode' });

describe('a job’s own colours', () => {
  test.each([
    ['dark', 'true', { kind: 'basic', index: 1 }, { color: 'red' }],
    ['dark', '16', { kind: 'basic', index: 12 }, { color: 'blueBright' }],
    ['dark', '16', { kind: 'basic', index: 4 }, { color: 'blueBright' }],
    ['light', '16', { kind: 'basic', index: 12 }, { color: 'blue' }],
    ['dark', '256', { kind: 'basic', index: 8 }, undefined],
    ['light', 'true', { kind: 'basic', index: 7 }, undefined],
    ['dark', '256', { kind: 'indexed', index: 208 }, { color: 'ansi256(208)' }],
    ['dark', 'true', { kind: 'indexed', index: 208 }, { color: '#ff8700' }],
    ['dark', '16', { kind: 'indexed', index: 208 }, { color: 'yellow' }],
    ['dark', 'true', { kind: 'value', red: 20, green: 20, blue: 30 }, undefined],
    ['high-contrast', 'true', { kind: 'value', red: 255, green: 90, blue: 90 }, { color: 'red' }],
    ['dark', 'none', { kind: 'basic', index: 1 }, undefined],
  ] as const)('%s with %s colours: %j becomes %j', (name, depth, colour, style) => {
    expect(theme(name, depth).paintJob(colour)).toEqual(style);
  });

  test.each(['dark', 'light'] as const)('every one of the 240 that is painted can be read on %s', (name) => {
    for (let index = 16; index < 256; index += 1) {
      if (theme(name, '256').paintJob({ kind: 'indexed', index }) === undefined) continue;
      for (const ground of ['paper', 'sel'] as const) {
        expect(contrast(fromIndex(index), fromHex(PALETTES[name][ground].hex))).toBeGreaterThanOrEqual(
          JOB_CONTRAST_LEAST,
        );
      }
    }
  });
});
