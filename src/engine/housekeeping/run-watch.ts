import { isBusy } from '../../store/store-error.ts';
import type { LongRunner, OverdueJob } from '../../store/upkeep/watch.ts';
import type { Core } from '../core.ts';
import { raiseAlert } from '../dispatch/raise-alert.ts';
import { deadManAlert, judgeSilence, longFrom, longRunAlert } from '../rules/run-alerts.ts';
import { messageOf } from '../tick.ts';
import { endLostRuns } from './lost-runs.ts';

/** The ceiling on a sleep: what others write meanwhile is noticed within it. */
const LOOK_EVERY_MS = 10_000;
const LOST_EVERY_MS = 60_000;
/** The rest has its turn at once, after everything else that waits. */
const OVERDUE_A_LOOK_MAX = 50;

/** D-100, D-104. Sleeps until the next job is overdue or the next run is a long one, and looks after lost runs. */
export function createRunWatch(core: Core): { start(): void; stop(): void } {
  const { clock } = core.options;
  let cancel: (() => void) | undefined;
  let lostAt = 0;

  const look = (): void => {
    let next = LOOK_EVERY_MS;
    try {
      if (core.state === 'running') next = lookOnce();
    } catch (error) {
      // The next look sees the same.
      if (!isBusy(error) && !core.trouble.met(error)) {
        core.emit({ kind: 'engine-error', error: `watch over runs: ${messageOf(error)}` });
      }
    }
    cancel = next === 0 ? clock.setSoon(look) : clock.setTimer(next, look);
  };

  const lookOnce = (): number => {
    const now = clock.now();
    if (clock.monotonic() >= lostAt) {
      lostAt = clock.monotonic() + LOST_EVERY_MS;
      endLostRuns(core, now);
    }
    const more = lookAtJobs(core, now);
    const longAt = lookAtRuns(core, now);
    if (more) return 0;
    const nextAt = Math.min(longAt, core.options.store.upkeep().watch.earliestOverdue() ?? Number.POSITIVE_INFINITY);
    return Math.min(LOOK_EVERY_MS, Math.max(1, nextAt - now));
  };

  return {
    start(): void {
      lostAt = clock.monotonic() + LOST_EVERY_MS;
      cancel ??= clock.setSoon(look);
    },
    stop(): void {
      cancel?.();
      cancel = undefined;
    },
  };
}

/** Dead-man's switches whose instant has come; true when there are more of them. */
function lookAtJobs(core: Core, now: number): boolean {
  const { store } = core.options;
  const overdue = store.upkeep().watch.overdue(now, OVERDUE_A_LOOK_MAX);
  if (overdue.length === 0) return false;
  core.write(() => {
    for (const job of overdue) judgeOne(core, job, now);
  });
  return overdue.length === OVERDUE_A_LOOK_MAX;
}

function judgeOne({ options: { store } }: Core, job: OverdueJob, now: number): void {
  const { watch } = store.upkeep();
  const verdict = judgeSilence(job, now);
  if (verdict.kind === 'wait') {
    watch.expectLater(job.id, verdict);
    return;
  }
  const silent = store.jobs.get(job.id);
  if (silent !== undefined) raiseAlert(store, deadManAlert(silent, job, now), now);
  watch.expectNoMore(job.id);
}

/** Runs that take unusually long; answers when the next one will, in epoch ms. */
function lookAtRuns(core: Core, now: number): number {
  const { store } = core.options;
  const running = store.upkeep().watch.running();
  const long = running.filter((run) => longFrom(run) <= now);
  if (long.length > 0) core.write(() => raiseLong(core, long, now));
  return Math.min(...running.map(longFrom).filter((at) => at > now));
}

function raiseLong({ options: { store } }: Core, runs: readonly LongRunner[], now: number): void {
  for (const run of runs) {
    // It may have ended while the database was busy, and then nobody would resolve it.
    if (store.runs.get(run.id)?.finishedAt === undefined) store.alerts.raise(longRunAlert(run), now);
  }
}
