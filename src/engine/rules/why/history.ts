import type { Decision, SlotRow } from '../../../store/nouns/decision.ts';

/** `at` is when it was said, `slotAt` the fire time it was said of. */
export type HistoryRow = {
  at: number;
  slotAt?: number;
  what: string;
  reason: string;
  count: number;
  detail: string;
  runId?: number;
};

const WHAT: Readonly<Record<Decision['verdict'], string>> = {
  start: 'started',
  wait: 'waits',
  ask: 'asked',
  drop: 'not run',
};

/** Decisions and fire times, newest first; a fire time that a decision speaks of is told once. */
export function historyOf(decisions: readonly Decision[], slots: readonly SlotRow[], limit: number): HistoryRow[] {
  const told = new Set(decisions.map((decision) => decision.slotAt));
  return [...decisions.map(ofDecision), ...slots.filter((slot) => !told.has(slot.slotAt)).map(ofSlot)]
    .sort((a, b) => b.at - a.at)
    .slice(0, limit);
}

const ofDecision = (decision: Decision): HistoryRow => ({
  at: decision.lastAt,
  what: WHAT[decision.verdict],
  reason: decision.reason ?? '',
  count: decision.count,
  detail: decision.detail,
  ...(decision.slotAt === undefined ? {} : { slotAt: decision.slotAt }),
  ...(decision.runId === undefined ? {} : { runId: decision.runId }),
});

const ofSlot = (slot: SlotRow): HistoryRow => ({
  at: slot.lastSlotAt,
  what: slot.state,
  reason: slot.reason ?? '',
  count: slot.count,
  detail: slot.detail ?? (slot.runId === undefined ? '' : `run ${slot.runId}`),
  slotAt: slot.lastSlotAt,
  ...(slot.runId === undefined ? {} : { runId: slot.runId }),
});
