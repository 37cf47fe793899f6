import type { OutputLine, OutputLines } from '../output/read-output-lines.ts';
import type { Pattern } from './patterns.ts';
import { longestOf, redactOpenText, redactText } from './redactor.ts';

/** Shorter first lines were not cut: nobody reads less than this at once. */
const CUT_CHARACTERS_MIN = 8 * 1024;
const ELLIPSIS = '…';

/** Lines of a run that goes on: the newest may end within a secret, and one that was cut may begin or end within one. */
export function redactLines({ lines, truncated }: OutputLines, patterns: readonly Pattern[]): OutputLine[] {
  if (patterns.length === 0) return lines;
  const newest = new Set([
    lines.findLast(({ stream }) => stream === 'out'),
    lines.findLast(({ stream }) => stream === 'err'),
  ]);
  return lines.map((line, index) => {
    const text = index === 0 && truncated ? withoutHead(line.text, patterns) : line.text;
    return { ...line, text: newest.has(line) ? redactOpenText(text, patterns) : redactEnd(text, patterns) };
  });
}

/** What stands before the cut is unknown, so as much is left away as the longest secret could reach across it. */
const withoutHead = (text: string, patterns: readonly Pattern[]): string =>
  text.length < CUT_CHARACTERS_MIN ? text : ELLIPSIS + text.slice(longestOf(patterns));

const redactEnd = (text: string, patterns: readonly Pattern[]): string =>
  text.endsWith(ELLIPSIS)
    ? redactOpenText(text.slice(0, -ELLIPSIS.length), patterns) + ELLIPSIS
    : redactText(text, patterns);
