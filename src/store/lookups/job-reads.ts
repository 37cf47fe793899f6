import type { Db } from '../database.ts';
import type { RunStatus } from '../nouns/run.ts';
import { rowReader } from '../rows.ts';

/** A job as lists show it; its definition is not parsed for that. */
export type JobLine = {
  id: string;
  name: string;
  enabled: boolean;
  disabledBecause?: string;
  scheduleText: string;
  /** On whose clocks its cron expression is read. */
  scheduleTz?: string;
  parentId?: string;
  resourcePool?: string;
  tags?: string[];
  nextRunAt?: number;
  lastRunAt?: number;
  lastStatus?: RunStatus;
  consecutiveErrors: number;
  last10: string;
  /** As it is stored, in lists only, to see whether it can be read; absent where it is very long. */
  definition?: string;
};

const COLUMNS = `id, name, enabled, disabled_because, schedule_text, parent_id, resource_pool,
  CASE WHEN schedule_kind = 'cron' AND json_valid(definition) THEN definition ->> '$.schedule_tz' END AS schedule_tz,
  CASE WHEN json_valid(definition) THEN definition -> '$.tags' END AS tags, next_run_at, last_run_at, last_status, consecutive_errors, last_10`;
const toLine = rowReader<JobLine>({ json: ['tags'], booleans: ['enabled'] });

export function jobReads(db: Db) {
  const list = db.prepare(`
    SELECT ${COLUMNS}, CASE WHEN octet_length(definition) <= 8192 THEN definition END AS definition
    FROM jobs INDEXED BY jobs_name
    WHERE deleted_at IS NULL AND (+@enabled IS NULL OR enabled = +@enabled)
    ORDER BY name
    LIMIT +@limit`);
  const byName = db.prepare(`SELECT ${COLUMNS} FROM jobs WHERE name = +? AND deleted_at IS NULL ORDER BY id LIMIT +?`);
  const byId = db.prepare(`SELECT ${COLUMNS} FROM jobs WHERE id = ? AND deleted_at IS NULL`);
  const byPrefix = db.prepare(`
    SELECT ${COLUMNS} FROM jobs
    WHERE id >= +@prefix AND id < +@prefix || char(1114111) AND deleted_at IS NULL
    ORDER BY id
    LIMIT +@limit`);
  // Its history goes on after a job is deleted, and somebody asks for it.
  const gone = db.prepare(`
    SELECT ${COLUMNS} FROM jobs WHERE (id = +@wanted OR name = +@wanted) AND deleted_at IS NOT NULL ORDER BY id LIMIT +@limit`);
  const names = db.prepare<[number], { name: string }>(`
    SELECT DISTINCT name FROM jobs WHERE deleted_at IS NULL ORDER BY name LIMIT +?`);
  const children = db.prepare(`
    SELECT ${COLUMNS} FROM jobs WHERE parent_id = +? AND deleted_at IS NULL ORDER BY created_at, id LIMIT +?`);
  return {
    list: (only: 'all' | 'enabled' | 'disabled', limit: number): JobLine[] =>
      list.all({ enabled: only === 'all' ? null : only === 'enabled' ? 1 : 0, limit }).map(toLine),
    withName: (name: string, limit: number): JobLine[] => byName.all(name, limit).map(toLine),
    withId: (id: string): JobLine[] => byId.all(id).map(toLine),
    withPrefix: (prefix: string, limit: number): JobLine[] => byPrefix.all({ prefix, limit }).map(toLine),
    /** Deleted jobs by full id or exact name. */
    gone: (wanted: string, limit: number): JobLine[] => gone.all({ wanted, limit }).map(toLine),
    names: (limit: number): string[] => names.all(limit).map((row) => row.name),
    children: (id: string, limit: number): JobLine[] => children.all(id, limit).map(toLine),
  };
}
