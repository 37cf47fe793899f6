import { questionReads } from '../../../src/store/lookups/question-reads.ts';
import type { Approval } from '../../../src/store/nouns/approval.ts';
import type { Context } from '../../context.ts';
import { toDocument } from '../../output/documents.ts';
import { toneOf } from '../../output/paint.ts';
import type { Cell } from '../../output/table.ts';
import { durationText, relativeText } from '../../output/times.ts';

const COLUMNS = [
  { title: 'id', align: 'right' },
  { title: 'job' },
  { title: 'state' },
  { title: 'risk' },
  { title: 'asked' },
  { title: 'lapses' },
  { title: 'would run' },
] as const;

export function listApprovals(context: Context, options: { all?: true; limit: number }): void {
  const reads = questionReads(context.store().db);
  const approvals = options.all === true ? reads.approvals(options.limit) : reads.pendingApprovals(options.limit);
  const now = context.clock.now();
  context.output.remarkIfFull(approvals.length, options.limit);
  context.output.answer(toDocument(approvals), () =>
    approvals.length === 0
      ? ['No approvals wait. Jobs with approval_required ask here.']
      : context.output.table(
          COLUMNS,
          approvals.map((approval) => rowOf(approval, now)),
        ),
  );
}

const rowOf = (approval: Approval, now: number): Cell[] => [
  String(approval.id),
  approval.jobName,
  { text: approval.status, tone: toneOf(approval.status) },
  approval.risk === 'high' ? { text: 'high', tone: 'bad' } : 'normal',
  relativeText(approval.askedAt, now),
  approval.status === 'pending'
    ? `in ${durationText(Math.max(0, approval.expiresAt - now))}, then ${approval.onTimeout}`
    : '-',
  approval.subject.payload,
];
