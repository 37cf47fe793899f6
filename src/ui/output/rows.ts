import type { LineMatch } from '../../engine/output/line-match.ts';
import type { PageLine } from '../../engine/output/output-window.ts';
import { LINE_SHOWN_BYTES_MAX } from '../../engine/output/scan-lines.ts';
import { formatBytes, formatDuration, formatTimeOfDay } from '../format/index.ts';
import { blank, type Line, type Span, span } from '../layout/line.ts';
import { cleanStyled } from '../text/styled.ts';
import { rowsOfStyled, sliceStyled, splitStyled } from '../text/styled-slice.ts';
import { cleanWidth, padStart } from '../text/width.ts';
import { jsonRows } from './json-rows.ts';
import type { Looking, RowId } from './looking.ts';

/** What all rows of a view have in common. */
export type RowStyle = Pick<Looking, 'times' | 'wraps' | 'json' | 'column'> & {
  width: number;
  zone: string;
  startedAt: number | undefined;
  /** Whether the time of any line is known: only then there is a column for it. */
  isTimed: boolean;
  match?: LineMatch;
};

/** Of a longer line no more is looked at; it ends with what is missing. */
const LINE_UNITS_MAX = LINE_SHOWN_BYTES_MAX;
const SIZE_MARK = ' … ';
const WRAPPED_ROWS_MAX = 400;
const MATCHES_MAX = 200;

/** The rows of lines, each by its line and which part of it it is. Only wrapping and JSON have to look into the text. */
export function rowIds(lines: readonly PageLine[], style: RowStyle): RowId[] {
  return lines.flatMap((line): RowId[] => {
    const { stream, start } = line;
    const count = style.wraps || style.json ? partsOf(line, style).length : 1;
    return Array.from({ length: count }, (_, part) => ({ stream, start, part }));
  });
}

/** One row, as wide as the style says, but for the first column: there stands the cursor or a mark. */
export function drawRow(line: PageLine, part: number, style: RowStyle): Line {
  const spans = partsOf(line, style)[part] ?? [];
  return [...headOf(line, part, style), ...spans];
}

type Parts = readonly Line[];
type Known = { key: string; match: LineMatch | undefined; parts: Parts };
const known = new WeakMap<PageLine, Known>();

// A line is the same object while it is on the screen, and its text is cleaned once.
function partsOf(line: PageLine, style: RowStyle): Parts {
  const { wraps, json, column, width, times } = style;
  const key = `${wraps} ${json} ${column} ${width} ${times} ${hasTimes(style)}`;
  const found = known.get(line);
  if (found !== undefined && found.key === key && found.match === style.match) return found.parts;
  const parts = madeOf(line, style);
  known.set(line, { key, match: style.match, parts });
  return parts;
}

function madeOf(line: PageLine, style: RowStyle): Parts {
  const room = Math.max(1, style.width - headColumns(line, style));
  const pretty = style.json && line.bytes <= LINE_UNITS_MAX ? jsonRows(line.text) : undefined;
  if (pretty !== undefined) return pretty.map((row) => cutRow(highlighted(row, style.match), room, style));
  if (style.wraps) return rowsOfStyled(highlighted(spansOf(line, line.text), style.match), room, WRAPPED_ROWS_MAX);
  const text = textFor(line.text, style.column + room);
  const row = cutRow(highlighted(spansOf(line, text), style.match), room, style, text.length < line.text.length);
  return [row];
}

/** What is cut anyhow is not cleaned; but what overwrites itself is told by its end. Sequences take their part as well. */
const textFor = (text: string, columns: number): string =>
  OVERWRITES.test(text) ? text : text.slice(0, columns * UNITS_A_COLUMN + SPARE_UNITS);

const OVERWRITES = /[\r\b]/;
const UNITS_A_COLUMN = 4;
const SPARE_UNITS = 2_048;

/** The text in its own colours, what came from stderr in ours; of a long line also how long it is. */
function spansOf(line: PageLine, text: string): Span[] {
  const token = line.stream === 'err' ? ('warn' as const) : undefined;
  const runs = cleanStyled(text, { unitsMax: LINE_UNITS_MAX, ellipsis: '' });
  const spans = runs.map(
    ({ text: part, colour }): Span => ({ ...span(part, token), ...(colour === undefined ? {} : { colour }) }),
  );
  // Of one that overwrote itself what was written last is given, and that is whole.
  const isCut = line.bytes > LINE_SHOWN_BYTES_MAX && line.text.length > LINE_SHOWN_BYTES_MAX / 4;
  return isCut ? [...spans, span(`${SIZE_MARK}${formatBytes(line.bytes)} line`, 'muted')] : spans;
}

/** A match is in reverse video, so that it shows without colours too. */
function highlighted(spans: Line, match: LineMatch | undefined): Span[] {
  if (match === undefined) return [...spans];
  const ranges = match.rangesIn(spans.map(({ text }) => text).join(''), MATCHES_MAX);
  if (ranges.length === 0) return [...spans];
  return splitStyled(spans, ranges).map(({ isIn, ...one }) => {
    if (!isIn) return one;
    const { colour: _, ...bare } = one;
    return { ...bare, badge: true as const };
  });
}

type Cut = Pick<RowStyle, 'column'>;

/** `isMore`: the text goes on behind what is given of it. */
function cutRow(spans: readonly Span[], room: number, { column }: Cut, isMore = false): Line {
  const total = spans.reduce((sum, { text }) => sum + cleanWidth(text), 0);
  const left: Span[] = column > 0 && total > 0 ? [span('…', 'muted')] : [];
  const from = column + left.length;
  const columns = room - left.length;
  if (total <= column + room && !isMore) return [...left, ...sliceStyled(spans, from, columns)];
  // How long a line is that was cut for good has to be seen wherever it is cut.
  const last = spans.at(-1);
  const size = last?.text.startsWith(SIZE_MARK) === true && columns > cleanWidth(last.text) ? last : span('…', 'muted');
  return [...left, ...sliceStyled(spans, from, columns - cleanWidth(size.text)), size];
}

const MARK_COLUMNS = 1;
const TIME_COLUMNS = 8;
const GAP = 2;
const ERR = 'err  ';

const hasTimes = ({ isTimed, times, startedAt }: RowStyle): boolean =>
  isTimed && (times === 'clock' || (times === 'since' && startedAt !== undefined));

const headColumns = (line: PageLine, style: RowStyle): number =>
  MARK_COLUMNS + 1 + (hasTimes(style) ? TIME_COLUMNS + GAP : 0) + (line.stream === 'err' ? ERR.length : 0);

function headOf(line: PageLine, part: number, style: RowStyle): Line {
  const time = part === 0 ? timeOf(line, style) : '';
  const times = hasTimes(style) ? [span(time.padEnd(TIME_COLUMNS), 'muted'), blank(GAP)] : [];
  const tag = line.stream === 'err' ? [span(part === 0 ? ERR : ' '.repeat(ERR.length), 'warn')] : [];
  return [...times, ...tag];
}

function timeOf({ at }: PageLine, { times, zone, startedAt }: RowStyle): string {
  if (at === undefined) return '';
  if (times === 'since')
    return startedAt === undefined ? '' : padStart(`+${formatDuration(at - startedAt)}`, TIME_COLUMNS);
  return formatTimeOfDay(at, zone);
}
