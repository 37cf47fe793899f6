import type { WhyRun } from '../../../store/nouns/why.ts';
import { clockIn, clockText, lengthText, type Reader } from './words.ts';

/** Why one run ran, when it started against its fire time, and how it ended. */
export function explainRun(run: WhyRun, jobZone: string, reader: Reader): string {
  const slot =
    run.slotAt === undefined ? '' : ` for ${clockIn(run.slotAt, jobZone, reader)}, ${lateText(run.slotAt, run)}`;
  return `run ${run.id} ran ${runCause(run)}${slot}; ${endText(reader, run)}`;
}

/** What caused a run, as it stands behind a comma. */
export function runCause({ cause, requestedBy, triggeredByRun, retryOf, retryCount, replayOf }: WhyRun): string {
  switch (cause) {
    case 'schedule':
      return 'by its schedule';
    case 'manual':
      return `by hand, ${requestedBy.name}`;
    case 'chain':
      return triggeredByRun === undefined ? 'after its parent' : `after run ${triggeredByRun} of its parent`;
    case 'retry':
      return replayOf === undefined
        ? `retry ${retryCount}, after run ${retryOf ?? '?'}`
        : `once more in place of run ${replayOf}, which was lost`;
  }
}

const ON_TIME_MS = 1_000;

export function lateText(slotAt: number, { startedAt, status }: WhyRun): string {
  if (startedAt === undefined) return status === 'pending' ? 'is about to start' : 'was not started';
  const lateMs = startedAt - slotAt;
  return lateMs <= ON_TIME_MS ? 'started on time' : `started ${lengthText(lateMs)} after it`;
}

export function endText(reader: Reader, { status, startedAt, finishedAt, error }: WhyRun): string {
  if (finishedAt === undefined) return status === 'awaiting_approval' ? 'it waits for approval' : 'it runs still';
  const took = startedAt === undefined ? '' : ` after ${lengthText(finishedAt - startedAt)}`;
  return `it ended ${status} at ${clockText(finishedAt, reader)}${took}${error === undefined ? '' : `, ${error}`}`;
}
