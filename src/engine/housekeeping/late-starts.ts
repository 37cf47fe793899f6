import type { Run } from '../../store/nouns/run.ts';
import { isStorageFault } from '../../store/store-error.ts';
import type { Core } from '../core.ts';
import { isLateStart, isPunctualStart, lateStartAlert, lateStartKey } from '../rules/run-alerts.ts';

const UNREADABLE_MS = 1_000;

/** D-104. One alert for each job that starts late; its next punctual start resolves it. Punctual jobs cost nothing. */
export function createLateStarts(core: Core): { start(): void; stop(): void } {
  const { store, clock } = core.options;
  const late = new Set<string>();
  let off: (() => void) | undefined;

  const resolve = ({ jobId }: Run): void => {
    late.delete(jobId);
    core.write(() => store.alerts.resolve(lateStartKey(jobId), clock.now()));
  };

  const look = (run: Run, sinceDueMs: number): void => {
    const lateMs = sinceSlotMs(run, sinceDueMs);
    if (isPunctualStart(lateMs)) {
      if (late.has(run.jobId)) resolve(run);
      return;
    }
    const dispatch = store.dispatches.get(run.dispatchId);
    if (dispatch === undefined || !isLateStart(lateMs, dispatch)) return;
    late.add(run.jobId);
    core.write(() => store.alerts.raise(lateStartAlert(run, lateMs, run.dueAt + sinceDueMs - lateMs), clock.now()));
  };

  /** A fire that is made up for is due anew, and late all the same: by its own time, which jitter may put off. */
  const sinceSlotMs = ({ cause, slotAt, dueAt, jobId }: Run, sinceDueMs: number): number => {
    if (cause !== 'schedule' || slotAt === undefined || slotAt >= dueAt) return sinceDueMs;
    const jitterMs = (store.jobs.get(jobId)?.definition.jitter_s ?? 0) * 1_000;
    return Math.max(sinceDueMs, dueAt + sinceDueMs - slotAt - jitterMs);
  };

  /** A disk that fails just then must not leave half an engine, with a lease and without a loop. */
  const readKnown = (): void => {
    try {
      for (const jobId of store.upkeep().watch.jobsWithOpen('late-start')) late.add(jobId);
    } catch (error) {
      if (!isStorageFault(error)) throw error;
      clock.setTimer(UNREADABLE_MS, readKnown);
    }
  };

  return {
    start(): void {
      readKnown();
      off ??= core.on((event) => {
        if (event.kind === 'run-started') look(event.run, event.lateMs);
      });
    },
    stop(): void {
      off?.();
      off = undefined;
    },
  };
}
