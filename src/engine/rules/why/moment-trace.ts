import type { SlotRow } from '../../../store/nouns/decision.ts';
import type { WhyRun } from '../../../store/nouns/why.ts';
import { type MomentSaid, type MomentView, nameOf, withReason } from './moment-view.ts';
import { REASONS } from './reasons.ts';
import { endText, lateText } from './run.ts';
import { explainWaiting } from './waiting.ts';
import { clockIn, clockText } from './words.ts';

/** What a fire time's trace says: it ran, waits, was skipped or missed. */
export function traceText(view: MomentView, slot: SlotRow, run: WhyRun | undefined): MomentSaid {
  switch (slot.state) {
    case 'ran':
      return ran(view, slot, run);
    case 'due':
      return due(view, slot);
    case 'skipped':
    case 'missed':
      return passed(view, slot);
  }
}

function ran(view: MomentView, slot: SlotRow, run: WhyRun | undefined): MomentSaid {
  const fire = clockIn(slot.slotAt, view.jobZone, view);
  if (run === undefined) {
    const which = slot.runId === undefined ? 'its run' : `run ${slot.runId}`;
    return { code: 'ran', text: `${nameOf(view)} ran for ${fire}: ${which}, whose record is removed by now` };
  }
  const code = run.finishedAt === undefined ? 'running' : 'ran';
  const text = `${nameOf(view)} ran for ${fire}: run ${run.id} ${lateText(slot.slotAt, run)}; ${endText(view, run)}`;
  return { code, text, runId: run.id };
}

function due(view: MomentView, slot: SlotRow): MomentSaid {
  const fire = clockIn(slot.slotAt, view.jobZone, view);
  const waiting = view.record.waiting.find(({ dispatch }) => dispatch.id === slot.dispatchId);
  if (waiting === undefined) return { code: 'waiting', text: `${nameOf(view)} is due for ${fire} and has not started` };
  const { text, reason, remedy } = explainWaiting(view, waiting);
  return {
    code: 'waiting',
    text: `the fire time ${fire} waits: ${text}`,
    ...(reason === undefined ? {} : { reason }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

function passed(view: MomentView, slot: SlotRow): MomentSaid {
  const { state, reason, detail, count, slotAt, lastSlotAt } = slot;
  const why = detail ?? (reason === undefined ? 'no reason was kept' : REASONS[reason].sentence);
  const at = view.explained?.kind === 'fires' || view.explained?.kind === 'excluded' ? view.explained.slot.at : slotAt;
  const stretch =
    count === 1 ? '' : `, one of ${count} from ${clockText(slotAt, view)} to ${clockText(lastSlotAt, view)}`;
  const text = `${nameOf(view)} did not run at ${clockIn(at, view.jobZone, view)}: ${state}${stretch}: ${why}`;
  const code = state === 'missed' ? 'missed' : 'skipped';
  return reason === undefined ? { code, text } : { code, text, ...withReason(reason, view) };
}

/** A fire time's trace in a clause behind another one: `it ran, run 12`. */
export function traceClause(view: MomentView, slotAt: number): string {
  const found = view.traceAt(slotAt);
  if (found === undefined) return '';
  const { slot, run } = found;
  if (slot.state === 'ran') return run === undefined ? ', which ran' : `, which ran: run ${run.id} ${run.status}`;
  if (slot.state === 'due') return ', which waits';
  return `, which was ${slot.state}: ${slot.detail ?? slot.reason ?? ''}`;
}
