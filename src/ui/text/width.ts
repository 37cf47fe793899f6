import stringWidth from 'string-width';
import { createSegmenter, isNarrow } from './narrow.ts';

/** Cleaned text has at most this many UTF-16 units in one column: a character of two units and two marks on it. */
export const UNITS_PER_COLUMN_MAX = 8;
export const WRAP_LINES_MAX = 10_000;

/** Columns the text takes in a terminal. Measures all of it: cut huge text first. */
export const widthOf = (text: string): number =>
  isNarrow(text) ? text.length : stringWidth(text.replace(PREPENDED, (letter) => `${letter}\n`));

/** The same for one character or cluster, remembered: measuring one costs ten times what finding it costs. */
export const clusterWidth = (cluster: string): number => {
  const known = widths.get(cluster);
  if (known !== undefined) return known;
  const width = widthOf(cluster);
  if (cluster.length > UNITS_PER_COLUMN_MAX) return width;
  if (widths.size >= WIDTHS_MAX) widths.clear();
  widths.set(cluster, width);
  return width;
};

/** The same for cleaned text, whose characters' widths add up: a hundred times as fast where it is not ASCII. */
export const cleanWidth = (text: string): number => {
  if (isNarrow(text)) return text.length;
  let width = 0;
  for (const character of text) width += clusterWidth(character);
  return width;
};

/** Keeps the left end, for commands and output. `ellipsis` takes the cut's place. */
export const cutRight = (text: string, columns: number, ellipsis = '…'): string => {
  if (fits(text, columns)) return text;
  const room = columns - ellipsis.length;
  return room < 0 ? ellipsis.slice(0, Math.max(0, columns)) : takeLeft(text, room) + ellipsis;
};

/** Keeps the right end, for paths. */
export const cutLeft = (text: string, columns: number, ellipsis = '…'): string => {
  if (fits(text, columns)) return text;
  const room = columns - ellipsis.length;
  return room < 0 ? ellipsis.slice(0, Math.max(0, columns)) : ellipsis + takeRight(text, room);
};

/** Keeps both ends, for names: twins differ at the end. */
export const cutMiddle = (text: string, columns: number, ellipsis = '…'): string => {
  if (fits(text, columns)) return text;
  const room = columns - ellipsis.length;
  if (room < 0) return ellipsis.slice(0, Math.max(0, columns));
  const right = takeRight(text, Math.floor(room / 2));
  return takeLeft(text, room - widthOf(right)) + ellipsis + right;
};

/** Fills with blanks at the right up to `columns`. */
export const padEnd = (text: string, columns: number): string => text + blanks(columns - widthOf(text));

/** Fills with blanks at the left up to `columns`. */
export const padStart = (text: string, columns: number): string => blanks(columns - widthOf(text)) + text;

export type Wrapped = { lines: string[]; complete: boolean };

/** Breaks after blanks where it can. Nothing is lost: the lines put together are the text, if it is `complete`. */
export const wrapText = (text: string, columns: number, linesMax = WRAP_LINES_MAX): Wrapped => {
  const room = Math.max(2, columns);
  const lines: string[] = [];
  let rest = text;
  while (rest !== '' && lines.length < linesMax) {
    const line = fits(rest, room) ? rest : breakAfterBlank(takeLeft(rest, room), rest);
    lines.push(line);
    rest = rest.slice(line.length);
  }
  return { lines: lines.length === 0 ? [''] : lines, complete: rest === '' };
};

const breakAfterBlank = (line: string, rest: string): string => {
  if (rest[line.length] === ' ') return line;
  const blank = line.lastIndexOf(' ');
  return blank > 0 ? line.slice(0, blank + 1) : line;
};

/** They make one cluster with whatever follows, and terminals draw both. */
const PREPENDED =
  /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\u{110bd}\u{110cd}\u{111c2}\u{111c3}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}]/gu;

const blanks = (count: number): string => ' '.repeat(Math.max(0, count));

// What has more units than the columns could ever hold is not measured at all, so that size does not matter.
const fits = (text: string, columns: number): boolean =>
  text.length <= columns * UNITS_PER_COLUMN_MAX && widthOf(text) <= columns;

const takeLeft = (text: string, columns: number): string => {
  const head = text.slice(0, columns * UNITS_PER_COLUMN_MAX);
  if (isNarrow(head)) return head.slice(0, columns);
  let taken = 0;
  let width = 0;
  for (const { segment } of segmenter.segment(head)) {
    width += clusterWidth(segment);
    if (width > columns) break;
    taken += segment.length;
  }
  return withoutHalf(head.slice(0, taken));
};

const takeRight = (text: string, columns: number): string => {
  if (columns <= 0) return '';
  const tail = text.slice(-columns * UNITS_PER_COLUMN_MAX);
  if (isNarrow(tail)) return tail.slice(-columns);
  const segments = [...segmenter.segment(tail)];
  let from = tail.length;
  let width = 0;
  for (const { segment, index } of segments.reverse()) {
    width += clusterWidth(segment);
    if (width > columns) break;
    from = index;
  }
  return tail.slice(from).replace(/^[\udc00-\udfff]/, '');
};

// The slice before measuring may have gone through the middle of a character.
const withoutHalf = (text: string): string => text.replace(/[\ud800-\udbff]$/, '');

const WIDTHS_MAX = 4_096;
const widths = new Map<string, number>();
const segmenter = createSegmenter();
