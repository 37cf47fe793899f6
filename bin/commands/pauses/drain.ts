import { EVERYTHING } from '../../../src/engine/commands.ts';
import { statusReads } from '../../../src/store/lookups/status-reads.ts';
import type { Run } from '../../../src/store/nouns/run.ts';
import { type Context, liveEngine } from '../../context.ts';
import { toDocument } from '../../output/documents.ts';
import { durationText } from '../../output/times.ts';
import { doneValue } from '../../results.ts';
import { pauseLine } from './targets.ts';

const COLUMNS = [
  { title: 'run', align: 'right' },
  { title: 'job' },
  { title: 'since', align: 'right' },
  { title: 'usually left', align: 'right' },
  { title: 'at most', align: 'right' },
] as const;

/** Pauses everything, unless it is already, and shows what is left. */
export function drain(context: Context, options: { note?: string }): void {
  const store = context.store();
  const before = store.pauses.list().find(({ scope }) => scope === 'all');
  const { note } = options;
  const how = { actor: context.actor, ...(note === undefined ? {} : { note }) };
  const pause =
    before !== undefined && note === undefined
      ? before
      : doneValue(context.commands().pause([EVERYTHING], how)).pauses[0];
  const now = context.clock.now();
  const running = store.runs.active().map((run) => leftOf(context, run, now));
  const { queued, later } = statusReads(store.db).numbers(now);
  const waiting = queued + later;
  const engine = liveEngine(context);
  if (engine === undefined) context.output.remark('no engine runs on this database: nothing is started or settled');
  const document = { pause, running, waiting, engine: engine === undefined ? null : { pid: engine.pid } };
  context.output.answer(toDocument(document), () => [
    `paused ${pause === undefined ? 'everything' : pauseLine(context, pause)}`,
    `${runText(running.length)}; ${waiting} ${waiting === 1 ? 'waits' : 'wait'}`,
    ...(running.length === 0 ? [] : context.output.table(COLUMNS, running.map(rowOf))),
  ]);
}

const runText = (count: number): string =>
  count === 0 ? 'nothing runs' : `${count} still ${count === 1 ? 'runs' : 'run'}`;

type Left = { run: number; job: string; sinceMs: number; usuallyLeftMs?: number; atMostMs?: number };

/** How long a run may still go on: by what the job usually takes, and by its limit. */
function leftOf(context: Context, run: Run, now: number): Left {
  const job = context.store().jobs.get(run.jobId);
  const sinceMs = run.startedAt === undefined ? 0 : Math.max(0, now - run.startedAt);
  const { usualMs } = job ?? {};
  const limitMs = job?.definition.run_timeout_ms;
  return {
    run: run.id,
    job: run.jobName,
    sinceMs,
    ...(usualMs === undefined ? {} : { usuallyLeftMs: Math.max(0, usualMs - sinceMs) }),
    ...(limitMs === undefined ? {} : { atMostMs: Math.max(0, limitMs - sinceMs) }),
  };
}

const rowOf = ({ run, job, sinceMs, usuallyLeftMs, atMostMs }: Left): string[] => [
  String(run),
  job,
  durationText(sinceMs),
  usuallyLeftMs === undefined ? '-' : usuallyLeftMs === 0 ? 'overdue' : durationText(usuallyLeftMs),
  atMostMs === undefined ? '-' : durationText(atMostMs),
];
