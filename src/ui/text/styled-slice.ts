import type { StyledRun } from './styled.ts';
import { clusterWidth } from './width.ts';

/** The part of a cleaned text between two columns; half of a wide character becomes a blank. */
export function sliceStyled<T extends StyledRun>(runs: readonly T[], from: number, columns: number): T[] {
  const to = from + columns;
  const kept: T[] = [];
  let column = 0;
  for (const run of runs) {
    if (column >= to) break;
    let text = '';
    if (ASCII.test(run.text)) {
      text = run.text.slice(Math.max(0, from - column), Math.max(0, to - column));
      column += run.text.length;
    } else {
      for (const character of run.text) {
        const end = column + clusterWidth(character);
        // A mark belongs to the character before it, also to the last one that fits.
        if (column >= from && end <= to && end > from) text += character;
        else if (column < to && end > from) text += ' '.repeat(Math.min(end, to) - Math.max(column, from));
        column = end;
        if (column > to) break;
      }
    }
    if (text !== '') kept.push({ ...run, text });
  }
  return kept;
}

/** A cleaned text in rows of so many columns; a wide character that no longer fits begins the next one. */
export function rowsOfStyled<T extends StyledRun>(runs: readonly T[], columns: number, rowsMax: number): T[][] {
  const room = Math.max(2, columns);
  const rows: T[][] = [[]];
  let column = 0;
  for (const run of runs) {
    let text = '';
    const end = (): void => {
      if (text !== '') rows.at(-1)?.push({ ...run, text });
      text = '';
    };
    for (const character of run.text) {
      const width = clusterWidth(character);
      if (column + width > room) {
        end();
        if (rows.length >= rowsMax) return rows;
        rows.push([]);
        column = 0;
      }
      text += character;
      column += width;
    }
    end();
  }
  return rows;
}

/** Each of these ranges of the whole text in runs of its own. */
export function splitStyled<T extends { text: string }>(
  runs: readonly T[],
  ranges: readonly (readonly [start: number, end: number])[],
): (T & { isIn: boolean })[] {
  const split: (T & { isIn: boolean })[] = [];
  let offset = 0;
  for (const run of runs) {
    const end = offset + run.text.length;
    let at = offset;
    for (const [start, stop] of ranges) {
      if (stop <= at || start >= end) continue;
      const inside = Math.max(start, at);
      if (inside > at) split.push({ ...run, text: run.text.slice(at - offset, inside - offset), isIn: false });
      const until = Math.min(stop, end);
      split.push({ ...run, text: run.text.slice(inside - offset, until - offset), isIn: true });
      at = until;
    }
    if (at < end) split.push({ ...run, text: run.text.slice(at - offset), isIn: false });
    offset = end;
  }
  return split;
}

const ASCII = /^[ -~]*$/;
