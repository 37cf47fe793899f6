import { blank, type Line, span } from '../layout/line.ts';
import { BULK_WORDS, type BulkResult, type BulkStep } from '../state/bulk.ts';
import type { Stage } from '../state/sheet.ts';
import { cleanLine } from '../text/sanitise.ts';
import { wrapText } from '../text/width.ts';
import { prose } from './prose.ts';

/** What became of each, those that were not done first. */
export function bulkProgress({ state, order, results }: Extract<Stage, { kind: 'bulk' }>, width: number): Line[] {
  const byKey = new Map(results.map((result) => [result.key, result]));
  const done = results.filter(({ end }) => end.kind === 'done').length;
  const not = results.length - done;
  const left = order.steps.length - results.length;
  const { done: word } = BULK_WORDS[order.verb];
  const parts = [
    `${done} ${word}`,
    ...(not === 0 ? [] : [`${not} not`]),
    ...(left === 0
      ? []
      : [state === 'going' ? `${left} to go; Esc leaves those as they are` : `${left} left as they were`]),
  ];
  const failed = order.steps.filter(({ key }) => byKey.get(key)?.end.kind === 'not');
  const others = order.steps.filter(({ key }) => byKey.get(key)?.end.kind !== 'not');
  const rows = [...failed, ...others].flatMap((step) => rowsOf(step, byKey.get(step.key), width));
  return [...prose([`${parts.join(', ')}.`], width), [], ...rows];
}

const INDENT = 3;

function rowsOf({ name }: BulkStep, result: BulkResult | undefined, width: number): Line[] {
  const because = result?.end.kind === 'not' ? `: ${cleanLine(result.end.because)}` : '';
  const { lines } = wrapText(cleanLine(name) + because, width - INDENT - 1);
  return lines.map(
    (line, index): Line => [
      blank(1),
      index > 0 ? blank(1) : markOf(result),
      blank(1),
      span(line.trim(), result === undefined ? 'muted' : undefined),
    ],
  );
}

function markOf(result: BulkResult | undefined): Line[number] {
  if (result === undefined) return span('○', 'muted');
  return result.end.kind === 'done' ? span('✓', 'ok') : span('✗', 'fail');
}
