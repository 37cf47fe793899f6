import type { Db } from '../database.ts';
import { readDefinition } from '../job-definition.ts';
import { schemaOf } from '../migrate.ts';
import { zoneEditionIn } from '../zone-plans.ts';

const NAMED_MAX = 20;
const DEFINITIONS_READ_MAX = 100_000;

export type ActiveRun = { id: number; pid?: number; pidStart?: string; bootId?: string };

/** What a check of the whole looks at, in a database of any schema. */
export function doctorReads(db: Db) {
  const number = (name: string): number => db.pragma(name, { simple: true }) as number;
  const count = (sql: string): number =>
    db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${sql}`).get()?.n ?? 0;
  return {
    schema: (): number => schemaOf(db),
    /** What a quick check found; undefined when every page is sound. */
    damage(): string | undefined {
      const found = String(db.pragma('quick_check(1)', { simple: true }));
      return found === 'ok' ? undefined : found;
    },
    pages: () => ({ bytes: number('page_size'), count: number('page_count'), free: number('freelist_count') }),
    jobs: (): number => count(`jobs WHERE deleted_at IS NULL`),
    /** The newest instant that anything was written at. */
    newestAt: (): number =>
      db
        .prepare<[], { at: number | null }>(`
          SELECT max(
            coalesce((SELECT created_at FROM runs ORDER BY id DESC LIMIT 1), 0),
            coalesce((SELECT at FROM audit ORDER BY id DESC LIMIT 1), 0),
            coalesce((SELECT heartbeat_at FROM lease WHERE id = 1), 0)) AS at`)
        .get()?.at ?? 0,
    stoppedCleanly: (): boolean => count(`lease WHERE clean_stop = 1`) === 1,
    zoneEdition: (): string | undefined => zoneEditionIn(db),
    heldMessages: (): number => count(`outbox WHERE status = 'pending' AND last_error LIKE 'held: %'`),
    failedMessages: (): number => count(`outbox WHERE status = 'failed'`),
    /** A claim and its run are one transaction, so there can be none. */
    claimedWithoutRun: (): number[] =>
      db
        .prepare<[], { id: number }>(`
          SELECT id FROM dispatches
          WHERE status = 'claimed' AND NOT EXISTS (
            SELECT 1 FROM runs WHERE dispatch_id = dispatches.id AND status IN ('pending', 'running'))
          LIMIT ${NAMED_MAX}`)
        .all()
        .map(({ id }) => id),
    activeRuns: (): ActiveRun[] =>
      db
        .prepare<[], { id: number; pid: number | null; pid_start: string | null; boot_id: string | null }>(`
          SELECT id, pid, pid_start, boot_id FROM runs WHERE status = 'running' LIMIT 1000`)
        .all()
        .map(({ id, pid, pid_start, boot_id }) =>
          pid === null || pid_start === null || boot_id === null
            ? { id }
            : { id, pid, pidStart: pid_start, bootId: boot_id },
        ),
    /** The shells that jobs name, each with one of its jobs. */
    shells: (): { shell: string; job: string }[] =>
      db
        .prepare<[], { shell: string; job: string }>(`
          SELECT json_extract(definition, '$.shell') AS shell, min(name) AS job FROM jobs
          WHERE deleted_at IS NULL AND json_valid(definition) AND json_extract(definition, '$.shell') IS NOT NULL
          GROUP BY shell LIMIT ${NAMED_MAX}`)
        .all(),
    /** Jobs whose definition nobody can read, and what is wrong with it, among the first of them. */
    unreadableJobs: (): UnreadableJob[] => unreadableIn(db),
    openCriticalAlerts: (): number => count(`alerts WHERE state = 'open' AND severity = 'crit'`),
  };
}

type UnreadableJob = { id: string; name: string; problem: string };

function unreadableIn(db: Db): UnreadableJob[] {
  const found: UnreadableJob[] = [];
  const rows = db.prepare<[], { id: string; name: string; definition: string }>(`
    SELECT id, name, definition FROM jobs WHERE deleted_at IS NULL LIMIT ${DEFINITIONS_READ_MAX}`);
  for (const { id, name, definition } of rows.iterate()) {
    const reading = readDefinition(definition);
    if (reading.kind === 'unreadable') found.push({ id, name, problem: reading.problem });
    if (found.length === NAMED_MAX) break;
  }
  return found;
}
