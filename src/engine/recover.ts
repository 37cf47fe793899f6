import { readdirSync } from 'node:fs';
import { ENGINE } from '../store/nouns/actor.ts';
import type { Job } from '../store/nouns/job.ts';
import type { Run } from '../store/nouns/run.ts';
import type { Store } from '../store/store.ts';
import { isStorageFault } from '../store/store-error.ts';
import type { Core } from './core.ts';
import type { DispatchContext } from './dispatch/context.ts';
import { endAlone } from './dispatch/end-alone.ts';
import { type Executor, outcomeOf } from './dispatch/execute-strategy.ts';
import { jobOfRun } from './dispatch/job-as-run.ts';
import type { Host } from './ports/host.ts';
import { type ProcessIdentity, runFolderPath } from './ports/processes.ts';
import { replanZones } from './replan-zones.ts';
import { endsWithEngine } from './rules/engine-exit.ts';
import { occasionKey } from './rules/occasion.ts';
import { nextFire } from './rules/planning.ts';
import { clearRunFolder } from './run-folders.ts';
import { bringForward } from './set-back.ts';
import { gatewayStrategyOf, strategyOf } from './strategies/strategy.ts';
import { messageOf, raiseEngineError } from './tick.ts';

const TOKEN_WAIT_MS = 250;
/** Ten seconds; whoever wrote half a token is gone by then. */
const TOKEN_TRIES_MAX = 40;

/** How the engine before us ended, and by how many ms the clock was set back since it last lived. */
export type Before = { stopped: 'in-order' | 'by-crash'; setBackMs: number };

/**
 * D-90 to D-94. Puts right what an engine before us left behind; returns how many runs it found unsettled. One that
 * crashed could not stop the runs that end with their engine: that is done now.
 */
export function recover(core: Core, before: Before): number {
  const { executor } = core;
  const { store, clock } = core.options;
  const folders = runFolders(executor.runsDir);
  const active = store.runs.active();
  store.write(() => {
    store.runs.raiseIdsAbove(Math.max(0, ...folders));
    store.dispatches.unblockAll();
    if (before.setBackMs > 0) bringForward(store, before.setBackMs, clock.now());
    store.dispatches.pullBack(clock.now());
    // How it stands with the gateway is not known any more.
    store.dispatches.gatewayIsThere(clock.now());
    releaseClaims(store, active);
    repairSchedules(store, clock.now());
    enqueueBootJobs(store, core.options.host, clock.now());
  });
  replanZones(core);
  for (const run of active) recoverRun(core, run);
  if (before.stopped === 'by-crash') stopOrphans(core, active);
  sweepFolders(store, executor.runsDir, folders);
  return active.length;
}

function stopOrphans({ options: { store, clock }, runner }: Core, active: readonly Run[]): void {
  const orphans = active.filter((run) => runner.follows(run.id) && endsWithEngine(store.jobs.get(run.jobId)));
  if (orphans.length === 0) return;
  store.write(() => {
    for (const run of orphans) store.runs.requestStop(run.id, 'shutdown', ENGINE, clock.now());
  });
}

/** D-93. Claims and run rows are one transaction, so a claim without a run was never decided. */
function releaseClaims(store: Store, active: readonly Run[]): void {
  const claimedByRun = new Set(active.map((run) => run.dispatchId));
  for (const dispatch of store.dispatches.claimed()) {
    if (!claimedByRun.has(dispatch.id)) store.dispatches.resume(dispatch.id);
  }
}

/** D-94. */
function repairSchedules(store: Store, now: number): void {
  for (const id of store.jobs.withoutNext()) {
    withJob(store, id, now, (job) => {
      // A one-shot that has its dispatch waits for nothing else, and one that counts from an end waits for that.
      const goesOn = store.runs.activeOf(id).length > 0 || store.dispatches.waitingOf(id).length > 0;
      if (job.definition.schedule_kind === 'at' || goesOn) return;
      const next = nextFire(job, now);
      if (next !== undefined) store.jobs.plan(id, next);
    });
  }
}

/** D-73. One job that nobody can read keeps no engine from starting. */
function withJob(store: Store, id: string, now: number, act: (job: Job) => void): void {
  try {
    store.savepoint(() => {
      const job = store.jobs.get(id);
      if (job !== undefined) act(job);
    });
  } catch (error) {
    if (isStorageFault(error)) throw error;
    raiseEngineError(store, id, messageOf(error), now);
  }
}

/** S-1. Once for each start of the machine, not of the engine; a job that came later waits for the next one, as in cron. */
function enqueueBootJobs(store: Store, host: Host, now: number): void {
  const bootedAt = now - host.uptimeMs();
  for (const id of store.jobs.atBoot()) {
    withJob(store, id, now, (job) => {
      if (job.updatedAt > bootedAt) return;
      const occasion = occasionKey.boot(id, host.bootId);
      store.dispatches.add(
        { jobId: id, cause: 'schedule', occasionKey: occasion, dueAt: now, retryCount: 0, requestedBy: ENGINE },
        job.definition.priority,
        now,
      );
    });
  }
}

/** Follows a run that nobody follows, or settles it from what it left. */
export function recoverRun(core: Core, run: Run, tries = 0): void {
  const { executor, runner } = core;
  const { store, clock } = core.options;
  const read = readContext(core, run);
  if (read.kind === 'unreadable') endUnread(core, run, read.error);
  if (read.kind !== 'readable') return;
  const { context } = read;
  if (strategyOf(context.job.definition).via === 'gateway') {
    recoverCall(core, context);
    return;
  }
  const folder = runFolderPath(executor.runsDir, run.id);
  const identity = run.status === 'pending' ? takeToken(executor, folder) : identityOf(run);
  if (identity === 'unknown' && tries < TOKEN_TRIES_MAX) {
    // The token is half written: its wrapper, or another recovery, is at work this very moment.
    clock.setTimer(TOKEN_WAIT_MS, () => {
      if (isStillOurs(core)) recoverRun(core, run, tries + 1);
    });
    return;
  }
  if (identity === 'never-started') {
    runner.conclude(context, { kind: 'never-started' });
    return;
  }
  const exit = executor.processes.readExit(folder);
  if (exit === undefined && typeof identity === 'object' && executor.processes.isAlive(identity)) {
    if (run.status === 'pending') store.write(() => store.runs.setStarted(run.id, clock.now(), identity));
    // While it lives its own environment says what it was given.
    executor.secrets.of(context.job, run, { pid: identity.pid, runId: run.id, folder });
    runner.adopt(context, identity);
    return;
  }
  // It may have ended between the two looks: what it left is there before its process is gone.
  const end = exit ?? executor.processes.readExit(folder) ?? { kind: 'vanished' };
  runner.conclude(context, outcomeOf(executor, context, end, clock.now()));
}

/** D-92. A call that was never sent never will be; of any other the gateway is asked before anything starts again. */
function recoverCall({ options, executor, runner }: Core, context: DispatchContext): void {
  const { store, clock } = options;
  const { job, run } = context;
  if (run.status === 'pending') {
    // A claim from before may be that of the call itself, so it says nothing here.
    if (executor.processes.claimStart(runFolderPath(executor.runsDir, run.id)).kind === 'claimed') {
      runner.conclude(context, { kind: 'never-started' });
      return;
    }
    const sessionKey = gatewayStrategyOf(job).sessionKey(job, run.id);
    const mark = { agentId: job.definition.agent_id, sessionKey };
    store.write(() => store.runs.setStarted(run.id, clock.now(), mark));
  }
  runner.adoptCall(context);
}

/** Whoever creates the token decides: if we do, or a recovery before us that did not live to settle it, nothing ever runs. */
function takeToken(executor: Executor, folder: string): ProcessIdentity | 'never-started' | 'unknown' {
  const claim = executor.processes.claimStart(folder);
  return claim.kind === 'taken' ? (claim.identity ?? 'unknown') : 'never-started';
}

function identityOf(run: Run): ProcessIdentity | undefined {
  const { pid, pidStart, bootId } = run;
  return pid === undefined || pidStart === undefined || bootId === undefined ? undefined : { pid, pidStart, bootId };
}

/** The lease may have gone to another engine while somebody waited. */
const isStillOurs = ({ state, tenure, options: { store } }: Core): boolean =>
  state !== 'stopped' && store.lease.holds(tenure.holderId, tenure.fence);

type ReadContext =
  | { kind: 'readable'; context: DispatchContext }
  | { kind: 'gone' }
  | { kind: 'unreadable'; error: string };

function readContext({ options: { store } }: Core, run: Run): ReadContext {
  try {
    const context = contextOf(store, run);
    return context === undefined ? { kind: 'gone' } : { kind: 'readable', context };
  } catch (error) {
    if (isStorageFault(error)) throw error;
    return { kind: 'unreadable', error: messageOf(error) };
  }
}

/**
 * D-73. A run whose job nobody can read: how it is to be followed stands in there, so it keeps its place only as long as
 * its process lives. Whoever looks for lost runs comes back to it.
 */
function endUnread({ executor, options: { store, clock } }: Core, run: Run, because: string): void {
  const { processes, runsDir } = executor;
  const identity = run.status === 'pending' ? takeToken(executor, runFolderPath(runsDir, run.id)) : identityOf(run);
  const lives = identity === 'unknown' || (typeof identity === 'object' && processes.isAlive(identity));
  const error = `its job cannot be read: ${because}`;
  store.write(() => {
    if (!lives) endAlone(store, run, { status: 'crashed', error }, clock.now());
    raiseEngineError(store, run.jobId, because, clock.now());
  });
}

function contextOf(store: Store, run: Run): DispatchContext | undefined {
  const job = store.jobs.get(run.jobId);
  const dispatch = store.dispatches.get(run.dispatchId);
  return job === undefined || dispatch === undefined ? undefined : { job: jobOfRun(store, job, run), dispatch, run };
}

function runFolders(runsDir: string): number[] {
  try {
    return readdirSync(runsDir)
      .map(Number)
      .filter((id) => Number.isSafeInteger(id) && id > 0);
  } catch {
    // No run was ever started here.
    return [];
  }
}

/** Folders of settled runs whose output fits the database: their engine was gone before it could remove them. */
function sweepFolders(store: Store, runsDir: string, folders: readonly number[]): void {
  for (const id of folders) {
    const run = store.runs.get(id);
    if (run?.finishedAt !== undefined) clearRunFolder(store, runsDir, id);
  }
}
