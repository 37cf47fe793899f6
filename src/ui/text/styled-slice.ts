import type { StyledRun } from './styled.ts';
import { clusterWidth } from './width.ts';

/** The part of a text between two columns; half of a wide character becomes a blank. */
export function sliceStyled(runs: readonly StyledRun[], from: number, columns: number): StyledRun[] {
  const kept: StyledRun[] = [];
  const to = from + columns;
  let column = 0;
  for (const run of runs) {
    if (column >= to) break;
    let text = '';
    if (ASCII.test(run.text)) {
      text = run.text.slice(Math.max(0, from - column), Math.max(0, to - column));
      column += run.text.length;
    } else {
      for (const { segment } of segmenter.segment(run.text)) {
        const end = column + clusterWidth(segment);
        if (column >= from && end <= to) text += segment;
        else if (column < to && end > from) text += ' '.repeat(Math.min(end, to) - Math.max(column, from));
        column = end;
        if (column >= to) break;
      }
    }
    if (text !== '') kept.push({ ...run, text });
  }
  return kept;
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
const segmenter = new Intl.Segmenter();
