import type { Dispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { Pause } from '../../store/nouns/pause.ts';
import type { Store } from '../../store/store.ts';
import { type AdmitFacts, isTurn } from '../rules/admit.ts';
import { approvalDigest, approvalSubject } from '../rules/approval.ts';
import { pauseOf } from '../rules/pause.ts';
import { jobOfDispatch } from './job-as-run.ts';

export type Surroundings = {
  maxActiveRuns: number;
  gatewayReady: boolean;
  gatewayDetail?: string;
  /** All there are, where they were read for many dispatches at once. */
  pauses?: readonly Pause[];
};

/** Reads what the guards look at; inside the transaction that will carry out what they say. */
export function gatherFacts(
  store: Store,
  { job, dispatch }: { job: Job; dispatch: Dispatch },
  { pauses = store.pauses.list(), ...surroundings }: Surroundings,
  now: number,
): AdmitFacts {
  const approval = dispatch.approvalId === undefined ? undefined : store.approvals.get(dispatch.approvalId);
  const pause = pauseOf(job, pauses, now);
  const pool = job.definition.resource_pool;
  const asRun = jobOfDispatch(store, job, dispatch);
  const queuedItself = dispatch.status === 'pending' ? 1 : 0;
  return {
    now,
    job,
    asRun,
    dispatch,
    ...(pause === undefined ? {} : { pause }),
    ...(approval === undefined ? {} : { approval }),
    digest: digestOf(asRun, dispatch),
    pendingApprovals: job.definition.approval_required ? store.approvals.pendingOf(job.id).length : 0,
    // Hardly any guard gets as far as asking.
    get pendingDispatches() {
      return store.dispatches.countPending(job.id) - queuedItself;
    },
    ...(pool === undefined ? {} : { pool: poolFacts(store, pool) }),
    activeRuns: job.definition.overlap_policy === 'allow' ? [] : store.runs.activeOf(job.id),
    keyClaimed: store.ledger.isClaimed(dispatch.occasionKey, now),
    activeCount: store.runs.countActive(),
    ...(isTurn(asRun) ? { activeTurns: store.runs.countActiveTurns() } : {}),
    ...surroundings,
  };
}

function poolFacts(store: Store, name: string): NonNullable<AdmitFacts['pool']> {
  const active = store.runs.countActiveInPool(name);
  const holder = active === 0 ? undefined : store.runs.holderOfPool(name);
  return { name, slots: store.pools.slots(name), active, ...(holder === undefined ? {} : { holder }) };
}

/** A definition is one object as long as it does not change, so its hash is made once. */
const digests = new WeakMap<JobDefinition, { revision: number; digest: string }>();

function digestOf({ definition, revision }: Job, { override }: Dispatch): string {
  const known = digests.get(definition);
  if (override === undefined && known?.revision === revision) return known.digest;
  const digest = approvalDigest(approvalSubject({ definition, revision }, override));
  if (override === undefined) digests.set(definition, { revision, digest });
  return digest;
}
