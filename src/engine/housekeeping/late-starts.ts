import type { Run } from '../../store/nouns/run.ts';
import { isStorageFault } from '../../store/store-error.ts';
import type { Core } from '../core.ts';
import { grown, isOngoing, judgeLateStart, type LateJobs, togetherIn } from '../rules/late-together.ts';
import {
  isLateStart,
  isPunctualStart,
  LATE_TOGETHER_KEY,
  lateStartAlert,
  lateStartKey,
  lateTogetherAlert,
} from '../rules/run-alerts.ts';

const UNREADABLE_MS = 1_000;

/**
 * D-104. One alert for each job that starts late, which its next punctual start resolves; one for all of them where many
 * do, which any punctual start resolves once none is late any more. Punctual jobs cost nothing.
 */
export function createLateStarts(core: Core): { start(): void; stop(): void } {
  const { store, clock } = core.options;
  const known: LateJobs = { apart: new Map() };
  let off: (() => void) | undefined;
  let cancelReading: (() => void) | undefined;

  const look = (run: Run, sinceDueMs: number): void => {
    const lateMs = sinceSlotMs(core, run, sinceDueMs);
    if (isPunctualStart(lateMs)) {
      endBy(core, known, run);
      return;
    }
    const dispatch = store.dispatches.get(run.dispatchId);
    if (dispatch === undefined || !isLateStart(lateMs, dispatch)) return;
    raiseFor(core, known, run, { lateMs, dueAt: run.dueAt + sinceDueMs - lateMs });
  };

  /** A disk that fails just then must not leave half an engine, with a lease and without a loop. */
  const readKnown = (): void => {
    try {
      for (const jobId of store.upkeep().watch.jobsWithOpen('late-start')) known.apart.set(jobId, { name: '', at: 0 });
      const many = store.alerts.unresolved(LATE_TOGETHER_KEY);
      if (many !== undefined) known.together = togetherIn(many);
    } catch (error) {
      if (!isStorageFault(error)) throw error;
      cancelReading = clock.setTimer(UNREADABLE_MS, readKnown);
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
      cancelReading?.();
      off?.();
      off = undefined;
    },
  };
}

/** A fire that is made up for is due anew, and late all the same: by its own time, which jitter may put off. */
function sinceSlotMs({ options }: Core, { cause, slotAt, dueAt, jobId }: Run, sinceDueMs: number): number {
  if (cause !== 'schedule' || slotAt === undefined || slotAt >= dueAt) return sinceDueMs;
  const jitterMs = (options.store.jobs.get(jobId)?.definition.jitter_s ?? 0) * 1_000;
  return Math.max(sinceDueMs, dueAt + sinceDueMs - slotAt - jitterMs);
}

/** What a punctual start says is over. */
function endBy(core: Core, known: LateJobs, { jobId }: Run): void {
  const { store, clock } = core.options;
  const keys: string[] = [];
  if (known.apart.delete(jobId)) keys.push(lateStartKey(jobId));
  if (known.together !== undefined && !isOngoing(known.together, clock.now())) {
    delete known.together;
    keys.push(LATE_TOGETHER_KEY);
  }
  if (keys.length > 0) core.write(() => store.alerts.resolveAll(keys, clock.now()));
}

function raiseFor(core: Core, known: LateJobs, run: Run, late: { lateMs: number; dueAt: number }): void {
  const { store, clock } = core.options;
  const now = clock.now();
  const verdict = judgeLateStart(known, run.jobId, now);
  if (verdict.kind === 'apart') {
    known.apart.set(run.jobId, { name: run.jobName, at: now });
    core.write(() => store.alerts.raise(lateStartAlert(run, late.lateMs, late.dueAt), now));
    return;
  }
  const { takes } = verdict;
  const together = grown(
    known.together,
    { names: [...takes.map(({ name }) => name), run.jobName], lateMs: late.lateMs },
    now,
  );
  known.together = together;
  for (const { jobId } of takes) known.apart.delete(jobId);
  const alert = lateTogetherAlert(run, { ...late, ...together });
  core.write(() => {
    store.alerts.resolveAll(
      takes.map(({ jobId }) => lateStartKey(jobId)),
      now,
    );
    // One for each start that it tells of: those it takes over, and this one.
    for (let starts = 0; starts <= takes.length; starts += 1) store.alerts.raise(alert, now);
  });
}
