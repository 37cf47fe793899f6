import type { Core } from './core.ts';
import { createLateStarts } from './housekeeping/late-starts.ts';
import { createPruner } from './housekeeping/pruner.ts';
import { createRunWatch } from './housekeeping/run-watch.ts';

export type Housekeeping = { start(): void; stop(): void };

/** What an engine does beside its jobs: it removes what is old, and notices runs that are late, long, lost or missing. */
export function createHousekeeping(core: Core, lost: () => void): Housekeeping {
  const parts = [createPruner(core, lost), createRunWatch(core), createLateStarts(core)];
  return {
    start(): void {
      for (const part of parts) part.start();
    },
    stop(): void {
      for (const part of parts) part.stop();
    },
  };
}
