import { jobReads } from '../../../src/store/lookups/job-reads.ts';
import type { Approval } from '../../../src/store/nouns/approval.ts';
import type { Context } from '../../context.ts';
import { findApproval } from '../../find.ts';
import { toDocument } from '../../output/documents.ts';
import { pairLines } from '../../output/pairs.ts';
import { durationText, relativeText, wallText } from '../../output/times.ts';
import { subjectPairs } from './subject.ts';

const OUTPUT_SHOWN_MAX = 2_000;

export function showApproval(context: Context, _options: object, wanted: string): void {
  const { approvals, runs, db } = context.store();
  const approval = findApproval(wanted, approvals, jobReads(db));
  const sourceRun = approval.sourceRunId === undefined ? undefined : runs.get(approval.sourceRunId);
  const sourceOutput = sourceRun === undefined ? undefined : runs.output(sourceRun.id)?.stdout.slice(-OUTPUT_SHOWN_MAX);
  const pending = approval.status === 'pending';
  const now = context.clock.now();
  const forecast = pending ? context.commands().forecastApproved(approval.id) : undefined;
  const document = {
    ...(toDocument(approval) as object),
    ...(pending ? { waited_ms: now - approval.askedAt, left_ms: Math.max(0, approval.expiresAt - now), forecast } : {}),
    source_run: toDocument(sourceRun) ?? null,
    source_output: sourceOutput ?? null,
  };
  context.output.answer(document, () =>
    pairLines([
      ['approval', `${approval.id} of ${approval.jobName}: ${stateText(context, approval)}`],
      ...subjectPairs(approval),
      [
        'asked',
        `${wallText(approval.askedAt, context.host.timeZone)} (${relativeText(approval.askedAt, context.clock.now())}), because of a ${approval.askedBecause} dispatch by ${approval.requestedBy.name}`,
      ],
      [
        'caused by',
        sourceRun === undefined ? undefined : `run ${sourceRun.id} of ${sourceRun.jobName}: ${sourceRun.status}`,
      ],
      ['its output', sourceOutput === '' ? undefined : sourceOutput],
      ['a yes', forecast],
      ['note', approval.note],
    ]),
  );
}

function stateText(context: Context, approval: Approval): string {
  const now = context.clock.now();
  if (approval.status === 'pending') {
    return `waits for ${durationText(now - approval.askedAt)} so far; lapses in ${durationText(Math.max(0, approval.expiresAt - now))}, then ${approval.onTimeout}`;
  }
  const who = approval.decidedBy === undefined ? '' : ` by ${approval.decidedBy.name}`;
  const when = approval.decidedAt === undefined ? '' : ` ${relativeText(approval.decidedAt, now)}`;
  return `${approval.status}${who}${when}${approval.startedRunId === undefined ? '' : `, run ${approval.startedRunId}`}`;
}
