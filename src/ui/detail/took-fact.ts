import type { JobFacts } from '../../store/snapshot/detail.ts';
import { formatDuration } from '../format/index.ts';
import { type Line, span } from '../layout/line.ts';
import { HEIGHTS } from '../theme/marks.ts';
import { labelled } from './labelled.ts';

const BARS_MAX = 10;

/** How long the last runs took, newest right: what is usual stays low, so that the one that was long stands out. */
export function tookFact({ history, usualMs }: Pick<JobFacts, 'history' | 'usualMs'>): Line[] {
  const took = history
    .slice(0, BARS_MAX)
    .flatMap((run) => run.durationMs ?? [])
    .reverse();
  const longestMs = Math.max(0, ...took);
  if (took.length === 0) return [];
  const bars = took.map((ms) => heightOf(ms, usualMs, longestMs)).join('');
  const usual = usualMs === undefined ? '' : `usually ${formatDuration(usualMs)}, `;
  return labelled('TOOK', [[span(bars, 'muted'), span(`   ${usual}longest ${formatDuration(longestMs)}`)]]);
}

/** A run as long as usual just fills this many steps; where nothing is usual the longest has the full height. */
const USUAL_STEPS = 3;

function heightOf(ms: number, usualMs: number | undefined, longestMs: number): string {
  const top = HEIGHTS.unicode.length - 1;
  const level =
    usualMs === undefined || usualMs <= 0
      ? Math.round((ms / Math.max(1, longestMs)) * top)
      : Math.floor((ms / usualMs) * USUAL_STEPS);
  return HEIGHTS.unicode[Math.min(top, level)] ?? '';
}
