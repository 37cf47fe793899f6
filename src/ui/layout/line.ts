import { type JobColour, sameColour } from '../text/job-colour.ts';
import { cutRight, widthOf } from '../text/width.ts';
import type { Ink } from '../theme/theme.ts';

export type Token = Ink;

/** A stretch of one row in one style. Its text is clean and its width is what `widthOf` says. */
export type Span = {
  text: string;
  token?: Token;
  bold?: true;
  badge?: true;
  sel?: true;
  /** What a job gave its own text; where it cannot be painted the token counts. */
  colour?: JobColour;
};

/** One row of the terminal, or a part of one. */
export type Line = readonly Span[];

export const span = (text: string, token?: Token): Span => (token === undefined ? { text } : { text, token });
export const bold = (text: string, token?: Token): Span => ({ ...span(text, token), bold: true });
export const blank = (columns: number): Span => ({ text: ' '.repeat(Math.max(0, columns)) });

// ASCII and what frames and marks are drawn with: one column each, and most of every frame. Measuring costs a hundredfold.
const NARROW = /^[ -~\u00b7\u00d7\u2013-\u2026\u2190-\u2193\u2212\u2500-\u259f\u25b0-\u25d4\u2713\u2717]*$/;

export const columnsOf = (text: string): number => (NARROW.test(text) ? text.length : widthOf(text));

export const plainOf = (line: Line): string => line.map((part) => part.text).join('');
export const widthOfLine = (line: Line): number => line.reduce((sum, part) => sum + columnsOf(part.text), 0);

/** Exactly so many columns: filled with blanks, or cut with `…`. */
export function toWidth(line: Line, columns: number): Line {
  const width = widthOfLine(line);
  if (width === columns) return line;
  if (width < columns) return [...line, blank(columns - width)];
  const kept: Span[] = [];
  let room = columns;
  for (const part of line) {
    const partWidth = columnsOf(part.text);
    // Whatever is cut needs a column for the mark that says so.
    if (partWidth >= room) {
      const text = cutRight(partWidth === room ? `${part.text} ` : part.text, room);
      kept.push({ ...part, text }, blank(room - columnsOf(text)));
      break;
    }
    kept.push(part);
    room -= partWidth;
  }
  return kept;
}

/** Left and right with blanks between; what does not fit leaves from the end of `right`'s list, least important last. */
export function spread(left: Line, right: Line, columns: number): Line {
  const free = columns - widthOfLine(left) - widthOfLine(right);
  return free >= 0 ? [...left, blank(free), ...right] : toWidth(left, columns);
}

/** Facts in a row, three blanks between them. */
export const joined = (parts: readonly Line[], gap = 3): Line =>
  parts.flatMap((part, index) => (index === 0 ? part : [blank(gap), ...part]));

/** As many of the facts, from the first, as fit. */
export function fitting(parts: readonly Line[], columns: number, gap = 3): Line {
  let count = parts.length;
  while (count > 1 && widthOfLine(joined(parts.slice(0, count), gap)) > columns) count -= 1;
  return joined(parts.slice(0, count), gap);
}

/** The first row of facts that fits, else the last one. */
export function firstFitting(rows: readonly (readonly Line[])[], columns: number, gap?: number): Line {
  const lines = rows.map((parts) => joined(parts, gap));
  return lines.find((line) => widthOfLine(line) <= columns) ?? lines.at(-1) ?? [];
}

/** The whole line in the background of the selection. */
export const selected = (line: Line): Line => line.map((part) => ({ ...part, sel: true }));

/** The whole line in one token, whatever it had. */
export const painted = (line: Line, token: Token): Line => line.map((part) => span(part.text, token));

export function sameLine(a: Line | undefined, b: Line): boolean {
  if (a === undefined || a.length !== b.length) return false;
  return a.every((part, index) => {
    const other = b[index];
    return (
      other !== undefined &&
      part.text === other.text &&
      part.token === other.token &&
      part.bold === other.bold &&
      part.badge === other.badge &&
      part.sel === other.sel &&
      sameColour(part.colour, other.colour)
    );
  });
}
