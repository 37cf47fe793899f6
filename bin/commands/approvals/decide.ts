import { jobReads } from '../../../src/store/lookups/job-reads.ts';
import { questionReads } from '../../../src/store/lookups/question-reads.ts';
import type { Approval } from '../../../src/store/nouns/approval.ts';
import type { Context } from '../../context.ts';
import { Failure, usageFailure } from '../../failure.ts';
import { findApproval } from '../../find.ts';
import { LIST_MAX } from '../../limits.ts';
import { toDocument } from '../../output/documents.ts';
import { pairLines } from '../../output/pairs.ts';
import { plainLine } from '../../output/plain-text.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';
import { subjectPairs } from './subject.ts';

type Options = { note?: string; confirm?: string; all?: true };

export function approve(context: Context, options: Options, wanted: string[]): void {
  const approvals = chosen(context, options, wanted);
  for (const approval of approvals) checkRisk(approval, options);
  const decided = decideTogether(context, options, approvals, 'approve');
  const engine = remarkIfNoEngine(context);
  context.output.answer({ approvals: toDocument(decided), waits_for_engine: engine.waitsForEngine === true }, () =>
    approvals.flatMap((approval) => [
      ...pairLines(subjectPairs(approval)),
      `approved ${plainLine(approval.jobName)} (approval ${approval.id})`,
    ]),
  );
}

export function reject(context: Context, options: Options, wanted: string[]): void {
  const approvals = chosen(context, options, wanted);
  const decided = decideTogether(context, options, approvals, 'reject');
  context.output.answer({ approvals: toDocument(decided) }, () =>
    approvals.map((approval) => `rejected ${plainLine(approval.jobName)} (approval ${approval.id})`),
  );
}

export const approveJob = (context: Context, options: Options, job: string): void => approve(context, options, [job]);
export const rejectJob = (context: Context, options: Options, job: string): void => reject(context, options, [job]);

function chosen(context: Context, options: Options, wanted: readonly string[]): Approval[] {
  if ((options.all === true) === wanted.length > 0) {
    throw usageFailure('approvals-wanted', 'give approvals or jobs, or --all', {
      hint: 'approvals list shows those that wait',
    });
  }
  const { approvals, db } = context.store();
  if (options.all === true) return questionReads(db).pendingApprovals(LIST_MAX);
  const jobs = jobReads(db);
  return wanted.map((each) => findApproval(each, approvals, jobs));
}

/** What is dangerous is approved by itself, by somebody who types its name. */
function checkRisk(approval: Approval, options: Options): void {
  if (approval.risk === 'normal' || options.confirm === approval.jobName) return;
  const given = options.confirm === undefined ? '' : `, not ${options.confirm}`;
  throw new Failure(
    'refused',
    'confirm-needed',
    `not approved: the risk of ${approval.jobName} is high and its name has to be given${given}; it would run: ${approval.subject.payload}`,
    { hint: `approvals approve ${approval.id} --confirm NAME`, field: '--confirm' },
  );
}

/** All or none: the first refusal rolls back what was decided before it. */
function decideTogether(
  context: Context,
  options: Options,
  approvals: readonly Approval[],
  verb: 'approve' | 'reject',
): Approval[] {
  const commands = context.commands();
  const note = options.note === undefined ? {} : { note: options.note };
  return context.store().write(() =>
    approvals.map((approval) => {
      const decision = { actor: context.actor, revision: approval.revision, ...note };
      return doneValue(commands[verb](approval.id, decision)).approval;
    }),
  );
}
