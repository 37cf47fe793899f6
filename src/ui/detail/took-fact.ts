import type { JobFacts } from '../../store/snapshot/detail.ts';
import { formatDuration } from '../format/index.ts';
import { type Line, span } from '../layout/line.ts';
import { HEIGHTS } from '../theme/marks.ts';
import { labelled } from './labelled.ts';

const BARS_MAX = 10;

/** How long the last runs took, newest right, the longest of them the full height. */
export function tookFact({ history, usualMs }: Pick<JobFacts, 'history' | 'usualMs'>): Line[] {
  const took = history
    .slice(0, BARS_MAX)
    .flatMap((run) => run.durationMs ?? [])
    .reverse();
  const longestMs = Math.max(0, ...took);
  if (took.length === 0) return [];
  const bars = took.map((ms) => heightOf(ms, longestMs)).join('');
  const usual = usualMs === undefined ? '' : `usually ${formatDuration(usualMs)}, `;
  return labelled('TOOK', [[span(bars, 'muted'), span(`   ${usual}longest ${formatDuration(longestMs)}`)]]);
}

function heightOf(ms: number, longestMs: number): string {
  const top = HEIGHTS.unicode.length - 1;
  return HEIGHTS.unicode[longestMs === 0 ? 0 : Math.round((ms / longestMs) * top)] ?? '';
}
