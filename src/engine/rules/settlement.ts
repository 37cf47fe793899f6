import type { JobResult } from '../../store/jobs.ts';
import type { NewAlert } from '../../store/nouns/alert.ts';
import type { Dispatch, NewDispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { NewNotice } from '../../store/nouns/notice.ts';
import type { Run, RunEnd } from '../../store/nouns/run.ts';
import type { RunFinish } from '../../store/runs.ts';
import type { ChildRefusal, ConditionAnswer } from './children.ts';
import type { Evidence, Outcome } from './outcome.ts';
import type { Fire } from './planning.ts';
import type { SecondAttempt } from './second-attempt.ts';

export type SettleFacts = {
  job: Job;
  run: Run;
  dispatch: Dispatch;
  outcome: Outcome;
  /** Computed before, since the output may be long. */
  resultHash?: string;
  now: number;
  /** Monotonic, from start to end; absent for a run that another engine started. */
  durationMs?: number;
  /** Children in order of creation. */
  children: readonly Job[];
  /** What looking at the output came to, by the child's id; of one that has no condition there is nothing. */
  conditions?: ReadonlyMap<string, ConditionAnswer>;
  /** How many ancestors the job has, where that is known. */
  depth?: number;
  /** Waiting dispatches of a job, so that each child's own queue limit holds. */
  pendingOf(jobId: string): number;
  /** From 0 to 1, for the retry's jitter. */
  spread: number;
};

/** Everything the end of a run changes; carried out whole, in one transaction, or not at all. */
export type Settlement = {
  run: RunFinish;
  evidence?: Evidence;
  key: 'keep' | 'release';
  /** What the ledger remembers of a key that is kept. */
  resultHash?: string;
  dispatch: 'done' | 'cancelled' | 'again';
  /** When a dispatch that goes again is due, and what it waits for; at once when absent. Then nothing is counted. */
  again?: { at: number; waitsFor?: 'gateway'; detail: string };
  jobResult?: JobResult;
  retry?: SecondAttempt;
  children: NewDispatch[];
  /** What becomes of the job itself. */
  job: 'stays' | 'disabled' | 'deleted';
  disabledBecause?: string;
  /** A new next fire; absent when the schedule goes on as it stands. */
  plan?: { next: Fire | undefined; backingOff?: { fromSlotAt: number; until: number } };
  /** The waiting slots of an earlier back-off end here. */
  endsBackOff: boolean;
  notices: NewNotice[];
  /** Alerts with the message that goes out with them, unless a repeat is held back. */
  raise: RaisedAlert[];
  resolve: string[];
  /** Dispatches that were due and could not be queued, and children of which nobody knows whether they were. */
  dropped: Refused[];
  /** Children that this end does not start. */
  passedOver: Refused[];
};

export type Refused = { jobId: string } & ChildRefusal;

export type RaisedAlert = { alert: NewAlert; notice?: NewNotice };

/** The parts of a settlement that every end has. */
export function unchanged(facts: SettleFacts, status: RunEnd): Settlement {
  const { outcome, now, durationMs } = facts;
  const evidence = 'evidence' in outcome ? outcome.evidence : undefined;
  return {
    run: {
      status,
      finishedAt: now,
      ...(durationMs === undefined ? {} : { durationMs: Math.round(durationMs) }),
      ...('exitCode' in outcome && outcome.exitCode !== undefined ? { exitCode: outcome.exitCode } : {}),
      ...('signal' in outcome && outcome.signal !== undefined ? { signal: outcome.signal } : {}),
      ...('error' in outcome ? { error: outcome.error } : {}),
      ...(evidence === undefined ? {} : { outBytes: evidence.outBytes, errBytes: evidence.errBytes }),
      ...(evidence?.summary === undefined ? {} : { summary: evidence.summary }),
      ...tokensOf(outcome),
    },
    ...(evidence === undefined ? {} : { evidence }),
    ...(facts.resultHash === undefined ? {} : { resultHash: facts.resultHash }),
    key: status === 'ok' ? 'keep' : 'release',
    dispatch: 'done',
    children: [],
    job: 'stays',
    endsBackOff: false,
    notices: [],
    raise: [],
    resolve: [],
    dropped: [],
    passedOver: [],
  };
}

function tokensOf(outcome: Outcome): Pick<RunFinish, 'tokensIn' | 'tokensOut'> {
  const tokens = 'answer' in outcome ? outcome.answer?.tokens : undefined;
  return tokens === undefined ? {} : { tokensIn: tokens.in, tokensOut: tokens.out };
}
