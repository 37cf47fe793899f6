import type { Actor } from '../../store/nouns/actor.ts';
import type { Dispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Run } from '../../store/nouns/run.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { gatherFacts, type Surroundings } from '../dispatch/gather-facts.ts';
import { isReady, type Readiness } from '../ports/gateway.ts';
import { type Admission, type AdmitFacts, admit } from '../rules/admit.ts';
import { lengthText } from '../rules/why/words.ts';
import { manualDispatch } from './run-commands.ts';

const MAX_ACTIVE_RUNS = 8;

type Words = (admission: Admission, facts: AdmitFacts) => string;

/** What the guards would say, asked without writing anything. */
export function forecastCommands(store: Store, ports: CommandPorts) {
  const now = (): number => ports.clock.now();
  const surroundings = (): Surroundings => ({
    // The engine may be another process, with other settings than ours.
    maxActiveRuns: store.lease.places() ?? ports.maxActiveRuns ?? MAX_ACTIVE_RUNS,
    gatewayReady: true,
  });
  /** Who decides wants to know what is free, and for whom it would wait how long. */
  const approvedWords: Words = (admission, facts) => {
    const { pool, now: at } = facts;
    if (admission.kind === 'start')
      return `starts at once: slot free${pool === undefined ? '' : `, pool ${pool.name} free`}`;
    const isPool = admission.kind === 'hold' && admission.reason === 'pool-busy' && pool !== undefined;
    if (!isPool) return wordsOf(admission);
    return `waits for pool ${pool.name}${pool.holder === undefined ? '' : ` (${holderText(store, pool.holder, at)})`}`;
  };
  return {
    /** What the guards would answer to a run by hand now, in one phrase. */
    forecast(jobId: string, content: Pick<Dispatch, 'jobRevision' | 'override'> = {}): string {
      const job = store.jobs.get(jobId);
      if (job === undefined) return 'refused: no such job';
      const at = now();
      const dispatch = { ...imagined(job, at), ...content };
      return phraseOf(gatherFacts(store, { job, dispatch }, surroundings(), at), ports.gateway?.());
    },

    /** What they would answer to the dispatch of an approval, once it is given. */
    forecastApproved(approvalId: number): string {
      const approval = store.approvals.get(approvalId);
      const job = approval === undefined ? undefined : store.jobs.get(approval.jobId);
      const asked = approval === undefined ? undefined : store.dispatches.get(approval.dispatchId);
      if (approval === undefined || job === undefined || asked === undefined) return 'refused: it is gone';
      const dispatch: Dispatch = { ...asked, status: 'claimed', queued: true };
      const facts = gatherFacts(store, { job, dispatch }, surroundings(), now());
      return phraseOf({ ...facts, approval: { ...approval, status: 'approved' } }, ports.gateway?.(), approvedWords);
    },
  };
}

/** The run that is in front, and about how long it goes on if it takes as long as usual. */
function holderText(store: Store, { id, jobId, jobName, startedAt, createdAt }: Run, now: number): string {
  const { usualMs } = store.jobs.get(jobId) ?? {};
  const leftMs = usualMs === undefined ? 0 : (startedAt ?? createdAt) + usualMs - now;
  return `run ${id} ${jobName}${leftMs > 0 ? `, about ${aboutText(leftMs)}` : ''}`;
}

const MINUTE_MS = 60_000;

/** In whole minutes, from one on: more would only look exact. */
const aboutText = (ms: number): string => lengthText(ms < MINUTE_MS ? ms : Math.floor(ms / MINUTE_MS) * MINUTE_MS);

/** A dispatch that is not there: what the guards would say of it is asked without writing anything. */
function imagined(job: Job, now: number): Dispatch {
  const actor: Actor = { kind: 'person', name: '', via: 'console' };
  return {
    ...manualDispatch(job, { actor, requestId: '', key: '' }, now),
    id: 0,
    status: 'claimed',
    rank: now,
    queued: false,
    errorCount: 0,
    createdAt: now,
  };
}

/** Where nobody knows how it stands with the gateway, both answers are given. */
function phraseOf(facts: AdmitFacts, gateway: Readiness | undefined, words: Words = wordsOf): string {
  const ready = words(admit(facts), facts);
  const down = words(admit({ ...facts, gatewayReady: false, ...detailOf(gateway) }), facts);
  if (gateway !== undefined) return isReady(gateway) ? ready : down;
  return ready === down ? ready : `${ready}, if the engine is connected to the gateway`;
}

const detailOf = (gateway: Readiness | undefined): { gatewayDetail?: string } =>
  gateway === undefined ? {} : { gatewayDetail: gateway.detail };

function wordsOf(admission: Admission): string {
  switch (admission.kind) {
    case 'start':
      return 'starts at once';
    case 'ask':
      return 'asks for approval first';
    case 'hold':
    case 'postpone':
      return `waits: ${admission.detail}`;
    case 'replace':
      return `waits: ${admission.detail}`;
    case 'drop':
      return `refused: ${admission.detail}${admission.reason === 'overlap-skip' ? ', overlap skip' : ''}`;
    case 'duplicate':
    case 'nothing':
      return 'refused: it ran already';
  }
}
