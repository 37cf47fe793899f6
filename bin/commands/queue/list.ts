import { jobReads } from '../../../src/store/lookups/job-reads.ts';
import { type QueueLine, queueReads } from '../../../src/store/lookups/queue-reads.ts';
import type { Context } from '../../context.ts';
import { findJob } from '../../find.ts';
import { toDocument } from '../../output/documents.ts';
import type { Cell } from '../../output/table.ts';
import { durationText, relativeText } from '../../output/times.ts';

const COLUMNS = [
  { title: 'id', align: 'right' },
  { title: 'job' },
  { title: 'cause' },
  { title: 'due' },
  { title: 'by' },
  { title: 'place', align: 'right' },
  { title: 'since' },
  { title: 'waits for' },
] as const;

export function listQueue(context: Context, options: { job?: string; limit: number }): void {
  const { db } = context.store();
  const job = options.job === undefined ? {} : { jobId: findJob(jobReads(db), options.job).id };
  const now = context.clock.now();
  const lines = queueReads(db).list({ ...job, limit: options.limit }, now);
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
  placeOf(line),
  line.dueAt > now && line.blockedOn === undefined ? '' : durationText(Math.max(0, now - line.sinceAt)),
  waitsFor(line, now),
];

const placeOf = ({ place }: QueueLine): string =>
  place === undefined ? '' : `${place.place}/${place.more ? '>' : ''}${place.of}`;

function waitsFor(line: QueueLine, now: number): string {
  if (line.status === 'awaiting_approval') return `approval ${line.approvalId ?? ''}`.trim();
  if (line.blockedOn !== undefined || (line.reason !== undefined && line.dueAt > now)) {
    return `${line.detail ?? line.blockedOn ?? ''} (${line.reason ?? 'blocked'})`;
  }
  return line.dueAt > now ? 'its time' : 'its turn';
}
