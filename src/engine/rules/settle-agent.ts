import type { NewNotice } from '../../store/nouns/notice.ts';
import { answerNotice } from './notice.ts';
import type { Answer, Outcome } from './outcome.ts';
import { type SettleFacts, type Settlement, unchanged } from './settlement.ts';

type PutOff = Extract<Outcome, { kind: 'deferred' | 'drained' }>;

const DEFERRED_MS = 60_000;
/** A gateway that restarts is back by then, as a rule. */
const DRAINED_MS = 90_000;

/** D-50, D-57. The same work again, later: the run has its end, and nothing else has happened. */
export function putOff(facts: SettleFacts, outcome: PutOff): Settlement {
  const { now } = facts;
  switch (outcome.kind) {
    case 'deferred': {
      const again = { at: now + DEFERRED_MS, waitsFor: 'gateway', detail: outcome.detail } as const;
      return { ...unchanged(facts, 'error'), dispatch: 'again', again };
    }
    case 'drained': {
      const again = { at: now + DRAINED_MS, detail: outcome.error };
      return { ...unchanged(facts, 'skipped'), dispatch: 'again', again };
    }
  }
}

/** D-41, D-54, D-59. What is told of a good answer. */
export function answerNotices({ job, run, outcome }: SettleFacts, answer: Answer): NewNotice[] {
  const reply = 'evidence' in outcome ? (outcome.evidence?.summary ?? '') : '';
  const notice = answerNotice(job, run, { answer, reply });
  return notice === undefined ? [] : [notice];
}
