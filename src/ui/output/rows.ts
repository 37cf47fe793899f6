import type { LineMatch } from '../../engine/output/line-match.ts';
import type { PageLine } from '../../engine/output/output-window.ts';
import { LINE_SHOWN_BYTES_MAX } from '../../engine/output/scan-lines.ts';
import { formatBytes, formatDuration, formatTimeOfDay } from '../format/index.ts';
import { blank, type Line, type Span, span } from '../layout/line.ts';
import { cleanStyled, type StyledRun } from '../text/styled.ts';
import { sliceStyled, splitStyled } from '../text/styled-slice.ts';
import { padStart, widthOf } from '../text/width.ts';
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
  const key = `${wraps} ${json} ${column} ${width} ${times} ${style.isTimed}`;
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
  const spans = highlighted(spansOf(line), style.match);
  return style.wraps ? wrapped(spans, room) : [cutRow(spans, room, style)];
}

/** The text in its own colours, what came from stderr in ours; of a long line also how long it is. */
function spansOf(line: PageLine): Span[] {
  const token = line.stream === 'err' ? ('warn' as const) : undefined;
  const runs = cleanStyled(line.text, { unitsMax: LINE_UNITS_MAX, ellipsis: '' });
  const spans = runs.map(
    ({ text, colour }): Span => ({ ...span(text, token), ...(colour === undefined ? {} : { colour }) }),
  );
  // Of one that overwrote itself what was written last is given, and that is whole.
  const isCut = line.bytes > LINE_SHOWN_BYTES_MAX && line.text.length > LINE_SHOWN_BYTES_MAX / 4;
  return isCut ? [...spans, span(` … ${formatBytes(line.bytes)} line`, 'muted')] : spans;
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

function cutRow(spans: readonly Span[], room: number, { column }: RowStyle): Line {
  const total = spans.reduce((sum, { text }) => sum + widthOf(text), 0);
  const isCutLeft = column > 0 && total > 0;
  const from = column + (isCutLeft ? 1 : 0);
  const left: Span[] = isCutLeft ? [span('…', 'muted')] : [];
  const isCutRight = total > column + room;
  const columns = room - left.length - (isCutRight ? 1 : 0);
  const kept = sliceStyled(spans as readonly StyledRun[], from, columns) as Span[];
  // How long a line is that was cut for good has to be seen wherever it is cut.
  const last = spans.at(-1);
  if (isCutRight && last?.text.startsWith(' … ') === true) {
    const tail = widthOf(last.text);
    if (room - left.length > tail) {
      return [
        ...left,
        ...(sliceStyled(spans as readonly StyledRun[], from, room - left.length - tail) as Span[]),
        last,
      ];
    }
  }
  return [...left, ...kept, ...(isCutRight ? [span('…', 'muted')] : [])];
}

function wrapped(spans: readonly Span[], room: number): Line[] {
  const total = spans.reduce((sum, { text }) => sum + widthOf(text), 0);
  const count = Math.min(WRAPPED_ROWS_MAX, Math.max(1, Math.ceil(total / room)));
  return Array.from(
    { length: count },
    (_, row) => sliceStyled(spans as readonly StyledRun[], row * room, room) as Span[],
  );
}

const MARK_COLUMNS = 1;
const TIME_COLUMNS = 8;
const GAP = 2;
const ERR = 'err  ';

const hasTimes = ({ isTimed, times }: RowStyle): boolean => isTimed && times !== 'off';

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
