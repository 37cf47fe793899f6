import { EVERYTHING, type PauseTarget } from '../../../src/engine/commands.ts';
import { pauseReads } from '../../../src/store/lookups/pause-reads.ts';
import type { Pause } from '../../../src/store/nouns/pause.ts';
import type { Context } from '../../context.ts';
import { relativeText, wallText } from '../../output/times.ts';
import { wantedJob } from '../../stored-job.ts';

export type TargetFlags = { pool?: string[]; tag?: string[] };

/** What was named; everything when nothing was. */
export function targetsOf(context: Context, flags: TargetFlags, jobs: readonly string[]): PauseTarget[] {
  const targets = [
    ...jobs.map((wanted): PauseTarget => ({ scope: 'job', key: wantedJob(context, wanted).id })),
    ...(flags.pool ?? []).map((key): PauseTarget => ({ scope: 'pool', key })),
    ...(flags.tag ?? []).map((key): PauseTarget => ({ scope: 'tag', key })),
  ];
  return targets.length === 0 ? [EVERYTHING] : targets;
}

export function targetName(context: Context, { scope, key }: PauseTarget): string {
  if (scope === 'all') return 'everything';
  return scope === 'job' ? context.store().jobs.label(key).name : `${scope} ${key}`;
}

/** A pool or a tag that nobody uses is most likely a slip of the pen, but may be meant for a job to come. */
export function remarkUnused(context: Context, targets: readonly PauseTarget[]): void {
  const reads = pauseReads(context.store().db);
  for (const { scope, key } of targets) {
    const count = scope === 'pool' ? reads.jobsInPool(key) : scope === 'tag' ? reads.jobsWithTag(key) : 1;
    if (count === 0) context.output.remark(`note: no job has the ${scope} ${key}`);
  }
}

/** `pool io by ana 5m ago, until 2026-11-24 10:00:00 (in 2h): disks are swapped`. */
export function pauseLine(context: Context, pause: Pause): string {
  const now = context.clock.now();
  const { until, note, pausedBy, pausedAt } = pause;
  const end =
    until === undefined
      ? 'until somebody resumes'
      : `until ${wallText(until, context.host.timeZone)} (${relativeText(until, now)})`;
  const since = relativeText(pausedAt, now);
  return `${targetName(context, pause)} by ${pausedBy.name} ${since}, ${end}${note === '' ? '' : `: ${note}`}`;
}
