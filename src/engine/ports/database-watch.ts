import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Clock } from './clock.ts';

/** The notification comes before the commit is visible, so we look again a few times. */
const LOOKS_MS = [0, 2, 5, 10, 20, 35, 50];
const NET_MS = 1_000;
const NET_WITHOUT_WATCH_MS = 250;

export type DatabaseWatch = { stop(): void };

/**
 * Calls back when another connection has committed. `version` reads that connection-local number (PRAGMA data_version);
 * it is asked on every write to the WAL and once a second as the net.
 */
export function watchDatabase(path: string, clock: Clock, version: () => number, changed: () => void): DatabaseWatch {
  let seen = version();
  let stopped = false;
  const timers = new Set<() => void>();
  const look = (): void => {
    if (stopped) return;
    const current = readable(version);
    if (current !== undefined && current === seen) return;
    seen = current ?? seen;
    changed();
  };
  const later = (delayMs: number, act: () => void): void => {
    const cancel = clock.setTimer(delayMs, () => {
      timers.delete(cancel);
      act();
    });
    timers.add(cancel);
  };
  let burst: 'none' | 'looking' | 'written-again' = 'none';
  const onWrite = (): void => {
    if (stopped) return;
    if (burst !== 'none') {
      burst = 'written-again';
      return;
    }
    burst = 'looking';
    for (const delayMs of LOOKS_MS) later(delayMs, look);
    later(LOOKS_MS.at(-1) ?? 0, () => {
      const again = burst === 'written-again';
      burst = 'none';
      if (again) onWrite();
    });
  };
  const watcher = watchFolder(path, onWrite);
  const net = (): void => {
    look();
    later(watcher === undefined ? NET_WITHOUT_WATCH_MS : NET_MS, net);
  };
  later(NET_MS, net);
  return {
    stop() {
      stopped = true;
      watcher?.close();
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}

/** A database that cannot be read is news as well: whoever looks at it next says what is wrong with it. */
function readable(version: () => number): number | undefined {
  try {
    return version();
  } catch {
    return undefined;
  }
}

/** The folder rather than the file: the WAL comes and goes. Undefined where watching is not possible. */
function watchFolder(path: string, onWrite: () => void): FSWatcher | undefined {
  const wal = `${basename(path)}-wal`;
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
      if (name === wal || name === null) onWrite();
    });
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
