import type { Db } from '../database.ts';
import type { AlertKind } from '../nouns/alert.ts';
import { rowReader } from '../rows.ts';

/** A job whose next ok did not come in time, unless it may be late because it is paused. */
export type OverdueJob = {
  id: string;
  name: string;
  everyMs: number;
  since: number;
  /** When the pause ends that it is in; a pause without an end has `Number.MAX_SAFE_INTEGER`. */
  pausedUntil?: number;
};
/** A run that goes on, with what its job usually takes. */
export type LongRunner = { id: number; jobId: string; jobName: string; startedAt: number; p95Ms: number };
/** A run that goes on, with its limits. */
export type LimitedRun = { id: number; beganAt: number; timeoutMs: number; graceMs: number };

/** Kinds of alerts, and keys among them that are about a state and not an event. */
export type Quiet = { kinds: readonly AlertKind[]; except: readonly string[]; before: number };

const ACTIVE = `status IN ('pending', 'running')`;
const STALE_MAX = 200;

/** What the watch over runs and jobs looks at: short lists, found by indexes that hold nothing else. */
export function watchUpkeep(db: Db) {
  return { ...overdue(db), ...running(db), ...alerts(db) };
}

function overdue(db: Db) {
  const toOverdue = rowReader<OverdueJob>();
  const due = db.prepare(`
    SELECT j.id, j.name, j.expect_every_ms AS every_ms, j.expected_since AS since, (
      SELECT max(coalesce(p.until, ${Number.MAX_SAFE_INTEGER})) FROM pauses p
      WHERE (p.until IS NULL OR p.until > @now) AND (
        p.scope = 'all'
        OR (p.scope = 'job' AND p.key = j.id)
        OR (p.scope = 'pool' AND p.key = j.resource_pool)
        OR (p.scope = 'tag' AND p.key IN (SELECT value FROM json_each(j.definition, '$.tags'))))) AS paused_until
    FROM jobs j INDEXED BY jobs_overdue
    WHERE j.overdue_at IS NOT NULL AND j.overdue_at <= +@now
    ORDER BY j.overdue_at
    LIMIT +@limit`);
  const earliest = db.prepare<[], { at: number | null }>(`
    SELECT min(overdue_at) AS at FROM jobs WHERE overdue_at IS NOT NULL`);
  const later = db.prepare(`
    UPDATE jobs SET expected_since = @since, overdue_at = @at
    WHERE id = @id AND overdue_at IS NOT NULL`);
  const silence = db.prepare(`UPDATE jobs SET overdue_at = NULL WHERE id = ?`);
  return {
    overdue: (now: number, limit: number): OverdueJob[] => due.all({ now, limit }).map(toOverdue),
    /** When the next job is overdue unless it ends ok before, in epoch ms. */
    earliestOverdue: (): number | undefined => earliest.get()?.at ?? undefined,
    /** An ok is expected from `since` on, and looked for at `at`. */
    expectLater: (id: string, { since, at }: { since: number; at: number }): void => void later.run({ id, since, at }),
    /** It was told of; the next ok, edit or switch arms it again. */
    expectNoMore: (id: string): void => void silence.run(id),
  };
}

function running(db: Db) {
  const toLong = rowReader<LongRunner>();
  const toLimited = rowReader<LimitedRun>();
  const long = db.prepare(`
    SELECT r.id, r.job_id, r.job_name, r.started_at, j.p95_ms
    FROM runs r INDEXED BY runs_active JOIN jobs j ON j.id = r.job_id
    WHERE r.${ACTIVE} AND r.started_at IS NOT NULL AND j.p95_ms IS NOT NULL AND j.deleted_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM alerts a INDEXED BY alerts_run
        WHERE a.run_id = r.id AND a.run_id IS NOT NULL AND a.state <> 'resolved' AND a.kind = 'long-run')`);
  const limited = db.prepare(`
    SELECT r.id, coalesce(r.started_at, r.created_at) AS began_at,
      json_extract(j.definition, '$.run_timeout_ms') AS timeout_ms, json_extract(j.definition, '$.kill_grace_ms') AS grace_ms
    FROM runs r INDEXED BY runs_active JOIN jobs j ON j.id = r.job_id
    WHERE r.${ACTIVE} AND r.created_at < +@before`);
  return {
    /** Started runs that no alert calls long yet, where it is known how long they take. */
    running: (): LongRunner[] => long.all().map(toLong),
    /** Active runs that were admitted before an instant. */
    limits: (before: number): LimitedRun[] => limited.all({ before }).map(toLimited),
  };
}

function alerts(db: Db) {
  const open = db.prepare<[string], { job_id: string }>(`
    SELECT job_id FROM alerts INDEXED BY alerts_job WHERE state <> 'resolved' AND job_id IS NOT NULL AND kind = ?`);
  const stale = db.prepare(`
    UPDATE alerts SET state = 'resolved', resolved_at = @now
    WHERE id IN (
      SELECT a.id FROM alerts a INDEXED BY alerts_job LEFT JOIN jobs j ON j.id = a.job_id LEFT JOIN runs r ON r.id = a.run_id
      WHERE a.state <> 'resolved' AND a.job_id IS NOT NULL AND (
        (a.kind = 'dead-man' AND (j.id IS NULL OR j.deleted_at IS NOT NULL OR j.enabled = 0 OR j.expect_every_ms IS NULL OR j.overdue_at > @now))
        OR (a.kind = 'late-start' AND (j.id IS NULL OR j.deleted_at IS NOT NULL OR j.enabled = 0))
        OR (a.kind = 'long-run' AND (r.id IS NULL OR r.finished_at IS NOT NULL))
        OR ((j.id IS NULL OR j.deleted_at IS NOT NULL) AND a.last_at < @before))
      LIMIT ${STALE_MAX})`);
  const quiet = db.prepare(`
    UPDATE alerts SET state = 'resolved', resolved_at = @now
    WHERE id IN (
      SELECT id FROM alerts
      WHERE state IN ('open', 'acknowledged') AND last_at < +@before
        AND kind IN (SELECT value FROM json_each(+@kinds)) AND key NOT IN (SELECT value FROM json_each(+@except))
      LIMIT ${STALE_MAX})`);
  return {
    jobsWithOpen: (kind: 'late-start'): string[] => open.all(kind).map((row) => row.job_id),
    /** Resolves alerts about something that happened, when it has not happened again since. Returns how many. */
    resolveQuiet: ({ kinds, except, before }: Quiet, now: number): number =>
      quiet.run({ now, before, kinds: JSON.stringify(kinds), except: JSON.stringify(except) }).changes,
    /** Resolves alerts that nothing else will: of jobs that are gone or off, of runs that are over. Returns how many. */
    resolveStale: (now: number, before: number): number => stale.run({ now, before }).changes,
  };
}
