import type { Decision, SlotRow } from '../../../store/nouns/decision.ts';

export type HistoryRow = { at: number; what: string; reason: string; count: number; detail: string };

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
});

const ofSlot = (slot: SlotRow): HistoryRow => ({
  at: slot.lastSlotAt,
  what: slot.state,
  reason: slot.reason ?? '',
  count: slot.count,
  detail: slot.detail ?? (slot.runId === undefined ? '' : `run ${slot.runId}`),
});
