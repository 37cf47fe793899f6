import { describe, expect, test } from 'vitest';
import { widthOf } from '../../../src/ui/text/width.ts';
import { BORDERS } from '../../../src/ui/theme/borders.ts';
import { backgroundOf, backgroundSaid, colourDepthOf, forceColorFor } from '../../../src/ui/theme/colour-depth.ts';
import { BAR, HEIGHTS, MARKS } from '../../../src/ui/theme/marks.ts';
import { createTheme, type ThemeOptions } from '../../../src/ui/theme/theme.ts';

const theme = (options: Partial<ThemeOptions> = {}) =>
  createTheme({ name: 'dark', background: 'dark', depth: 'true', glyphs: 'unicode', ...options });

describe('paint', () => {
  test('a token is its exact colour, its number or its name, as the terminal can', () => {
    expect(theme().paint('warn')).toEqual({ color: '#E3CB8A' });
    expect(theme({ depth: '256' }).paint('warn')).toEqual({ color: 'ansi256(222)' });
    expect(theme({ depth: '16' }).paint('warn')).toEqual({ color: 'yellowBright' });
    expect(theme({ name: 'light', depth: '16' }).paint('warn')).toEqual({ color: 'yellow' });
    expect(theme({ depth: '16' }).paint('muted')).toEqual({ dimColor: true });
  });

  test('without colours nothing is coloured, and the selection is reverse video', () => {
    const colourless = theme({ depth: 'none' });
    expect([colourless.paint('text'), colourless.paint('fail'), colourless.paint('accent')]).toEqual([{}, {}, {}]);
    expect(colourless.paintSelected('muted')).toEqual({ inverse: true });
  });

  test('the selected row keeps the colours of its text on a background', () => {
    expect(theme().paintSelected('risk')).toEqual({ color: '#D276DE', backgroundColor: '#233247' });
    expect(theme({ depth: '256' }).paintSelected('text')).toEqual({
      color: 'ansi256(253)',
      backgroundColor: 'ansi256(236)',
    });
    expect(theme({ depth: '16' }).paintSelected('fail')).toEqual({ color: 'redBright', inverse: true });
  });

  test('a badge is reverse video of its token', () => {
    expect(theme().badge('risk')).toEqual({ color: '#D276DE', inverse: true });
  });

  test('high contrast is 16 colours, states bold, nothing dim', () => {
    const contrast = theme({ name: 'high-contrast', background: 'light' });
    expect(contrast.paint('fail')).toEqual({ color: 'red', bold: true });
    expect(contrast.paint('muted')).toEqual({});
    expect(contrast.paintSelected('text')).toEqual({ inverse: true });
  });

  test('the same token is the same object, so that memoised rows stay', () => {
    const { paint, paintSelected } = theme();
    expect(paint('ok')).toBe(paint('ok'));
    expect(paintSelected('ok')).toBe(paintSelected('ok'));
  });
});

describe('marks and borders', () => {
  test('every mark, bar cell and border is one column in both forms', () => {
    const borders = [...Object.values(BORDERS.unicode), ...Object.values(BORDERS.ascii)].flatMap(Object.values<string>);
    const marks = Object.values(MARKS).flatMap(({ unicode, ascii }) => [unicode, ascii]);
    const bars = [BAR.unicode.full, BAR.unicode.empty, BAR.ascii.full, BAR.ascii.empty];
    for (const mark of [...borders, ...marks, ...bars]) expect(widthOf(mark)).toBe(1);
    expect([[...HEIGHTS.unicode].length, HEIGHTS.ascii.length]).toEqual([8, 8]);
  });

  test('under --ascii everything drawn is ASCII', () => {
    const { mark, border, bar, heights, ellipsis } = theme({ glyphs: 'ascii' });
    const drawn = [
      mark('approval-high'),
      mark('cursor'),
      ...Object.values(border('heavy')),
      bar.full,
      heights,
      ellipsis,
    ];
    expect(drawn.join('')).toMatch(/^[ -~]+$/);
    expect(mark('approval-high')).toBe('!');
  });

  test('the focus is heavier than the rest in both forms', () => {
    expect(theme().border('heavy')).toMatchObject({ topLeft: '┏', top: '━', left: '┃' });
    expect(theme().border('light')).toMatchObject({ topLeft: '╭', bottomRight: '╯', top: '─' });
    expect(theme({ glyphs: 'ascii' }).border('heavy').top).not.toBe(theme({ glyphs: 'ascii' }).border('light').top);
  });
});

describe('how many colours', () => {
  test.each([
    [{ term: 'xterm-256color', colorTerm: 'truecolor' }, 'true'],
    [{ term: 'xterm-256color' }, '256'],
    [{ term: 'xterm' }, '16'],
    [{ term: 'linux' }, '16'],
    [{ term: 'xterm-kitty' }, 'true'],
    [{ term: 'dumb', colorTerm: 'truecolor' }, 'none'],
    [{}, 'none'],
    [{ term: 'screen', colorTerm: 'truecolor' }, '16'],
    [{ term: 'screen-256color', colorTerm: 'truecolor', tmux: '/tmp/tmux-0/default,1,0' }, 'true'],
    [{ term: 'xterm-256color', noColor: '1' }, 'none'],
    [{ term: 'xterm-256color', noColor: '' }, '256'],
    [{ term: 'xterm-256color', noColor: '1', forceColor: '3' }, 'true'],
    [{ term: 'dumb', forceColor: '1' }, '16'],
    [{ term: 'xterm-256color', forceColor: '0' }, 'none'],
    [{ term: 'dumb', noColor: '1', forceColor: '0', choice: '256' as const }, '256'],
  ])('%j gives %s', (facts, depth) => {
    expect(colourDepthOf(facts)).toBe(depth);
  });

  test('Ink is told the same, and keeps bold and reverse video without colours', () => {
    expect((['none', '16', '256', 'true'] as const).map(forceColorFor)).toEqual(['1', '1', '2', '3']);
  });

  test('the reported background picks the palette', () => {
    expect(backgroundOf({ red: 0, green: 43, blue: 54 })).toBe('dark');
    expect(backgroundOf({ red: 253, green: 246, blue: 227 })).toBe('light');
  });

  test.each([
    ['15;0', 'dark'],
    ['0;15', 'light'],
    ['0;default;15', 'light'],
    ['0;7', 'light'],
    ['12;8', 'dark'],
    ['0;11', 'light'],
    ['0;default', undefined],
    ['0;16', undefined],
    ['15', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('COLORFGBG %s says %s', (text, background) => {
    expect(backgroundSaid(text)).toBe(background);
  });
});
