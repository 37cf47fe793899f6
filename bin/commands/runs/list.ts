import { nearestName } from '../../../src/engine/rules/job/nearest-name.ts';
import { jobReads } from '../../../src/store/lookups/job-reads.ts';
import { runReads } from '../../../src/store/lookups/run-reads.ts';
import { RUN_STATUSES, type Run, type RunStatus } from '../../../src/store/nouns/run.ts';
import { cutRight } from '../../../src/ui/text/width.ts';
import type { Context } from '../../context.ts';
import { usageFailure } from '../../failure.ts';
import { findJob } from '../../find.ts';
import { toDocument } from '../../output/documents.ts';
import { toneOf } from '../../output/paint.ts';
import type { Cell } from '../../output/table.ts';
import { durationText, relativeText } from '../../output/times.ts';

const COLUMNS = [
  { title: 'id', align: 'right' },
  { title: 'job' },
  { title: 'status' },
  { title: 'cause' },
  { title: 'started' },
  { title: 'took', align: 'right' },
  { title: 'ended with' },
] as const;

/** Words that stand for several statuses. */
const GROUPS: Readonly<Record<string, readonly RunStatus[]>> = {
  failed: ['error', 'timeout', 'crashed'],
  active: ['pending', 'running'],
};

export function listRuns(context: Context, options: { job?: string; status?: string[]; limit: number }): void {
  const statuses = options.status?.flatMap(statusesOf);
  const { db } = context.store();
  const runs = runReads(db).list({
    limit: options.limit,
    ...(options.job === undefined ? {} : { jobId: findJob(withGone(jobReads(db)), options.job).id }),
    ...(statuses === undefined ? {} : { statuses: [...new Set(statuses)] }),
  });
  const now = context.clock.now();
  context.output.remarkIfFull(runs.length, options.limit);
  context.output.answer(toDocument(runs), () =>
    runs.length === 0
      ? ['No runs. A due job leaves one here; jobs run JOB starts one now.']
      : context.output.table(
          COLUMNS,
          runs.map((run) => rowOf(run, now)),
        ),
  );
}

/** Where no job has the name any more, the one that had it: its runs are still there. */
const withGone = (reads: ReturnType<typeof jobReads>): ReturnType<typeof jobReads> => ({
  ...reads,
  withPrefix(wanted, limit) {
    const found = reads.withPrefix(wanted, limit);
    return found.length > 0 ? found : reads.gone(wanted, limit);
  },
});

function statusesOf(word: string): readonly RunStatus[] {
  const status = RUN_STATUSES.find((each) => each === word);
  if (status !== undefined) return [status];
  const group = GROUPS[word];
  if (group !== undefined) return group;
  const known = [...RUN_STATUSES, ...Object.keys(GROUPS)];
  const near = nearestName(word, known);
  throw usageFailure('unknown-status', `no status called ${word}`, {
    field: '--status',
    hint: near === undefined ? `one of ${known.join(', ')}` : `${near}?`,
  });
}

/** A summary may be as long as what is kept of an output; a pipe has no width that would cut it. */
const ENDED_WITH_MAX = 200;

const rowOf = (run: Run, now: number): Cell[] => [
  String(run.id),
  run.jobName,
  { text: run.status, tone: toneOf(run.status) },
  run.retryCount > 0 ? `${run.cause} ${run.retryCount}` : run.cause,
  relativeText(run.startedAt ?? run.createdAt, now),
  tookText(run, now),
  cutRight(run.error ?? run.summary ?? '', ENDED_WITH_MAX),
];

function tookText(run: Run, now: number): string {
  if (run.durationMs !== undefined) return durationText(run.durationMs);
  return run.status === 'running' && run.startedAt !== undefined ? durationText(now - run.startedAt) : '-';
}
