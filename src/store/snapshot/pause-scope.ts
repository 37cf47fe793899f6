import type { Db } from '../database.ts';
import type { PauseScope } from '../nouns/pause.ts';
import { COUNT_MAX } from './page.ts';

/** What a pause covers, or would. */
export type PauseScopeFacts = {
  /** `more`: at least so many, not all jobs were looked at. */
  jobs: { count: number; more: boolean };
  /** What runs and goes on to its end; the first few by name. */
  running: { count: number; first: { runId: number; jobName: string }[] };
  /** Dispatches that wait for something, or for their time. */
  waiting: number;
  /** The next fires, which would be skipped. */
  next: { name: string; at: number }[];
};

/** Fire times that a pause passed over; `more`: at least so many, since not all jobs were looked at, or a pause went before. */
export type PassedOver = { fires: number; jobs: number; more: boolean };

export type PauseScopeKey = { scope: PauseScope; key: string };

/** Which jobs have a tag stands in their definitions alone, so that no more of them are looked at than fit into a frame. */
const LOOKED_MAX = 1_000;
const SHOWN_MAX = 3;
const ACTIVE_MAX = 500;
const WAITING_MAX = 1_000;
const TAGS_MAX = 500;
/** Equal neighbours are one row, so that even a long pause leaves few. */
const SLOT_ROWS_MAX = 100;

/** Bound once, by a first line of the statement. */
const KEY = '(SELECT key FROM wanted)';
/** As the index of what is open has it. */
const OPEN = `status IN ('pending', 'claimed', 'awaiting_approval')`;
const WANTED = 'WITH wanted(key) AS (SELECT +?)';

const COVERED: Readonly<Record<PauseScope, string>> = {
  all: `1`,
  job: `id = ${KEY}`,
  pool: `resource_pool = ${KEY}`,
  tag: `instr(definition, json_quote(${KEY})) > 0 AND json_valid(definition)
    AND EXISTS (SELECT 1 FROM json_each(definition, '$.tags') WHERE value = ${KEY})`,
};

/** For the sheets that pause and resume; each answer is limited. */
export function pauseScopeQueries(db: Db) {
  const ofScope = {
    all: scopeQueries(db, 'all'),
    job: scopeQueries(db, 'job'),
    pool: scopeQueries(db, 'pool'),
    tag: scopeQueries(db, 'tag'),
  };
  const passedOver = {
    all: passedOverQuery(db, 'all'),
    job: passedOverQuery(db, 'job'),
    pool: passedOverQuery(db, 'pool'),
    tag: passedOverQuery(db, 'tag'),
  };
  const held = db.prepare<[string], { n: number }>(`
    SELECT count(*) AS n
    FROM (SELECT 1 FROM dispatches WHERE status = 'pending' AND blocked_on = +? LIMIT ${COUNT_MAX})`);
  const tags = db.prepare<[], { tag: string }>(`
    SELECT DISTINCT value AS tag
    FROM (SELECT definition FROM jobs WHERE deleted_at IS NULL AND name > '' ORDER BY name LIMIT ${LOOKED_MAX}) AS looked,
      json_each(CASE WHEN json_valid(looked.definition) THEN looked.definition ELSE '{}' END, '$.tags')
    WHERE typeof(value) = 'text'
    LIMIT ${TAGS_MAX}`);
  const pools = db.prepare<[], { name: string }>(`
    SELECT DISTINCT resource_pool AS name
    FROM (SELECT resource_pool FROM jobs WHERE deleted_at IS NULL AND name > '' ORDER BY name LIMIT ${LOOKED_MAX})
    WHERE resource_pool IS NOT NULL
    LIMIT ${TAGS_MAX}`);
  return {
    facts: ({ scope, key }: PauseScopeKey): PauseScopeFacts => ofScope[scope](key),
    /** The fire times of what it covers that were skipped for a pause since an instant. */
    passedOver: ({ scope, key }: PauseScopeKey, since: number): PassedOver => passedOver[scope](key, since),
    /** What waits for the end of this very pause. */
    held: ({ scope, key }: PauseScopeKey): number => held.get(`pause:${scope}:${key}`)?.n ?? 0,
    /** Tags and pools that jobs have, among the first jobs by name. */
    names: (): { tags: string[]; pools: string[] } => ({
      tags: tags.all().map(({ tag }) => tag),
      pools: pools.all().map(({ name }) => name),
    }),
  };
}

function scopeQueries(db: Db, scope: PauseScope): (key: string) => PauseScopeFacts {
  const covered = COVERED[scope];
  const isAlone = scope === 'job';
  const from = jobsOf(scope, scope === 'all' ? COUNT_MAX : LOOKED_MAX);
  const count = db.prepare<[string], { looked: number; n: number }>(`${WANTED}
    SELECT count(*) AS looked, coalesce(sum(covered), 0) AS n
    FROM (SELECT ${covered} AS covered FROM (SELECT id, resource_pool, definition FROM ${from}))`);
  const running = db.prepare<[string], { run_id: number; job_name: string }>(`${WANTED}
    SELECT live.id AS run_id, live.job_name
    FROM (SELECT id, job_id, job_name FROM runs WHERE status IN ('pending', 'running') LIMIT ${ACTIVE_MAX}) AS live
    WHERE EXISTS (SELECT 1 FROM jobs WHERE jobs.id = live.job_id AND ${covered.replaceAll(/\bid\b/g, 'jobs.id')})
    ORDER BY live.id`);
  const waiting = db.prepare<[string], { n: number }>(`${WANTED}
    SELECT count(*) AS n
    FROM (
      SELECT job_id FROM dispatches INDEXED BY dispatches_open WHERE ${OPEN} AND status = 'pending'
      LIMIT ${WAITING_MAX}) AS waiting
    WHERE EXISTS (SELECT 1 FROM jobs WHERE jobs.id = waiting.job_id AND ${covered.replaceAll(/\bid\b/g, 'jobs.id')})`);
  const next = db.prepare<[string], { name: string; at: number }>(`${WANTED}
    SELECT name, next_run_at AS at
    FROM (
      SELECT id, name, next_run_at, resource_pool, definition
      FROM jobs
      WHERE next_run_at IS NOT NULL AND enabled = 1 AND deleted_at IS NULL AND next_run_at > 0
        ${isAlone ? `AND id = ${KEY}` : ''}
      ORDER BY next_run_at
      LIMIT ${isAlone ? 1 : LOOKED_MAX})
    WHERE ${covered}
    ORDER BY at
    LIMIT ${SHOWN_MAX}`);
  return (key) => {
    const { looked = 0, n = 0 } = count.get(key) ?? {};
    const runs = running.all(key);
    return {
      jobs: { count: n, more: !isAlone && looked >= (scope === 'all' ? COUNT_MAX : LOOKED_MAX) },
      running: {
        count: runs.length,
        first: runs.slice(0, SHOWN_MAX).map((row) => ({ runId: row.run_id, jobName: row.job_name })),
      },
      waiting: waiting.get(key)?.n ?? 0,
      next: next.all(key),
    };
  };
}

const jobsOf = (scope: PauseScope, max: number): string =>
  scope === 'job'
    ? `jobs WHERE id = ${KEY} AND deleted_at IS NULL`
    : `jobs WHERE deleted_at IS NULL AND name > '' ORDER BY name LIMIT ${max}`;

function passedOverQuery(db: Db, scope: PauseScope): (key: string, since: number) => PassedOver {
  const since = '(SELECT since FROM wanted)';
  const begun = `
    SELECT sum(count)
    FROM (
      SELECT count FROM slots
      WHERE job_id = looked.id AND slot_at >= ${since} AND reason = 'paused'
      LIMIT ${SLOT_ROWS_MAX})`;
  // A pause that is asked for anew, or soon after another one, goes on with that one's row: only its last one is certain.
  const goneOn = `
    SELECT reason = 'paused' AND last_slot_at >= ${since}
    FROM slots
    WHERE job_id = looked.id AND slot_at < ${since}
    ORDER BY slot_at DESC
    LIMIT 1`;
  const count = db.prepare<[string, number], { looked: number; fires: number; jobs: number; uncertain: number }>(`
    WITH
      wanted(key, since) AS (SELECT +?, +?),
      looked AS MATERIALIZED (
        SELECT id, ${COVERED[scope]} AS covered
        FROM (SELECT id, resource_pool, definition FROM ${jobsOf(scope, LOOKED_MAX)})),
      passed AS MATERIALIZED (
        SELECT coalesce((${begun}), 0) AS begun, coalesce((${goneOn}), 0) AS gone_on FROM looked WHERE covered)
    SELECT (SELECT count(*) FROM looked) AS looked, coalesce(sum(begun + gone_on), 0) AS fires,
      count(nullif(begun + gone_on, 0)) AS jobs, coalesce(sum(gone_on), 0) AS uncertain
    FROM passed`);
  return (key, since) => {
    const { looked = 0, fires = 0, jobs = 0, uncertain = 0 } = count.get(key, since) ?? {};
    return { fires, jobs, more: uncertain > 0 || (scope !== 'job' && looked >= LOOKED_MAX) };
  };
}
