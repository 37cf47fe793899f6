import { shownTarget } from '../../../src/engine/rules/delivery.ts';
import { jobReads } from '../../../src/store/lookups/job-reads.ts';
import {
  MESSAGE_STATES,
  type MessageLine,
  type MessageState,
  outboxReads,
} from '../../../src/store/lookups/outbox-reads.ts';
import type { Context } from '../../context.ts';
import { findJob } from '../../find.ts';
import { toDocument } from '../../output/documents.ts';
import { toneOf } from '../../output/paint.ts';
import type { Cell } from '../../output/table.ts';
import { relativeText } from '../../output/times.ts';

const COLUMNS = [
  { title: 'id', align: 'right' },
  { title: 'state' },
  { title: 'to' },
  { title: 'message' },
  { title: 'written' },
  { title: 'tries', align: 'right' },
  { title: 'next' },
  { title: 'last error' },
] as const;

type Options = { all?: true; state?: MessageState; job?: string; to?: string; limit: number };

export function listMessages(context: Context, options: Options): void {
  const { db } = context.store();
  const job = options.job === undefined ? {} : { jobId: findJob(jobReads(db), options.job).id };
  const to = options.to === undefined ? {} : { to: options.to };
  const lines = outboxReads(db)
    .list({ states: statesOf(options), limit: options.limit, ...job, ...to })
    .map((line) => ({ ...line, ...(line.target === undefined ? {} : { target: shownTarget(line.target) }) }));
  const now = context.clock.now();
  context.output.remarkIfFull(lines.length, options.limit);
  context.output.answer(toDocument(lines), () =>
    lines.length === 0
      ? ['No messages wait. --all shows those that were sent.']
      : context.output.table(
          COLUMNS,
          lines.map((line) => rowOf(line, now)),
        ),
  );
}

function statesOf({ all, state }: Options): readonly MessageState[] {
  if (state !== undefined) return [state];
  return all === true ? MESSAGE_STATES : MESSAGE_STATES.filter((each) => each !== 'sent');
}

const rowOf = (line: MessageLine, now: number): Cell[] => [
  String(line.id),
  { text: line.state, tone: line.state === 'held' ? 'warn' : toneOf(line.state === 'failed' ? 'error' : line.state) },
  addressText(line),
  line.title,
  relativeText(line.createdAt, now),
  String(line.attempts),
  line.nextAttemptAt === undefined ? '-' : relativeText(line.nextAttemptAt, now),
  line.lastError ?? '-',
];

/** Behind a name stands the channel of its alias, whatever channel the job has. */
const addressText = ({ channel = '', target = '' }: MessageLine): string =>
  target.startsWith('@') ? target : `${channel} ${target}`.trim();
