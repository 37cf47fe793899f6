import { createHash } from 'node:crypto';
import type { Actor } from '../../store/nouns/actor.ts';
import type { Approval } from '../../store/nouns/approval.ts';
import { SEEN_ACTION } from '../../store/nouns/approval.ts';
import { starterOf } from '../../store/nouns/starter.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { grantApproval } from '../dispatch/decide-approval.ts';
import { refuseApproval } from '../dispatch/refuse-approval.ts';
import { rejectedNotice } from '../rules/notice.ts';
import { clockToSecond } from '../rules/why/words.ts';
import { conflict, done, notFound, type Refusal, type Result, refused, transact } from './result.ts';

export type Decision = {
  actor: Actor;
  /** The revision the person saw; another one means that it changed meanwhile. */
  revision?: number;
  note?: string;
  /** What the person had before their eyes, as text, and for how long: the audit keeps a hash of it. */
  shown?: { text: string; forMs: number };
};

export function approvalCommands(store: Store, ports: CommandPorts) {
  const decide = (
    id: number,
    decision: Decision,
    word: 'approved' | 'rejected',
    act: (now: number) => Approval | undefined,
  ): Result<{ approval: Approval }> =>
    transact(store, ports, () => {
      const before = store.approvals.get(id);
      if (before === undefined) return notFound('approval', id);
      const own = word === 'approved' ? refusedToStarter(store, ports, before, decision.actor) : undefined;
      if (own !== undefined) return own;
      const at = ports.clock.now();
      if (act(at) === undefined) return lostRace(before, decision, word, instantText(ports, at));
      const { actor, note, shown } = decision;
      const entry = { actor, action: `approval.${word}`, subjectKind: 'approval', subjectId: String(id) } as const;
      const detail = {
        digest: before.digest,
        revision: before.revision,
        ...(note === undefined ? {} : { note }),
        ...(shown === undefined ? {} : { shownMs: Math.round(shown.forMs), shownHash: hashOf(shown.text) }),
      };
      store.audit.add({ ...entry, subjectName: before.jobName, detail }, at);
      return done({ approval: store.approvals.get(id) ?? before });
    });

  return {
    /** Somebody had its sheet before them, since then, and has not decided: kept once for each person and revision. */
    sawApproval(id: number, { actor, revision, fromAt }: { actor: Actor; revision: number; fromAt: number }): void {
      store.writeUnlessBusy(() => {
        const approval = store.approvals.get(id);
        if (approval === undefined || approval.decidedBy?.name === actor.name) return;
        const about = { subjectKind: 'approval', subjectId: String(id), subjectName: approval.jobName } as const;
        const entry = { actor, action: SEEN_ACTION, ...about, detail: { from: fromAt, revision } };
        if (!store.audit.has(entry, revision)) store.audit.add(entry, ports.clock.now());
      });
      ports.changed?.();
    },
    approve: (id: number, decision: Decision): Result<{ approval: Approval }> =>
      decide(id, decision, 'approved', (now) => grantApproval(store, id, decision, now)),
    reject: (id: number, decision: Decision): Result<{ approval: Approval }> =>
      decide(id, decision, 'rejected', (now) => rejectAndTell(store, id, decision, now)),
  };
}

function rejectAndTell(store: Store, id: number, decision: Decision, now: number): Approval | undefined {
  const approval = refuseApproval(store, id, { ...decision, status: 'rejected' }, now);
  const job = approval === undefined ? undefined : store.jobs.get(approval.jobId);
  const notice = approval === undefined || job === undefined ? undefined : rejectedNotice(job, approval);
  if (notice !== undefined) store.outbox.add(notice, now);
  return approval;
}

/** D-87. Where `approvals.self` is false, whoever started it asks somebody else. */
function refusedToStarter(store: Store, ports: CommandPorts, approval: Approval, actor: Actor): Refusal | undefined {
  if (ports.selfApproval?.() !== 'forbidden' || approval.status !== 'pending') return undefined;
  const { requestedBy, sourceRunId } = approval;
  const first = { requestedBy, ...(sourceRunId === undefined ? {} : { triggeredByRun: sourceRunId }) };
  if (starterOf(first, (id) => store.runs.get(id))?.name !== actor.name) return undefined;
  return refused(
    'approval-self',
    `not approved: not by ${actor.name}, who started it`,
    'somebody else approves it; approvals.self in config.json allows it',
  );
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** D-83. The one who was second is told who was first, and when. */
function lostRace(approval: Approval, decision: Decision, word: string, clock: (at: number) => string): Refusal {
  const { status, decidedAt, decidedBy, note } = approval;
  if (status === 'pending') {
    return conflict(
      'approval-changed',
      `not ${word}: approval ${approval.id} changed since revision ${decision.revision}`,
    );
  }
  const at = decidedAt === undefined ? '' : ` at ${clock(decidedAt)}`;
  const said = note === undefined || note === '' ? '' : ` (“${note}”)`;
  return conflict('approval-decided', `not ${word}: ${subjectOf(status, decidedBy)}${at}${said}`);
}

function subjectOf(status: Approval['status'], by: Actor | undefined): string {
  switch (status) {
    case 'timed_out':
      return 'it lapsed without an answer';
    case 'cancelled':
      return 'it was closed';
    case 'rejected':
      return `${by?.name ?? 'somebody'} rejected it`;
    case 'approved':
    case 'dispatched':
    case 'pending':
      return by?.via === 'timeout' ? 'it was approved by its time-out' : `${by?.name ?? 'somebody'} approved it`;
  }
}

const instantText =
  ({ clocks }: CommandPorts, now: number) =>
  (at: number): string =>
    clocks === undefined ? new Date(at).toISOString() : clockToSecond(at, { ...clocks, now });
