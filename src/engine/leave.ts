import { ENGINE } from '../store/nouns/actor.ts';
import type { LeaseWish } from '../store/nouns/lease.ts';
import { isBusy, isStorage } from '../store/store-error.ts';
import type { Core } from './core.ts';
import { busyWaitMs } from './patient-write.ts';
import { endsWithEngine } from './rules/engine-exit.ts';
import { messageOf } from './tick.ts';

/** A good eight seconds. */
const RELEASE_TRIES_MAX = 36;
/** What is in our hands is finished first, but for no longer than this: a successor finds it out by itself. */
const HAND_OVER_MS = 2_000;

export type Leaving = { wake(): void; idle(): Promise<void>; stopParts(): void; tellIdlers(): void };

/** Another engine has taken over, or the database was taken away: whatever runs is not ours, and nothing more may be written. */
export function standDown(core: Core, { stopParts, tellIdlers }: Leaving, because?: string): void {
  if (core.state === 'stopped') return;
  letGo(core, stopParts);
  if (because !== undefined) {
    core.emit({ kind: 'lease-lost', because });
    tellIdlers();
    return;
  }
  const by = core.options.store.lease.current();
  core.options.log.warn({ by: by?.pid }, 'another engine has taken over; nothing more is written here');
  core.emit({ kind: 'lease-lost', ...(by === undefined ? {} : { by }) });
  tellIdlers();
}

/** Nothing new starts; runs may end by themselves, then those that end with their engine are stopped, the others left. */
export async function drain(core: Core, leaving: Leaving, graceMs: number): Promise<void> {
  const { clock, store, log } = core.options;
  if (core.state === 'new' || core.state === 'stopped') return;
  if (core.state === 'running') core.emit({ kind: 'engine-stopping', activeRuns: core.runner.busy() });
  core.state = 'draining';
  core.runner.giveBack();
  leaving.wake();
  const cancelGrace = clock.setTimer(Math.max(0, graceMs), () => endGrace(core, leaving.wake));
  await leaving.idle();
  cancelGrace();
  if (hasStopped(core)) return;
  const leftRuns = core.runner.busy();
  letGo(core, leaving.stopParts);
  try {
    await giveLeaseBack(core);
    store.checkpoint();
  } catch (error) {
    // A full or failing disk keeps nobody from stopping: the next engine finds this process gone, and recovers.
    log.warn({ error: messageOf(error) }, 'the database could not be told that this engine stopped');
  }
  core.emit({ kind: 'engine-stopped', leftRuns });
}

/** Whether nothing is left that a stopping engine waits for. */
export function isDrained(core: Core): boolean {
  const { runner, endings, graceIsOver } = core;
  if (endings.length > 0 || runner.inHand() > 0 || runner.starts.waiting().length > 0) return false;
  const waitedFor = graceIsOver ? runner.liveJobs().filter(endsWithEngine) : runner.liveJobs();
  return waitedFor.length === 0;
}

/** Gives the lease to whoever asked for it, and lets the runs go on: the successor takes them back. */
export function createHandOver(core: Core, leaving: Leaving) {
  const { clock, log } = core.options;
  let to: LeaseWish | undefined;
  let deadline: (() => void) | undefined;
  let isDue = false;

  const finish = (wish: LeaseWish): void => {
    deadline?.();
    letGo(core, leaving.stopParts);
    // Where the lease cannot be given back it is taken after our silence.
    const givenBack = giveLeaseBack(core).catch((error: unknown) => {
      core.emit({ kind: 'engine-error', error: String(error) });
    });
    void givenBack.then(() => {
      log.info({ pid: wish.pid, host: wish.host }, 'handed the engine over');
      core.emit({ kind: 'engine-handed-over', to: wish });
      leaving.tellIdlers();
    });
  };

  return {
    begin(wish: LeaseWish): void {
      to = wish;
      if (core.state === 'leaving') return;
      core.state = 'leaving';
      deadline = clock.setTimer(HAND_OVER_MS, () => {
        isDue = true;
        leaving.wake();
      });
    },
    /** After each turn. */
    look(): void {
      if (to === undefined || core.state !== 'leaving') return;
      const { runner, endings } = core;
      const inHand = endings.length + runner.inHand() + runner.starts.waiting().length;
      if (inHand === 0 || isDue) finish(to);
    },
  };
}

/** From here on nothing is done here any more; the processes of the runs go on alone. */
function letGo(core: Core, stopParts: () => void): void {
  core.state = 'stopped';
  stopParts();
  core.runner.abandon();
  core.options.processes.release();
}

function endGrace(core: Core, wake: () => void): void {
  const { options, write, deliverer } = core;
  const { store, clock } = options;
  core.graceIsOver = true;
  deliverer.stop();
  write(() => {
    const ending = store.runs.active().filter((run) => endsWithEngine(store.jobs.get(run.jobId)));
    for (const run of ending) store.runs.requestStop(run.id, 'shutdown', ENGINE, clock.now());
  }, wake);
}

/** Asked through a function, because it may have changed while somebody waited. */
const hasStopped = (core: Core): boolean => core.state === 'stopped';

/** Waits for a busy or full database, since a lease that is kept looks like a crash to the next engine. */
async function giveLeaseBack(core: Core, tries = 0): Promise<void> {
  const { store, clock } = core.options;
  const { holderId, fence } = core.tenure;
  try {
    store.writeQuietly(() => {
      // Somebody else's by now: then not even the count of changes is ours to write.
      if (!store.lease.holds(holderId, fence)) return;
      store.lease.release(holderId, fence);
      store.markChanged();
    });
  } catch (error) {
    if (!(isBusy(error) || isStorage(error)) || tries >= RELEASE_TRIES_MAX) throw error;
    await new Promise<void>((resolve) => clock.setTimer(busyWaitMs(tries), resolve));
    await giveLeaseBack(core, tries + 1);
  }
}
