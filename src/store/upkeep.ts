import type { Db } from './database.ts';
import { auditUpkeep } from './upkeep/audit.ts';
import { historyUpkeep } from './upkeep/history.ts';
import { jobUpkeep } from './upkeep/jobs.ts';
import { runUpkeep } from './upkeep/runs.ts';
import { watchUpkeep } from './upkeep/watch.ts';

export type Upkeep = ReturnType<typeof upkeepStore>;

/**
 * What housekeeping reads and removes, never more than `limit` rows a call. Prepared at its first use: every command
 * opens the store, and none of them looks after it.
 */
export function lazyUpkeep(db: Db): () => Upkeep {
  let made: Upkeep | undefined;
  return () => {
    made ??= upkeepStore(db);
    return made;
  };
}

function upkeepStore(db: Db) {
  return {
    history: historyUpkeep(db),
    jobs: jobUpkeep(db),
    runs: runUpkeep(db),
    audit: auditUpkeep(db),
    watch: watchUpkeep(db),
  };
}
