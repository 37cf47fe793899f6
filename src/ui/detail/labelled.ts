import { blank, type Line, type Span, span, spread, toWidth, widthOfLine } from '../layout/line.ts';
import { spellOutLines } from '../text/sanitise.ts';
import { padEnd } from '../text/width.ts';

export const LABEL_COLUMNS = 8;

/** Rows behind a label: the first carries it, the others stand under it. */
export function labelled(label: string, rows: readonly Line[]): Line[] {
  return rows.map((row, index) => [blank(1), labelSpan(index === 0 ? label : ''), ...row]);
}

const labelSpan = (label: string): Span => span(padEnd(label, LABEL_COLUMNS), 'muted');

/** Columns that are left behind a label. */
export const roomOf = (width: number): number => width - LABEL_COLUMNS - 2;

/** What will be executed: wrapped, never cut, everything but printable ASCII spelled out. */
export const executable = (payload: string, columns: number, style?: Span['token']): Line[] =>
  spellOutLines(payload, columns).lines.map((line): Line => [span(line, style)]);

/** A fact at the left and one at the right; where both do not toWidth, the right one takes a row of its own. */
export function leftAndRight(left: Line, right: Line | undefined, columns: number): Line[] {
  if (right === undefined) return [toWidth(left, columns)];
  if (widthOfLine(left) + widthOfLine(right) + 1 <= columns) return [spread(left, right, columns)];
  return [toWidth(left, columns), toWidth(right, columns)];
}
