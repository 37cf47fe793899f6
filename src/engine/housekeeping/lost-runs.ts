import { ENGINE } from '../../store/nouns/actor.ts';
import type { Run } from '../../store/nouns/run.ts';
import type { Core } from '../core.ts';
import { endAlone } from '../dispatch/end-alone.ts';
import { runFolderPath } from '../ports/processes.ts';
import { recoverRun } from '../recover.ts';
import { lostFrom } from '../rules/run-alerts.ts';

/** Limits are a second at least, so that nothing younger can be beyond them. */
const AGE_MIN_MS = 61_000;

/** D-100. Active runs that nobody follows, long beyond their limits: ended as `timeout`, and settled like any other end. */
export function endLostRuns(core: Core, now: number): void {
  const { store } = core.options;
  for (const limits of store.upkeep().watch.limits(now - AGE_MIN_MS)) {
    if (core.runner.follows(limits.id) || lostFrom(limits) > now) continue;
    const run = store.runs.get(limits.id);
    if (run !== undefined && !core.endings.some((ending) => ending.run.id === run.id)) endOne(core, run, now);
  }
}

function endOne(core: Core, run: Run, now: number): void {
  const { store } = core.options;
  if (store.dispatches.get(run.dispatchId) === undefined) {
    endWithoutDispatch(core, run, now);
    return;
  }
  // What it left tells more than its silence does; and who lives is followed again, and stopped by its own limit.
  if (run.status === 'pending' || hasEnded(core, run) || isAlive(core, run)) {
    recoverRun(core, run);
    return;
  }
  core.write(
    () => {
      store.runs.requestStop(run.id, 'timeout', ENGINE, now);
      store.runs.setStopStage(run.id, 'kill');
    },
    () => recoverRun(core, store.runs.get(run.id) ?? run),
  );
}

const hasEnded = ({ executor }: Core, run: Run): boolean =>
  executor.processes.readExit(runFolderPath(executor.runsDir, run.id)) !== undefined;

function isAlive({ executor }: Core, { pid, pidStart, bootId }: Run): boolean {
  if (pid === undefined || pidStart === undefined || bootId === undefined) return false;
  return executor.processes.isAlive({ pid, pidStart, bootId });
}

/** Nothing can follow from it, but it must not hold its place for ever. */
function endWithoutDispatch(core: Core, run: Run, now: number): void {
  const { store } = core.options;
  const error = 'nothing was heard of it beyond its time limit, and its dispatch is gone';
  core.write(() => endAlone(store, run, { status: 'timeout', error }, now));
}
