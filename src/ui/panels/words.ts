import { basename } from 'node:path';
import type { StandingPause } from '../../store/snapshot/counters.ts';
import { type ClockPrecision, formatClock, formatDuration, runBar } from '../format/index.ts';
import type { Span } from '../layout/line.ts';
import { bold, span } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';
import { BAR } from '../theme/marks.ts';

/** An instant in a list, in the style the person chose. */
export function instantText(at: number, { now, view, facts }: Scene, precision: ClockPrecision = 'seconds'): string {
  switch (view.times) {
    case 'clock':
      return formatClock(at, now, facts.zone, precision);
    case 'relative':
      return at > now ? `in ${formatDuration(at - now)}` : `${formatDuration(now - at)} ago`;
    case 'utc':
      return `${new Date(at).toISOString().slice(0, 19)}Z`;
  }
}

/** `2m late` from a second on: an instant that has just come is not late yet. */
const LATE_FROM_MS = 1_000;

export const inOrLate = (at: number, now: number): { text: string; late: boolean } => {
  const lateMs = now - at;
  if (lateMs < LATE_FROM_MS) return { text: formatDuration(Math.max(0, -lateMs)), late: false };
  return { text: `${oneUnit(lateMs)} late`, late: true };
};

/** A lateness needs no second unit: `2m late` is read at a glance. */
function oneUnit(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3_600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

/** After failures: the instant until which nothing of it starts has not come. */
export const backsOff = (job: { enabled: boolean; backingOffUntil?: number }, now: number): boolean =>
  job.enabled && job.backingOffUntil !== undefined && job.backingOffUntil > now;

/** Nothing of it starts: it is paused by itself, or everything is. */
export const isPaused = (
  { jobId }: { jobId: string },
  pauses: readonly Pick<StandingPause, 'scope' | 'key'>[],
): boolean => pauses.some(({ scope, key }) => scope === 'all' || (scope === 'job' && key === jobId));

type Mark = { mark: string; token: Span['token'] };
const RESULT_MARKS: Readonly<Record<string, Mark>> = {
  k: { mark: '✓', token: 'ok' },
  e: { mark: '✗', token: 'fail' },
  t: { mark: '◔', token: 'fail' },
  c: { mark: '†', token: 'fail' },
  x: { mark: '■', token: 'muted' },
  s: { mark: '–', token: 'muted' },
};

/** The last ten results, newest right; a run that is going on is the newest. Only the newest good one keeps its colour. */
export function lastTen(letters: string, active: boolean): Span[] {
  const shown = [...(active ? letters.slice(-9) : letters.slice(-10))];
  const spans = shown.map((letter, index) => {
    const { mark, token } = RESULT_MARKS[letter] ?? { mark: '·', token: 'muted' as const };
    const newest = index === shown.length - 1 && !active;
    return span(mark, token === 'ok' && !newest ? 'muted' : token);
  });
  return active ? [...spans, span('●', 'text')] : spans;
}

const STATUS_MARKS: Readonly<Record<string, Mark>> = {
  pending: { mark: '○', token: 'muted' },
  running: { mark: '●', token: 'text' },
  ok: { mark: '✓', token: 'ok' },
  error: { mark: '✗', token: 'fail' },
  timeout: { mark: '◔', token: 'fail' },
  crashed: { mark: '†', token: 'fail' },
  cancelled: { mark: '■', token: 'muted' },
  skipped: { mark: '–', token: 'muted' },
  awaiting_approval: { mark: '◇', token: 'text' },
  approved: { mark: '✓', token: 'muted' },
};

export const statusMark = (status: string): Mark => STATUS_MARKS[status] ?? { mark: '·', token: 'muted' };

const BAR_COLUMNS = 6;

/** Elapsed against the usual time; past it the bar becomes a word, near the limit the limit. */
export function usualBar(
  elapsedMs: number,
  usualMs: number | undefined,
  limitMs: number | undefined,
  columns = BAR_COLUMNS,
): Span[] {
  const bar = runBar({ elapsedMs, usualMs, limitMs }, columns, BAR.unicode);
  switch (bar.kind) {
    case 'bar':
      return [span(bar.text)];
    case 'over':
      return [span(bar.text, 'warn')];
    case 'limit':
      return [span(`limit ${formatDuration(limitMs ?? 0)}`, 'fail')];
  }
}

/** The command without the folder of its program, which says little in a list. */
export function shortCommand(payload: string): string {
  const clean = cleanLine(payload);
  const program = clean.split(' ', 1)[0] ?? '';
  return program.startsWith('/') ? basename(program) + clean.slice(program.length) : clean;
}

export const riskSpans = (risk: 'normal' | 'high'): Span[] =>
  risk === 'high' ? [bold('◆ HIGH', 'risk')] : [span('◇ norm')];

/** Cut at the right; of a number all or nothing is left. */
export function cutBeforeNumber(text: string, columns: number): string {
  const cut = cutRight(text, columns);
  const isInNumber = cut !== text && /\d…$/.test(cut) && /^\d/.test(text.slice(cut.length - 1));
  return isInNumber ? `${cut.replace(/\d+…$/, '').trimEnd()}…` : cut;
}
