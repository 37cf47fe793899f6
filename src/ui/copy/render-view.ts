import { columnsOf, type Line, plainOf } from '../layout/line.ts';
import { styleOfSpan } from '../layout/span-style.ts';
import { fromIndex } from '../theme/colour-science.ts';
import { BASIC_NAMES, colourCode } from '../theme/escape-codes.ts';
import type { TextStyle, Theme } from '../theme/theme.ts';
import type { SaveFormat } from './choices.ts';

/** A screen as it is drawn, for a file: text, text with colours, or a picture. */
export function renderView(lines: readonly Line[], theme: Theme, format: SaveFormat): string {
  switch (format) {
    case 'text':
      return `${lines.map((line) => plainOf(line).trimEnd()).join('\n')}\n`;
    case 'ansi':
      return `${lines.map((line) => line.map((part) => ansiPart(part.text, styleOfSpan(part, theme))).join('')).join('\n')}\n`;
    case 'svg':
      return svgOf(lines, theme);
  }
}

export const EXTENSIONS: Readonly<Record<SaveFormat, string>> = { text: 'txt', ansi: 'ans', svg: 'svg' };

function ansiPart(text: string, style: TextStyle): string {
  const codes = [
    ...(style.bold ? ['1'] : []),
    ...(style.dimColor ? ['2'] : []),
    ...(style.inverse ? ['7'] : []),
    ...(style.color === undefined ? [] : [colourCode(style.color, 38)]),
    ...(style.backgroundColor === undefined ? [] : [colourCode(style.backgroundColor, 48)]),
  ];
  return codes.length === 0 ? text : `\x1b[${codes.join(';')}m${text}\x1b[0m`;
}

const CELL_WIDTH = 8.43;
const CELL_HEIGHT = 17;
const BASELINE = 13;
const FONT_SIZE = 14;
const PADDING = 10;

/** Each stretch of one style is held on the grid by its length, whatever font there is. */
function svgOf(lines: readonly Line[], theme: Theme): string {
  const columns = Math.max(...lines.map((line) => line.reduce((sum, { text }) => sum + columnsOf(text), 0)), 1);
  const width = Math.ceil(columns * CELL_WIDTH + 2 * PADDING);
  const height = lines.length * CELL_HEIGHT + 2 * PADDING;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<rect width="${width}" height="${height}" rx="6" fill="${theme.ground.paper}"/>`,
    `<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="${FONT_SIZE}" xml:space="preserve">`,
    ...lines.flatMap((line, row) => svgRow(line, row, theme)),
    '</g></svg>\n',
  ].join('\n');
}

function svgRow(line: Line, row: number, theme: Theme): string[] {
  const top = PADDING + row * CELL_HEIGHT;
  let column = 0;
  return line.flatMap((part): string[] => {
    const columns = columnsOf(part.text);
    const style = styleOfSpan(part, theme);
    const left = (PADDING + column * CELL_WIDTH).toFixed(2);
    const length = (columns * CELL_WIDTH).toFixed(2);
    column += columns;
    const { paper, text } = theme.ground;
    const own = hexOf(style.color) ?? text;
    const [ink, fill] = style.inverse ? [paper, own] : [own, hexOf(style.backgroundColor)];
    const box =
      fill === undefined
        ? []
        : [`<rect x="${left}" y="${top}" width="${length}" height="${CELL_HEIGHT}" fill="${fill}"/>`];
    if (part.text.trim() === '') return box;
    const weight = `${style.bold ? ' font-weight="bold"' : ''}${style.dimColor ? ' opacity="0.6"' : ''}`;
    const size = `textLength="${length}" lengthAdjust="spacingAndGlyphs"`;
    return [
      ...box,
      `<text x="${left}" y="${top + BASELINE}" ${size} fill="${ink}"${weight}>${escaped(part.text)}</text>`,
    ];
  });
}

/** The 16 as most terminals paint them; a picture has to choose. */
const BASIC = [
  ...['#000000', '#C23621', '#25A625', '#ADAD27', '#4A6FE3', '#D338D3', '#33BBC8', '#CBCCCD'],
  ...['#818383', '#FC391F', '#31E722', '#EAEC23', '#5833FF', '#F935F8', '#14F0F0', '#E9EBEB'],
];

function hexOf(colour: string | undefined): string | undefined {
  if (colour === undefined || colour.startsWith('#')) return colour;
  const indexed = /^ansi256\((\d+)\)$/.exec(colour);
  if (indexed !== null) return hexOfIndex(Number(indexed[1]));
  return BASIC[BASIC_NAMES.indexOf(colour.replace('Bright', '')) + (colour.endsWith('Bright') ? 8 : 0)];
}

const hexOfIndex = (index: number): string =>
  BASIC[index] ??
  `#${fromIndex(index)
    .map((part) => part.toString(16).padStart(2, '0'))
    .join('')}`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
