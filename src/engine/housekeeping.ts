import type { Core } from './core.ts';
import { createBackupWatch } from './housekeeping/backup-watch.ts';
import { createCalendarWatch } from './housekeeping/calendar-watch.ts';
import { createDiskWatch } from './housekeeping/disk-watch.ts';
import { createFileWatch } from './housekeeping/file-watch.ts';
import { createLateStarts } from './housekeeping/late-starts.ts';
import { createPruner } from './housekeeping/pruner.ts';
import { createRunWatch } from './housekeeping/run-watch.ts';

export type Housekeeping = { start(): void; stop(): void };

/** What an engine does beside its jobs: it removes what is old, keeps backups, and notices runs that are late, long, lost or missing, and a disk that fills up. */
export function createHousekeeping(core: Core, tell: { lost(because?: string): void; wake(): void }): Housekeeping {
  const parts = [
    createPruner(core, () => tell.lost()),
    createRunWatch(core),
    createLateStarts(core),
    createCalendarWatch(core),
    createDiskWatch(core, tell.wake),
    createBackupWatch(core),
    createFileWatch(core, tell.lost),
  ];
  return {
    start(): void {
      for (const part of parts) part.start();
    },
    stop(): void {
      for (const part of parts) part.stop();
    },
  };
}
