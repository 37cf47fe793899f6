import type { Approval } from '../../store/nouns/approval.ts';
import type { ReasonCode } from '../../store/nouns/decision.ts';
import type { Blocker, Dispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Pause } from '../../store/nouns/pause.ts';
import type { Run } from '../../store/nouns/run.ts';
import { approvalWaitMs } from './approval.ts';
import { waitAlready } from './counted.ts';
import { needsApproval } from './job/needs-approval.ts';
import { goesBackTo } from './occasion.ts';
import { pauseBlocker, pauseText } from './pause.ts';

/** Everything the guards look at, read in the transaction that carries out what they say. */
export type AdmitFacts = {
  now: number;
  job: Job;
  /** What would be run: another revision than the job has now, where the dispatch names one. */
  asRun?: Job;
  dispatch: Dispatch;
  /** What holds the job now. */
  pause?: Pause;
  /** The approval this dispatch carries, its own or the one its retried run had. */
  approval?: Approval;
  /** Hash of what would run now. */
  digest: string;
  pendingApprovals: number;
  /** Pending dispatches of the job, without this one. */
  pendingDispatches: number;
  pool?: { name: string; slots: number; active: number; holder?: Run };
  activeRuns: readonly Run[];
  keyClaimed: boolean;
  gatewayReady: boolean;
  /** What is the matter with it, for a person. */
  gatewayDetail?: string;
  activeCount: number;
  maxActiveRuns: number;
  /** Turns of agents under way, where this is one. */
  activeTurns?: number;
};

export type Admission =
  | { kind: 'start' }
  /** D-01: somebody else has it. */
  | { kind: 'nothing' }
  /** D-05; `renew` names an approval that was given for something else (D-86). */
  | { kind: 'ask'; renew?: Approval }
  | { kind: 'drop'; reason: ReasonCode; detail: string; warn: boolean }
  | { kind: 'duplicate'; detail: string }
  | { kind: 'postpone'; until: number; reason: ReasonCode; detail: string }
  | { kind: 'hold'; blocker: Blocker; reason: ReasonCode; detail: string }
  /** D-09: these runs are stopped first. */
  | { kind: 'replace'; runs: readonly Run[]; detail: string };

const GATEWAY_WAIT_MS = 60_000;

/** The guards, in order; the first that objects wins. */
export function admit(facts: AdmitFacts): Admission {
  if (facts.dispatch.status !== 'claimed') return { kind: 'nothing' };
  return (
    whenOff(facts) ??
    whenPaused(facts) ??
    whenAsking(facts) ??
    whenPoolIsFull(facts) ??
    whenOverlapping(facts) ??
    whenDone(facts) ??
    whenNoGateway(facts) ??
    whenNoTurn(facts) ??
    whenAtLimit(facts) ?? { kind: 'start' }
  );
}

const byHand = (dispatch: Dispatch): boolean => dispatch.cause === 'manual';
/** A fire on its first look; once it waits it is a dispatch like any other, and so is a late one that is run all the same. */
const isFreshFire = (dispatch: Dispatch): boolean =>
  dispatch.cause === 'schedule' && !dispatch.queued && dispatch.owed !== true;

/** D-02. */
function whenOff({ job, dispatch }: AdmitFacts): Admission | undefined {
  if (job.deletedAt !== undefined) return drop('deleted', 'the job was deleted');
  if (job.enabled || byHand(dispatch)) return undefined;
  return drop('disabled', job.disabledBecause ?? 'the job is disabled');
}

/** By hand goes through, as with a job that is off. A fire time is skipped; what comes once only waits. */
function whenPaused({ pause, job, dispatch }: AdmitFacts): Admission | undefined {
  if (pause === undefined || byHand(dispatch)) return undefined;
  const detail = pauseText(pause);
  if (isFreshFire(dispatch) && firesAgain(job, dispatch)) return drop('paused', detail);
  return { kind: 'hold', blocker: pauseBlocker(pause), reason: 'paused', detail };
}

/** An instant, and the start of the machine, come once. */
const firesAgain = ({ definition }: Job, { slotAt }: Dispatch): boolean =>
  slotAt !== undefined && definition.schedule_kind !== 'at';

/** D-03 to D-05, D-86. */
function whenAsking(facts: AdmitFacts): Admission | undefined {
  const { approval, digest, job, dispatch } = facts;
  const given = approval !== undefined && (approval.status === 'approved' || approval.status === 'dispatched');
  if (given && approval.digest === digest) return undefined;
  if (!needsApproval(job.definition, causeAsked(dispatch))) return undefined;
  if (given) return { kind: 'ask', renew: approval };
  if (facts.pendingApprovals >= job.definition.max_pending_approvals) {
    return { ...drop('approval-backlog', waitAlready(facts.pendingApprovals, 'approval', 'approvals')), warn: true };
  }
  if (facts.pendingApprovals === 0) return { kind: 'ask' };
  const detail = 'an earlier approval of this job is still open';
  if (isFreshFire(dispatch)) return drop('approval-pending', detail);
  const until = facts.now + approvalWaitMs(facts.pendingDispatches);
  return { kind: 'postpone', until, reason: 'approval-pending', detail };
}

/** What a parent caused it causes again: the retry of a chain run asks like the chain; that of one repeated by hand does not. */
const causeAsked = ({ cause, sourceRunId, causeRoot }: Dispatch): Dispatch['cause'] =>
  cause === 'retry' && goesBackTo(sourceRunId, causeRoot) ? 'chain' : cause;

/** D-06. */
function whenPoolIsFull({ pool, job, dispatch }: AdmitFacts): Admission | undefined {
  if (pool === undefined || pool.active < pool.slots) return undefined;
  const holder = pool.holder === undefined ? '' : `: run ${pool.holder.id} ${pool.holder.jobName} holds it`;
  const detail = `pool ${pool.name} full${holder}`;
  if (isFreshFire(dispatch) && job.definition.pool_policy === 'skip') return drop('pool-busy', detail);
  return { kind: 'hold', blocker: `pool:${pool.name}`, reason: 'pool-busy', detail };
}

/** D-07 to D-10. */
function whenOverlapping(facts: AdmitFacts): Admission | undefined {
  const { activeRuns, job } = facts;
  const first = activeRuns[0];
  if (first === undefined) return undefined;
  const detail = `run ${first.id} is still ${first.status === 'pending' ? 'starting' : 'running'}`;
  const { overlap_policy: policy } = job.definition;
  // D-80: what a person allowed is not dropped because of a run that came in between; a stop is what `replace` is for.
  if (facts.approval?.status === 'approved' && (policy === 'skip' || policy === 'queue')) return lineUp(job, detail);
  // S-5: each fire that `run_all` makes up for is run, so it waits for the one before; their number has a bound of its own.
  if (facts.dispatch.owed === true && policy !== 'allow') return lineUp(job, detail);
  switch (policy) {
    case 'allow':
      return undefined;
    case 'skip':
      // A retry was promised, and a fire time comes again.
      return { ...drop('overlap-skip', detail), warn: facts.dispatch.cause === 'retry' };
    case 'replace':
      return { kind: 'replace', runs: activeRuns, detail: `replaces run ${first.id}, which is being stopped` };
    case 'queue':
      return waitInLine(facts, detail);
  }
}

/** D-08. */
function waitInLine({ job, pendingDispatches }: AdmitFacts, detail: string): Admission {
  const most = job.definition.max_queued_dispatches;
  if (pendingDispatches >= most) {
    return { ...drop('overlap-full', waitAlready(pendingDispatches, 'dispatch', 'dispatches')), warn: true };
  }
  return lineUp(job, detail);
}

const lineUp = ({ id }: Job, detail: string): Admission => ({
  kind: 'hold',
  blocker: `job:${id}`,
  reason: 'overlap-waiting',
  detail,
});

/** D-11. */
function whenDone({ keyClaimed }: AdmitFacts): Admission | undefined {
  return keyClaimed ? { kind: 'duplicate', detail: 'this occasion was run already' } : undefined;
}

/** D-12. */
function whenNoGateway(facts: AdmitFacts): Admission | undefined {
  const { job, asRun = job, dispatch, gatewayReady, gatewayDetail, now } = facts;
  if (gatewayReady || !needsGateway(asRun)) return undefined;
  const detail = gatewayDetail ?? 'the gateway is not connected';
  // One that waits is enough: a fire every minute would otherwise leave a herd behind.
  if (isFreshFire(dispatch) && facts.pendingDispatches > 0) return drop('gateway-down', detail);
  return { kind: 'postpone', until: now + GATEWAY_WAIT_MS, reason: 'gateway-down', detail };
}

export const needsGateway = ({ definition }: Pick<Job, 'definition'>): boolean =>
  definition.job_type !== 'watchdog' && definition.session_target !== 'shell';

/** D-13. What would only wait inside the gateway holds no place that other work could have. */
function whenNoTurn({ activeTurns = 0 }: AdmitFacts): Admission | undefined {
  if (activeTurns < TURNS_AT_ONCE_MAX) return undefined;
  return {
    kind: 'hold',
    blocker: 'limit:turns',
    reason: 'limit',
    detail: `${activeTurns} agent turns are under way, and the gateway does ${TURNS_AT_ONCE_MAX} at once`,
  };
}

/** As many as the gateway does: more would wait there, in silence, and be taken for idle. */
export const TURNS_AT_ONCE_MAX = 4;

export const isTurn = (job: Pick<Job, 'definition'>): boolean =>
  needsGateway(job) && job.definition.session_target === 'isolated';

/** D-13. */
function whenAtLimit({ activeCount, maxActiveRuns }: AdmitFacts): Admission | undefined {
  if (activeCount < maxActiveRuns) return undefined;
  return {
    kind: 'hold',
    blocker: 'limit',
    reason: 'limit',
    detail: `${activeCount} of ${maxActiveRuns} runs are active`,
  };
}

const drop = (reason: ReasonCode, detail: string): Extract<Admission, { kind: 'drop' }> => ({
  kind: 'drop',
  reason,
  detail,
  warn: false,
});
