import { cutRight, padEnd, padStart, widthOf } from '../../src/ui/text/width.ts';
import { noPaint, type Paint, type Tone } from './paint.ts';
import { plainLine } from './plain-text.ts';

export type Column = { title: string; align?: 'left' | 'right' };
export type Cell = string | { text: string; tone: Tone };

const GAP = '  ';
const NARROWEST = 6;

/** Aligned lines under a head of titles; cut to `width` columns where there is one, whole where there is none. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  screen: { width?: number; paint?: Paint } = {},
): string[] {
  const texts = rows.map((row) => columns.map((_column, index) => plainLine(textOf(row[index]))));
  const natural = columns.map((column, index) => widest([column.title, ...texts.map((row) => row[index] ?? '')]));
  const widths = screen.width === undefined ? natural : fitWidths(natural, screen.width);
  const paint = screen.paint ?? noPaint;
  const head = columns.map((column, index) => pad(column.title, widths[index] ?? 0, column.align)).join(GAP);
  const lines = texts.map((row, number) =>
    row
      .map((text, index) => paint(toneOf(rows[number]?.[index]), pad(text, widths[index] ?? 0, columns[index]?.align)))
      .join(GAP),
  );
  return [paint('dim', head.trimEnd()), ...lines.map((line) => line.trimEnd())];
}

const textOf = (cell: Cell | undefined): string => (typeof cell === 'object' ? cell.text : (cell ?? ''));
const toneOf = (cell: Cell | undefined): Tone => (typeof cell === 'object' ? cell.tone : 'plain');

const widest = (texts: readonly string[]): number => texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);

/** Takes from the widest column until the row fits or nothing is left to take. */
function fitWidths(natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, each) => sum + each, 0) + GAP.length * (widths.length - 1) - width;
  while (excess > 0) {
    const most = Math.max(...widths);
    if (most <= NARROWEST) break;
    const second = Math.max(NARROWEST, ...widths.filter((each) => each < most));
    const taken = Math.min(excess, most - second);
    widths[widths.indexOf(most)] = most - taken;
    excess -= taken;
  }
  return widths;
}

function pad(text: string, width: number, align: Column['align']): string {
  const cut = cutRight(text, width);
  return align === 'right' ? padStart(cut, width) : padEnd(cut, width);
}
