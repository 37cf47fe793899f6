import type { TextStyle } from './theme.ts';

/** The names of the first eight colours; the other eight have `Bright` behind theirs. */
export const BASIC_NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/** A text in a style, as terminals are told of it; each part of the style ends where it began, so that others may be around it. */
export function styled(text: string, style: TextStyle): string {
  if (text === '') return '';
  let [begin, end] = ['', ''];
  const add = (code: string | number, over: number): void => {
    begin += `\x1b[${code}m`;
    end = `\x1b[${over}m${end}`;
  };
  if (style.inverse) add(7, 27);
  if (style.bold) add(1, 22);
  if (style.backgroundColor !== undefined) add(colourCode(style.backgroundColor, 48), 49);
  if (style.color !== undefined) add(colourCode(style.color, 38), 39);
  if (style.dimColor) add(2, 22);
  return `${begin}${text}${end}`;
}

/** As Ink's `Text` has them: `#rrggbb`, `ansi256(n)`, or a name with or without `Bright`. */
export function colourCode(colour: string, base: 38 | 48): string {
  if (colour.startsWith('#')) {
    const value = Number.parseInt(colour.slice(1), 16);
    return `${base};2;${value >> 16};${(value >> 8) & 0xff};${value & 0xff}`;
  }
  const indexed = /^ansi256\((\d+)\)$/.exec(colour);
  if (indexed !== null) return `${base};5;${indexed[1]}`;
  const name = BASIC_NAMES.indexOf(colour.replace('Bright', ''));
  return String(name + (base - 8) + (colour.endsWith('Bright') ? 60 : 0));
}
