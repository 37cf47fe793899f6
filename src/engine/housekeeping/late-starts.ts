import type { Run } from '../../store/nouns/run.ts';
import { isStorageFault } from '../../store/store-error.ts';
import type { Core } from '../core.ts';
import {
  isLateStart,
  isPunctualStart,
  LATE_TOGETHER_KEY,
  lateStartAlert,
  lateStartKey,
  lateTogetherAlert,
} from '../rules/run-alerts.ts';

const UNREADABLE_MS = 1_000;
/** More jobs than these that start late within the window have one cause, and one alert. */
const APART_MAX = 5;
const WINDOW_MS = 600_000;
/** How many of them the alert names. */
const NAMED_MAX = 8;

/** Jobs with an alert of their own, by id; of one that another engine raised it is not known when. */
type Apart = Map<string, { name: string; at: number }>;
/** What the alert of many jobs is about. */
type Together = { lastAt: number; worstMs: number; first: string[] };

/**
 * D-104. One alert for each job that starts late, which its next punctual start resolves; one for all of them where many
 * do, which any punctual start resolves once none was late for the window. Punctual jobs cost nothing.
 */
export function createLateStarts(core: Core): { start(): void; stop(): void } {
  const { store, clock } = core.options;
  const apart: Apart = new Map();
  let together: Together | undefined;
  let off: (() => void) | undefined;

  const isOngoing = (many: Together): boolean => clock.now() - many.lastAt < WINDOW_MS;

  const resolve = (keys: readonly string[]): void => core.write(() => store.alerts.resolveAll(keys, clock.now()));

  const punctual = ({ jobId }: Run): void => {
    const keys: string[] = [];
    if (apart.delete(jobId)) keys.push(lateStartKey(jobId));
    if (together !== undefined && !isOngoing(together)) {
      together = undefined;
      keys.push(LATE_TOGETHER_KEY);
    }
    if (keys.length > 0) resolve(keys);
  };

  const look = (run: Run, sinceDueMs: number): void => {
    const lateMs = sinceSlotMs(run, sinceDueMs);
    if (isPunctualStart(lateMs)) {
      punctual(run);
      return;
    }
    const dispatch = store.dispatches.get(run.dispatchId);
    if (dispatch === undefined || !isLateStart(lateMs, dispatch)) return;
    const dueAt = run.dueAt + sinceDueMs - lateMs;
    const recent = [...apart].filter(([, { at }]) => clock.now() - at < WINDOW_MS);
    const joins = together !== undefined && isOngoing(together);
    if (!apart.has(run.jobId) && (joins || recent.length >= APART_MAX)) {
      takeTogether(run, { lateMs, dueAt }, recent);
      return;
    }
    apart.set(run.jobId, { name: run.jobName, at: clock.now() });
    core.write(() => store.alerts.raise(lateStartAlert(run, lateMs, dueAt), clock.now()));
  };

  /** Those that had an alert of their own so far are counted on the one of all. */
  const takeTogether = (
    run: Run,
    late: { lateMs: number; dueAt: number },
    recent: [string, { name: string }][],
  ): void => {
    const before: Together = together ?? { lastAt: 0, worstMs: 0, first: [] };
    const names = [...before.first, ...recent.map(([, { name }]) => name), run.jobName];
    const many = {
      lastAt: clock.now(),
      worstMs: Math.max(before.worstMs, late.lateMs),
      first: [...new Set(names)].slice(0, NAMED_MAX),
    };
    together = many;
    for (const [jobId] of recent) apart.delete(jobId);
    core.write(() => {
      const keys = recent.map(([jobId]) => lateStartKey(jobId));
      if (keys.length > 0) store.alerts.resolveAll(keys, clock.now());
      const alert = lateTogetherAlert(run, { ...late, ...many });
      for (let starts = 0; starts <= recent.length; starts += 1) store.alerts.raise(alert, clock.now());
    });
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
      for (const jobId of store.upkeep().watch.jobsWithOpen('late-start')) apart.set(jobId, { name: '', at: 0 });
      const many = store.alerts.unresolved(LATE_TOGETHER_KEY);
      if (many !== undefined) together = { lastAt: many.lastAt, worstMs: 0, first: [] };
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
