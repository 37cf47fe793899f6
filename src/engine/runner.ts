import type { Job } from '../store/nouns/job.ts';
import type { Run } from '../store/nouns/run.ts';
import type { Store } from '../store/store.ts';
import type { DispatchContext } from './dispatch/context.ts';
import { outcomeOfCall } from './dispatch/execute-call.ts';
import { type Executor, launch, outcomeOf } from './dispatch/execute-strategy.ts';
import type { Emit } from './events.ts';
import type { Failpoint } from './failpoint.ts';
import { createFinisher } from './finisher.ts';
import type { EndedCall } from './live-call.ts';
import { createLiveCalls } from './live-calls.ts';
import { createLiveRuns, type LiveRun } from './live-runs.ts';
import type { PatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
import type { Gateway } from './ports/gateway.ts';
import { type ProcessEnd, type ProcessIdentity, runFolderPath } from './ports/processes.ts';
import type { Trigger } from './rules/job-environment.ts';
import type { Outcome } from './rules/outcome.ts';
import { clearRunFolder } from './run-folders.ts';
import { createSettledFolders } from './settled-folders.ts';
import { createStartMarks, type Started, type StartMarks } from './start-marks.ts';
import { createStarter } from './starter.ts';
import { type CallEnd, processStrategyOf, strategyOf } from './strategies/strategy.ts';
import type { Stretch } from './stretch.ts';
import type { Ending } from './tick.ts';

export type RunnerTools = {
  store: Store;
  clock: Clock;
  executor: Executor;
  gateway: Gateway;
  write: PatientWrite;
  emit: Emit;
  wake(): void;
  /** False while another engine may have replaced us: then nothing is started. */
  mayStart(): boolean;
  /** Tells what went wrong where nobody waits for an answer. */
  failed(error: unknown): void;
  failpoint: Failpoint;
};

export type Runner = {
  /** The first of them within the stretch that admitted them, if it has any time left. */
  begin(contexts: readonly DispatchContext[], stretch: Stretch): void;
  /** Takes back a run that an engine before us started. */
  adopt(context: DispatchContext, identity: ProcessIdentity): void;
  /** Takes back a run that the gateway was asked for, and asks there what became of it. */
  adoptCall(context: DispatchContext): void;
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
  /** More starts follow as soon as the event loop has served others. */
  starting(): boolean;
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
  const { store, executor, failed } = tools;
  const finisher = createFinisher(tools, executor.runsDir, { settle, failed });
  const live = createLiveRuns({ ...tools, ...executor }, (run, end) =>
    finisher.finishRead(() => endOf(tools, run, end)),
  );
  const folders = createSettledFolders(tools.clock, (runId) =>
    attempt(() => clearRunFolder(store, executor.runsDir, runId), failed),
  );
  const starts = createStartMarks();
  const started = (running: readonly Started[]): void => announce(tools, starts, running);
  const calls = createLiveCalls(tools, {
    started(one) {
      started([one]);
      tools.wake();
    },
    neverCalled: finisher.finish,
    ended: (call, end) => finisher.finishRead(() => endOfCall(tools, call, end)),
  });
  const starter = createStarter(tools, started, (context) =>
    startOne(tools, { live, begin: calls.begin, finish: finisher.finish }, context),
  );
  return {
    begin: starter.begin,
    adopt: (context, identity) => adopt(tools, live, context, identity),
    adoptCall: calls.adopt,
    conclude: (context, outcome) => finisher.finish(context, outcome),
    giveBack() {
      for (const context of [...starter.takeWaiting(), ...calls.takeWaiting()])
        finisher.finish(context, { kind: 'never-started' });
    },
    forget: (run) => folders.add(run.id),
    stop(runId) {
      live.stop(runId);
      calls.stop(runId);
    },
    kill(runId) {
      live.kill(runId);
      calls.kill(runId);
    },
    follows: (runId) => live.has(runId) || calls.has(runId) || starter.awaits(runId),
    starts,
    starting: starter.goesOn,
    busy: () => starter.waiting() + live.size() + calls.size() + finisher.reading(),
    liveJobs: () => [...live.jobs(), ...calls.jobs()],
    inHand: () => starter.waiting() + calls.waiting() + finisher.reading(),
    abandon() {
      starter.takeWaiting();
      calls.abandon();
      live.abandon();
      folders.clear();
    },
  };
}

function attempt(work: () => void, failed: (error: unknown) => void): void {
  try {
    work();
  } catch (error) {
    failed(error);
  }
}

type Live = ReturnType<typeof createLiveRuns>;
type Finish = ReturnType<typeof createFinisher>['finish'];

function endOf({ store, clock, executor }: RunnerTools, live: LiveRun, end: ProcessEnd): Parameters<Finish> {
  const { context, startedMonotonic } = live;
  const durationMs = startedMonotonic === undefined ? undefined : clock.monotonic() - startedMonotonic;
  // As it stands now: with the stop somebody asked for. Its start may not be on disk yet.
  const run = { ...context.run, startedAt: live.startedAt, ...store.runs.state(context.run.id) };
  return [{ ...context, run }, outcomeOf(executor, { job: context.job, run }, end, clock.now()), durationMs];
}

function endOfCall(
  { store, clock, executor }: RunnerTools,
  { context, startedAt, startedMonotonic }: EndedCall,
  end: CallEnd,
): Parameters<Finish> {
  const durationMs = startedMonotonic === undefined ? undefined : clock.monotonic() - startedMonotonic;
  const stored = store.runs.get(context.run.id) ?? context.run;
  const began = stored.startedAt ?? startedAt;
  const run = { ...stored, ...(began === undefined ? {} : { startedAt: began }) };
  return [{ ...context, run }, outcomeOfCall(executor.runsDir, { job: context.job, run }, end), durationMs];
}

/** Tells of runs that are under way; it is written with the next batch. */
function announce({ emit }: RunnerTools, starts: StartMarks, running: readonly Started[]): void {
  starts.add(running);
  for (const { run, mark, startedAt } of running) {
    const where = 'pid' in mark ? { pid: mark.pid } : { agentId: mark.agentId };
    emit({ kind: 'run-started', run, ...where, lateMs: startedAt - run.dueAt });
  }
}

function startOne(
  { store, clock, executor }: RunnerTools,
  to: { live: Live; begin(context: DispatchContext): void; finish: Finish },
  context: DispatchContext,
): Started | undefined {
  const state = store.runs.state(context.run.id);
  if (state?.status !== 'pending') return undefined;
  const run = { ...context.run, ...state };
  if (run.stopRequestedAt !== undefined) {
    to.finish({ ...context, run }, { kind: 'cancelled', error: `${run.stopReason ?? 'cancel'} before it started` });
    return undefined;
  }
  if (strategyOf(context.job.definition).via === 'gateway') {
    to.begin({ ...context, run });
    return undefined;
  }
  const startedMonotonic = clock.monotonic();
  const launched = launch(executor, context, () => triggerOf(store, run));
  if (launched.kind === 'failed') {
    to.finish({ ...context, run }, launched.outcome, 0);
    return undefined;
  }
  const { identity, plan, ended } = launched;
  const folder = runFolderPath(executor.runsDir, run.id);
  const startedAt = clock.now();
  to.live.follow({ context, folder, identity, plan, startedAt, startedMonotonic }, ended, plan.timeoutMs);
  return { run, mark: identity, startedAt };
}

function triggerOf(store: Store, { triggeredByRun }: Run): Trigger | undefined {
  const run = triggeredByRun === undefined ? undefined : store.runs.get(triggeredByRun);
  if (run === undefined) return undefined;
  const output = store.runs.output(run.id);
  return { run, output: output?.stdout || output?.stderr || '' };
}

function adopt(
  { clock, executor }: RunnerTools,
  live: Live,
  context: DispatchContext,
  identity: ProcessIdentity,
): void {
  const plan = processStrategyOf(context.job).plan(context.job);
  const folder = runFolderPath(executor.runsDir, context.run.id);
  const startedAt = context.run.startedAt ?? clock.now();
  const ranMs = clock.now() - startedAt;
  const { ended } = executor.processes.adopt(folder, identity);
  // Until here by the clock on the wall, as nobody else knows; one that was set back knows nothing.
  const measured = ranMs < 0 ? {} : { startedMonotonic: clock.monotonic() - ranMs };
  live.follow({ context, folder, identity, plan, startedAt, ...measured }, ended, plan.timeoutMs - ranMs);
}
