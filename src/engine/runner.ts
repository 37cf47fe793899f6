import type { Job } from '../store/nouns/job.ts';
import type { Run } from '../store/nouns/run.ts';
import type { Store } from '../store/store.ts';
import type { DispatchContext } from './dispatch/context.ts';
import { type Executor, launch, outcomeOf } from './dispatch/execute-strategy.ts';
import type { Emit } from './events.ts';
import type { Failpoint } from './failpoint.ts';
import { createFinisher } from './finisher.ts';
import { createLiveRuns, type LiveRun } from './live-runs.ts';
import type { PatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
import { type ProcessEnd, type ProcessIdentity, removeRunFolder, runFolderPath } from './ports/processes.ts';
import type { Outcome } from './rules/outcome.ts';
import { createStartMarks, type Started, type StartMarks } from './start-marks.ts';
import { strategyOf } from './strategies/strategy.ts';
import { type Ending, messageOf } from './tick.ts';

/** Spawns are synchronous, some 2 ms each: more in a row would keep a key press waiting. */
const SPAWNS_A_SLICE_MAX = 4;
/** How long what was admitted waits until it is looked again whether we still hold the lease. */
const NOT_SURE_MS = 250;

export type RunnerTools = {
  store: Store;
  clock: Clock;
  executor: Executor;
  write: PatientWrite;
  emit: Emit;
  wake(): void;
  /** False while another engine may have replaced us: then nothing is started. */
  mayStart(): boolean;
  failpoint: Failpoint;
};

export type Runner = {
  begin(contexts: readonly DispatchContext[]): void;
  /** Takes back a run that an engine before us started. */
  adopt(context: DispatchContext, identity: ProcessIdentity): void;
  /** Settles a run whose process is gone, or never was. */
  conclude(context: DispatchContext, outcome: Outcome | Promise<Outcome>): void;
  /** Gives back what was admitted and not started yet: the same dispatches may start another time. */
  giveBack(): void;
  /** After the settlement is on disk: files that fit the database are not kept twice. */
  forget(run: Run): void;
  stop(runId: number): void;
  kill(runId: number): void;
  /** Whether this run waits for its start or is followed here. */
  follows(runId: number): boolean;
  starts: StartMarks;
  /** Runs admitted and not settled. */
  busy(): number;
  /** The jobs of the runs whose processes live. */
  liveJobs(): readonly Job[];
  /** Runs that wait for their start, and ends that are still read: what a successor would have to find out. */
  inHand(): number;
  abandon(): void;
};

/** Starts what was admitted, follows it, and hands every end to `settle`. */
export function createRunner(tools: RunnerTools, settle: (ending: Ending) => void): Runner {
  const { store, executor } = tools;
  const failed = (error: unknown): void => tools.emit({ kind: 'engine-error', error: messageOf(error) });
  const finisher = createFinisher(store, executor.runsDir, { settle, failed });
  const live = createLiveRuns({ ...tools, ...executor }, (run, end) => finisher.finish(...endOf(tools, run, end)));
  const starts = createStartMarks();
  const starter = createStarter(tools, starts, (context) =>
    startOne(tools, { live, finish: finisher.finish }, context),
  );
  return {
    begin: starter.begin,
    adopt: (context, identity) => adopt(tools, live, context, identity),
    conclude: (context, outcome) => finisher.finish(context, outcome),
    giveBack() {
      for (const context of starter.takeWaiting()) finisher.finish(context, { kind: 'never-started' });
    },
    forget(run) {
      if (store.runs.output(run.id)?.offloadedTo === undefined) removeRunFolder(executor.runsDir, run.id);
    },
    stop: live.stop,
    kill: live.kill,
    follows: (runId) => live.has(runId) || starter.awaits(runId),
    starts,
    busy: () => starter.waiting() + live.size() + finisher.reading(),
    liveJobs: live.jobs,
    inHand: () => starter.waiting() + finisher.reading(),
    abandon() {
      starter.takeWaiting();
      live.abandon();
    },
  };
}

type Live = ReturnType<typeof createLiveRuns>;
type Finish = ReturnType<typeof createFinisher>['finish'];

function endOf({ store, clock, executor }: RunnerTools, live: LiveRun, end: ProcessEnd): Parameters<Finish> {
  const { context, startedMonotonic } = live;
  const durationMs = startedMonotonic === undefined ? undefined : clock.monotonic() - startedMonotonic;
  // As it stands now: with the stop somebody asked for.
  const stored = store.runs.get(context.run.id) ?? context.run;
  // Its start may not be on disk yet.
  const run = { ...stored, startedAt: stored.startedAt ?? live.startedAt };
  return [{ ...context, run }, outcomeOf(executor, { job: context.job, run }, end, clock.now()), durationMs];
}

/** Starts a few runs at a time and lets the event loop serve others in between. */
function createStarter(
  { clock, emit, wake, mayStart, failpoint }: RunnerTools,
  starts: StartMarks,
  start: (context: DispatchContext) => Started | undefined,
) {
  let waiting: DispatchContext[] = [];
  let slice: (() => void) | undefined;

  const startSlice = (): void => {
    slice = undefined;
    const running: Started[] = [];
    for (let spawns = 0; spawns < SPAWNS_A_SLICE_MAX && waiting.length > 0 && mayStart(); spawns += 1) {
      failpoint('before-spawn');
      running.push(...waiting.splice(0, 1).flatMap((context) => start(context) ?? []));
      failpoint('spawned');
    }
    starts.add(running);
    for (const { run, identity, startedAt } of running) {
      emit({ kind: 'run-started', run, pid: identity.pid, lateMs: startedAt - run.dueAt });
    }
    // The starts are written with whatever comes next, at the latest when the last of them is made.
    if (waiting.length > 0 && !mayStart()) slice ??= clock.setTimer(NOT_SURE_MS, startSlice);
    else if (waiting.length > 0) slice ??= clock.setSoon(startSlice);
    else if (starts.waiting().length > 0) wake();
  };

  return {
    begin(contexts: readonly DispatchContext[]): void {
      waiting.push(...contexts);
      if (waiting.length > 0 && slice === undefined) startSlice();
    },
    waiting: (): number => waiting.length,
    awaits: (runId: number): boolean => waiting.some((context) => context.run.id === runId),
    takeWaiting(): DispatchContext[] {
      slice?.();
      slice = undefined;
      const taken = waiting;
      waiting = [];
      return taken;
    },
  };
}

function startOne(
  { store, clock, executor }: RunnerTools,
  to: { live: Live; finish: Finish },
  context: DispatchContext,
): Started | undefined {
  const run = store.runs.get(context.run.id);
  if (run === undefined || run.status !== 'pending') return undefined;
  if (run.stopRequestedAt !== undefined) {
    to.finish({ ...context, run }, { kind: 'cancelled', error: `${run.stopReason ?? 'cancel'} before it started` });
    return undefined;
  }
  const startedMonotonic = clock.monotonic();
  const launched = launch(executor, context);
  if (launched.kind === 'failed') {
    to.finish({ ...context, run }, launched.outcome, 0);
    return undefined;
  }
  const { identity, plan, ended } = launched;
  const folder = runFolderPath(executor.runsDir, run.id);
  const startedAt = clock.now();
  to.live.follow({ context, folder, identity, plan, startedAt, startedMonotonic }, ended, plan.timeoutMs);
  return { run, identity, startedAt };
}

function adopt(
  { clock, executor }: RunnerTools,
  live: Live,
  context: DispatchContext,
  identity: ProcessIdentity,
): void {
  const plan = strategyOf(context.job.definition)?.plan(context.job);
  if (plan === undefined) return;
  const folder = runFolderPath(executor.runsDir, context.run.id);
  const startedAt = context.run.startedAt ?? clock.now();
  const ranMs = clock.now() - startedAt;
  const { ended } = executor.processes.adopt(folder, identity);
  live.follow({ context, folder, identity, plan, startedAt }, ended, plan.timeoutMs - ranMs);
}
