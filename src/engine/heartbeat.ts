import { statSync } from 'node:fs';
import { fold } from './checkpoint.ts';
import type { Core } from './core.ts';
import { LEASE_TIMES } from './lease-times.ts';
import { messageOf } from './tick.ts';

/** Checkpoints wait for a quiet moment, unless the log has grown past this. */
const WAL_BYTES_MAX = 16 * 1024 * 1024;
const CHECKPOINT_EVERY_BEATS = 15;
/** Under steady work a log may grow by some MiB each second. */
const LARGE_LOG_EVERY_BEATS = 3;

export type Heartbeat = {
  start(): void;
  stop(): void;
  /** When it was tried last, on the monotonic clock; whether the database took it is another matter. */
  triedAt(): number;
};

/** Tells every two seconds that this engine lives, and folds the write-ahead log back when nobody is in a hurry. */
export function createHeartbeat(core: Core, lost: () => void): Heartbeat {
  const { store, clock, leaseTimes = LEASE_TIMES } = core.options;
  let cancel: (() => void) | undefined;
  let beats = 0;
  let triedAt = clock.monotonic();

  const beat = (): void => {
    cancel = clock.setTimer(leaseTimes.beatEveryMs, beat);
    triedAt = clock.monotonic();
    try {
      const renewed = core.renewal.renew();
      if (renewed === 'lost') lost();
      // When the database is busy the next beat tries again; a lease lasts for several of them.
      if (renewed === 'busy') core.trouble.busy();
      if (renewed !== 'renewed') return;
      core.trouble.written();
      beats += 1;
      if (isTimeToCheckpoint()) void fold(core);
    } catch (error) {
      if (!core.trouble.met(error)) core.emit({ kind: 'engine-error', error: messageOf(error) });
    }
  };

  const isTimeToCheckpoint = (): boolean =>
    (beats % CHECKPOINT_EVERY_BEATS === 0 && core.runner.busy() === 0) ||
    (beats % LARGE_LOG_EVERY_BEATS === 0 && isLogLarge());

  const isLogLarge = (): boolean =>
    (statSync(`${store.path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > WAL_BYTES_MAX;

  return {
    start(): void {
      cancel ??= clock.setTimer(leaseTimes.beatEveryMs, beat);
      // Engines that die again and again before their first checkpoint would let it grow without end.
      if (isLogLarge()) clock.setSoon(() => void fold(core));
    },
    stop(): void {
      cancel?.();
      cancel = undefined;
    },
    triedAt: () => triedAt,
  };
}
