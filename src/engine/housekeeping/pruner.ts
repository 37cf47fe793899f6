import { isBusy } from '../../store/store-error.ts';
import { fold } from '../checkpoint.ts';
import type { Core } from '../core.ts';
import { LeaseLost } from '../lease.ts';
import { busyWaitMs } from '../patient-write.ts';
import { cutOffs, RETENTION_DEFAULTS } from '../rules/retention.ts';
import { messageOf } from '../tick.ts';
import { nextInstant } from '../turn.ts';
import type { Chore, Tidied } from './chore.ts';
import { tidyUp } from './chores.ts';
import { eraseSome } from './folders.ts';

/** The start of an engine has better things to do. */
const FIRST_PASS_MS = 60_000;
const PASS_EVERY_MS = 300_000;
/** A pass that failed begins anew. */
const AFTER_ERROR_MS = 60_000;
/** Of 16 ms that a key press may wait: the commit takes as long again and longer, and a slow disk the rest. */
const SLICE_MS = 1;
const SLICE_STEPS_MAX = 64;
/** Of slices that removed something: on a large home each of them writes more than a MiB of log. */
const SLICES_A_CHECKPOINT = 12;
/** While the engine has work, a pass waits; but on one that always has, it goes on all the same. */
const WORK_LOOK_MS = 20;
const WORK_LOOKS_MAX = 100;
const CHECKPOINT_LOOK_MS = 5;

export type Pruner = { start(): void; stop(): void };

type Pass = {
  chore: Chore;
  tidied: Tidied;
  waited: number;
  busyTries: number;
  sinceCheckpoint: number;
  /** Whether the slice under way has done a step: a chore that threw is over, and cannot go on where it was. */
  hasStepped: boolean;
  /** While one goes on, the disk has enough to do. */
  checkpoint: 'none' | 'under-way';
};

/** D-101. A pass a minute after the start and every few minutes, in slices between which everything else has its turn. */
export function createPruner(core: Core, lost: () => void): Pruner {
  const { clock } = core.options;
  let cancel: (() => void) | undefined;

  const begin = (): void => {
    const now = clock.now();
    const tidied: Tidied = { rows: 0, folders: [] };
    const cuts = cutOffs(core.options.settings.retention ?? RETENTION_DEFAULTS, now);
    const { store, runsDir } = core.options;
    const chore = tidyUp({ store, runsDir, cuts }, tidied);
    turn({ chore, tidied, waited: 0, busyTries: 0, sinceCheckpoint: 0, hasStepped: false, checkpoint: 'none' });
  };

  const turn = (pass: Pass): void => {
    if (core.state !== 'running') {
      pass.chore.return();
      return;
    }
    try {
      const next = advance(core, pass);
      if (next === 'over') cancel = clock.setTimer(PASS_EVERY_MS, begin);
      else if (next === 0) cancel = clock.setSoon(() => turn(pass));
      else cancel = clock.setTimer(next, () => turn(pass));
    } catch (error) {
      pass.chore.return();
      if (error instanceof LeaseLost) lost();
      else {
        if (!isBusy(error) && !core.trouble.met(error))
          core.emit({ kind: 'engine-error', error: `housekeeping: ${messageOf(error)}` });
        cancel = clock.setTimer(AFTER_ERROR_MS, begin);
      }
    }
  };

  return {
    start(): void {
      cancel ??= clock.setTimer(FIRST_PASS_MS, begin);
    },
    stop(): void {
      cancel?.();
      cancel = undefined;
    },
  };
}

/** One turn of the event loop for a pass; answers how long to wait for the next one, in ms. */
function advance(core: Core, pass: Pass): number | 'over' {
  if (pass.checkpoint === 'under-way') return CHECKPOINT_LOOK_MS;
  if (hasWork(core) && pass.waited < WORK_LOOKS_MAX) {
    pass.waited += 1;
    return WORK_LOOK_MS;
  }
  pass.waited = 0;
  if (pass.tidied.folders.length > 0) {
    eraseSome(core, pass.tidied.folders);
    return 0;
  }
  if (pass.sinceCheckpoint >= SLICES_A_CHECKPOINT) {
    pass.sinceCheckpoint = 0;
    pass.checkpoint = 'under-way';
    void fold(core).finally(() => {
      pass.checkpoint = 'none';
    });
    return CHECKPOINT_LOOK_MS;
  }
  try {
    const before = pass.tidied.rows;
    const isOver = slice(core, pass);
    pass.busyTries = 0;
    if (pass.tidied.rows > before) pass.sinceCheckpoint += 1;
    return isOver && pass.tidied.folders.length === 0 ? 'over' : 0;
  } catch (error) {
    if (!isBusy(error) || pass.hasStepped) throw error;
    pass.busyTries += 1;
    return busyWaitMs(pass.busyTries - 1);
  }
}

const hasWork = (core: Core): boolean => core.endings.length > 0 || nextInstant(core) <= core.options.clock.now();

/** As many steps as fit one short transaction; true when the pass is over. */
function slice(core: Core, pass: Pass): boolean {
  const { chore, tidied } = pass;
  const { store, clock } = core.options;
  const { holderId, fence } = core.tenure;
  const startedAt = clock.monotonic();
  pass.hasStepped = false;
  return store.writeQuietly(() => {
    if (!store.lease.holds(holderId, fence)) throw new LeaseLost();
    for (let steps = 0; steps < SLICE_STEPS_MAX && clock.monotonic() - startedAt < SLICE_MS; steps += 1) {
      pass.hasStepped = true;
      if (chore.next().done !== true) continue;
      if (tidied.rows > 0) store.markChanged();
      return true;
    }
    return false;
  });
}
