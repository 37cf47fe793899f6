import type { Db } from './database.ts';
import { isBusy } from './store-error.ts';

/** A new database is switched once in its life, by whoever is first; that takes a few ms. */
const TRIES_MAX = 200;
const PAUSE_MS = 10;

/**
 * Readers go on beside a writer. While another process switches the same new database SQLite says busy at once, whatever
 * time-out is set, because the lock cannot be waited for with a read lock in hand; so we wait here, two seconds at most.
 */
export function switchToWal(db: Db, pause: () => void = sleepShortly): void {
  for (let tried = 1; ; tried += 1) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || tried === TRIES_MAX) throw error;
      pause();
    }
  }
}

const sleepShortly = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
