import type { Job } from '../store/nouns/job.ts';
import type { Run } from '../store/nouns/run.ts';
import type { Store } from '../store/store.ts';
import type { DispatchContext } from './dispatch/context.ts';
import { type Executor, launch, matchingChildren, outcomeOf } from './dispatch/execute-strategy.ts';
import type { Emit } from './events.ts';
import { createLiveRuns, type LiveRun } from './live-runs.ts';
import type { PatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
import { type ProcessEnd, type ProcessIdentity, removeRunFolder, runFolderPath } from './ports/processes.ts';
import { isTriggeredBy } from './rules/children.ts';
import type { Outcome } from './rules/outcome.ts';
import { strategyOf } from './strategies/strategy.ts';
import type { Ending } from './tick.ts';

/** Spawns are synchronous, some 2 ms each: more in a row would keep a key press waiting. */
const SPAWNS_A_SLICE_MAX = 4;

export type RunnerTools = { store: Store; clock: Clock; executor: Executor; write: PatientWrite; emit: Emit };
export type Runner = ReturnType<typeof createRunner>;

/** Starts what was admitted, follows it, and hands every end to `settle`. */
export function createRunner({ store, clock, executor, write, emit }: RunnerTools, settle: (ending: Ending) => void) {
  const waiting: DispatchContext[] = [];
  /** Runs that ended and whose output is still being read. */
  const reading = new Set<Promise<void>>();
  let slice: (() => void) | undefined;
  const live = createLiveRuns({ store, clock, write, processes: executor.processes }, (run, end) => conclude(run, end));

  const conclude = (run: LiveRun, end: ProcessEnd): void => {
    const durationMs = run.startedMonotonic === undefined ? undefined : clock.monotonic() - run.startedMonotonic;
    const current = store.runs.get(run.context.run.id) ?? run.context.run;
    const job = store.jobs.get(current.jobId) ?? run.context.job;
    const outcome = outcomeOf(executor.runsDir, job, current, end, clock.now());
    finish({ ...run.context, job, run: current }, outcome, durationMs);
  };

  const finish = (context: DispatchContext, outcome: Outcome, durationMs?: number): void => {
    const done = childrenOf(context, outcome).then((children) => {
      reading.delete(done);
      settle({
        context,
        run: context.run,
        outcome,
        children,
        spread: spreadOf(context.run),
        ...(durationMs === undefined ? {} : { durationMs }),
      });
    });
    reading.add(done);
  };

  const childrenOf = async (context: DispatchContext, outcome: Outcome): Promise<Job[]> => {
    const candidates = store.jobs.children(context.job.id).filter((child) => mayFollow(child, outcome));
    return candidates.length === 0 ? [] : matchingChildren(executor.runsDir, context.run.id, candidates);
  };

  const startOne = (
    context: DispatchContext,
  ): { run: Run; identity: ProcessIdentity; startedAt: number } | undefined => {
    const run = store.runs.get(context.run.id);
    if (run === undefined || run.status !== 'pending') return undefined;
    if (run.stopRequestedAt !== undefined) {
      finish({ ...context, run }, { kind: 'cancelled', error: `${run.stopReason ?? 'cancel'} before it started` });
      return undefined;
    }
    const startedMonotonic = clock.monotonic();
    const launched = launch(executor, context);
    if (launched.kind === 'failed') {
      finish({ ...context, run }, launched.outcome, 0);
      return undefined;
    }
    const { identity, plan, ended } = launched;
    const folder = runFolderPath(executor.runsDir, run.id);
    live.follow({ context, folder, identity, plan, startedMonotonic }, ended, plan.timeoutMs);
    return { run, identity, startedAt: clock.now() };
  };

  const startSlice = (): void => {
    slice = undefined;
    const started = waiting.splice(0, SPAWNS_A_SLICE_MAX).map(startOne);
    const running = started.filter((one) => one !== undefined);
    if (running.length > 0) {
      write(() => {
        for (const { run, identity, startedAt } of running) store.runs.setStarted(run.id, startedAt, identity);
      });
    }
    for (const { run, identity, startedAt } of running) {
      emit({ kind: 'run-started', run, pid: identity.pid, lateMs: startedAt - run.dueAt });
    }
    if (waiting.length > 0) slice ??= clock.setSoon(startSlice);
  };

  return {
    begin(contexts: readonly DispatchContext[]): void {
      waiting.push(...contexts);
      if (waiting.length > 0 && slice === undefined) startSlice();
    },
    /** Takes back a run that an engine before us started. */
    adopt(context: DispatchContext, identity: ProcessIdentity): void {
      const strategy = strategyOf(context.job.definition);
      const folder = runFolderPath(executor.runsDir, context.run.id);
      const plan = strategy?.plan(context.job);
      if (plan === undefined) return;
      const ranMs = clock.now() - (context.run.startedAt ?? clock.now());
      const { ended } = executor.processes.adopt(folder, identity);
      live.follow({ context, folder, identity, plan }, ended, plan.timeoutMs - ranMs);
    },
    /** Settles a run whose process is gone already. */
    conclude: (context: DispatchContext, outcome: Outcome): void => finish(context, outcome),
    /** Gives back what was admitted and not started yet: the same dispatches may start another time. */
    giveBack(): void {
      for (const context of waiting.splice(0)) finish(context, { kind: 'never-started' });
    },
    /** After the settlement is on disk: files that fit the database are not kept twice. */
    forget(run: Run): void {
      if (store.runs.output(run.id)?.offloadedTo === undefined) removeRunFolder(executor.runsDir, run.id);
    },
    stop: live.stop,
    kill: live.kill,
    follows: live.has,
    /** Admitted and not settled. */
    busy: (): number => waiting.length + live.size() + reading.size,
    abandon(): void {
      waiting.length = 0;
      slice?.();
      live.abandon();
    },
  };
}

/** A child that no end of this kind can trigger need not have its condition looked at. */
function mayFollow(child: Job, outcome: Outcome): boolean {
  if (outcome.kind === 'watched' || outcome.kind === 'never-started' || outcome.kind === 'cancelled') return false;
  return child.enabled && isTriggeredBy(child, { status: outcome.kind, final: true });
}

/** Stable for a run, so that a settlement can be repeated; spreads retries that failed together. */
const spreadOf = (run: Run): number => ((run.id * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
