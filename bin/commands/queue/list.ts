import { jobReads } from '../../../src/store/lookups/job-reads.ts';
import { type QueueLine, queueReads } from '../../../src/store/lookups/queue-reads.ts';
import type { Context } from '../../context.ts';
import { findJob } from '../../find.ts';
import { toDocument } from '../../output/documents.ts';
import type { Cell } from '../../output/table.ts';
import { relativeText } from '../../output/times.ts';

const COLUMNS = [
  { title: 'id', align: 'right' },
  { title: 'job' },
  { title: 'cause' },
  { title: 'due' },
  { title: 'by' },
  { title: 'waits for' },
] as const;

export function listQueue(context: Context, options: { job?: string; limit: number }): void {
  const { db } = context.store();
  const job = options.job === undefined ? {} : { jobId: findJob(jobReads(db), options.job).id };
  const lines = queueReads(db).list({ ...job, limit: options.limit });
  const now = context.clock.now();
  context.output.remarkIfFull(lines.length, options.limit);
  context.output.answer(toDocument(lines), () =>
    lines.length === 0
      ? ['Nothing waits. why JOB says what comes next.']
      : context.output.table(
          COLUMNS,
          lines.map((line) => rowOf(line, now)),
        ),
  );
}

const rowOf = (line: QueueLine, now: number): Cell[] => [
  String(line.id),
  line.jobName,
  line.retryCount > 0 ? `${line.cause} ${line.retryCount}` : line.cause,
  relativeText(line.dueAt, now),
  line.requestedBy.name,
  waitsFor(line, now),
];

function waitsFor(line: QueueLine, now: number): string {
  if (line.status === 'awaiting_approval') return `approval ${line.approvalId ?? ''}`.trim();
  if (line.blockedOn !== undefined || (line.reason !== undefined && line.dueAt > now)) {
    return `${line.detail ?? line.blockedOn ?? ''} (${line.reason ?? 'blocked'})`;
  }
  return line.dueAt > now ? 'its time' : 'its turn';
}
