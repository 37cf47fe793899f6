import { describe, expect, test } from 'vitest';
import { drawScreen } from '../../src/ui/draw-screen.ts';
import { type Line, plainOf } from '../../src/ui/layout/line.ts';
import { styleOfSpan } from '../../src/ui/layout/span-style.ts';
import type { Scene } from '../../src/ui/scene.ts';
import { widthOf } from '../../src/ui/text/width.ts';
import { createTheme, type TextStyle, type Theme, type ThemeName } from '../../src/ui/theme/theme.ts';
import { approvalsScene, highSheet, runsScene, widestScene } from './scenes/pictures.ts';

/** Terminals of 16 colours and without any: below each row stands how its columns look. `-u` writes them anew. */
const THEMES = [
  ['dark', '16'],
  ['light', '16'],
  ['high-contrast', '16'],
  ['dark', 'none'],
] as const;
const SCREENS = { approvals: approvalsScene, approve: highSheet, runs: runsScene, widest: widestScene };

const LETTERS: Readonly<Record<string, string>> = {
  cyanBright: 'c',
  blue: 'b',
  green: 'g',
  yellowBright: 'y',
  yellow: 'y',
  redBright: 'r',
  red: 'r',
  magentaBright: 'm',
  magenta: 'm',
};

/** A letter for the colour, a capital for bold, `.` for dim; a badge or the selected row is told by its second letter. */
function letterOf({ color, bold, dimColor }: TextStyle): string {
  const letter = color === undefined ? (dimColor ? '.' : ' ') : LETTERS[color];
  if (letter === undefined) throw new Error(`no colour of 16: ${color}`);
  return bold ? (letter === ' ' ? '*' : letter.toUpperCase()) : letter;
}

const looks = (line: Line, theme: Theme, of: (style: TextStyle) => string): string =>
  line
    .map((part) => of(styleOfSpan(part, theme)).repeat(widthOf(part.text)))
    .join('')
    .trimEnd();

const drawnIn = (scene: Scene, name: ThemeName, depth: '16' | 'none'): string => {
  const theme = createTheme({ name, background: 'dark', depth, glyphs: 'unicode' });
  return drawScreen(scene)
    .flatMap((line) => [
      `  ${plainOf(line).trimEnd()}`,
      `c ${looks(line, theme, letterOf)}`,
      `i ${looks(line, theme, ({ inverse }) => (inverse ? '#' : ' '))}`,
    ])
    .map((row) => `${row.trimEnd()}\n`)
    .filter((row) => !/^[ci]\n$/.test(row))
    .join('');
};

describe.each(THEMES)('%s with colours: %s', (name, depth) => {
  test.each(Object.keys(SCREENS) as (keyof typeof SCREENS)[])('the screen %s looks as on file', async (screen) => {
    const text = drawnIn(SCREENS[screen](), name, depth);
    await expect(text).toMatchFileSnapshot(`../fixtures/screens/colours/${screen}-${name}-${depth}.txt`);
  });
});

test('without colours nothing has one, and what needs a person is told by weight or reverse video', () => {
  const letters = drawnIn(approvalsScene(), 'dark', 'none')
    .split('\n')
    .filter((row) => row.startsWith('c '))
    .join('');
  expect(letters).toMatch(/^[c .*]*$/);
  expect(letters).toContain('*');
});
