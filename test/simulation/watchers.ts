// What is watched while the engine works, not only between two moves: no run ends twice, no retry waits other than its
// job says, and an engine that was replaced writes nothing.
import type { EngineEvent } from '../../src/engine/events.ts';
import { retryDelayMs } from '../../src/engine/rules/back-off.ts';
import type { Db } from '../../src/store/database.ts';
import type { JobDefinition } from '../../src/store/nouns/job-fields.ts';

type Holder = { store: { db: Db; lease: { holds(holderId: string, fence: number): boolean } }; pid: number };

export type Watchers = ReturnType<typeof createWatchers>;

export const createWatchers = () => {
  const found: string[] = [];
  const events = new Map<string, number>();
  const fenced = new Map<Holder, { changesBefore: number; sql: string[] }>();
  const replaced = new Set<number>();
  let isLooking = false;

  const changesOf = ({ store: { db } }: Holder): number => {
    isLooking = true;
    try {
      return (db.prepare('SELECT total_changes() AS n').get() as { n: number }).n;
    } finally {
      isLooking = false;
    }
  };

  return {
    found,
    /** How often the engine told what. */
    events,
    complain: (words: string): void => void found.push(words),
    isReplaced: (pid: number): void => void replaced.add(pid),
    event: (_from: Holder, event: EngineEvent): void => {
      events.set(event.kind, (events.get(event.kind) ?? 0) + 1);
      if (event.kind === 'engine-error' && !INJECTED.test(event.error)) found.push(`the engine said: ${event.error}`);
    },
    statement(from: Holder, sql: string): void {
      if (isLooking || !replaced.has(from.pid)) return;
      if (sql.startsWith('BEGIN')) fenced.set(from, { changesBefore: changesOf(from), sql: [] });
      const open = fenced.get(from);
      open?.sql.push(sql.trim().slice(0, 60).replaceAll(/\s+/g, ' '));
      if (sql !== 'COMMIT' || open === undefined) return;
      fenced.delete(from);
      const changes = changesOf(from) - open.changesBefore;
      if (changes > 0) found.push(`an engine that was replaced wrote ${changes} rows: ${open.sql.join('; ')}`);
    },
  };
};

const INJECTED = /database is locked|database or disk is full|disk I\/O error|the disk is full|the database cannot be/;

/** On this connection only: the triggers are temporary and see every statement that it makes. */
export function watchConnection(db: Db, watchers: Watchers): void {
  db.function('complain', (words) => {
    watchers.complain(String(words));
    return null;
  });
  db.function('retry_delay_ms', (definition, attempt, runId) =>
    retryDelayMs(JSON.parse(String(definition)) as JobDefinition, Number(attempt), spreadOf(Number(runId))),
  );
  db.exec(TRIGGERS);
}

/** As the engine spreads the retries of runs that failed together. */
const spreadOf = (runId: number): number => ((runId * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;

const TRIGGERS = `
CREATE TEMP TRIGGER ended_twice BEFORE UPDATE OF status, finished_at ON main.runs
WHEN OLD.finished_at IS NOT NULL AND (NEW.status <> OLD.status OR NEW.finished_at IS NOT OLD.finished_at)
BEGIN
  SELECT complain('run ' || OLD.id || ' ended ' || OLD.status || ' and then ' || NEW.status);
END;
CREATE TEMP TRIGGER ended_dispatch BEFORE UPDATE OF status ON main.dispatches
WHEN OLD.status IN ('done', 'cancelled') AND NEW.status <> OLD.status
BEGIN
  SELECT complain('dispatch ' || OLD.id || ' was ' || OLD.status || ' and is ' || NEW.status);
END;
CREATE TEMP TRIGGER retry_delay AFTER INSERT ON main.dispatches
WHEN NEW.retry_of IS NOT NULL
BEGIN
  SELECT complain('the retry of run ' || NEW.retry_of || ' waits ' || (NEW.due_at - NEW.created_at) || ' ms')
  FROM main.jobs
  WHERE id = NEW.job_id AND NEW.due_at - NEW.created_at <> retry_delay_ms(definition, NEW.retry_count, NEW.retry_of);
END;
CREATE TEMP TRIGGER retry_count AFTER INSERT ON main.dispatches
WHEN NEW.retry_of IS NOT NULL
BEGIN
  SELECT complain('run ' || NEW.retry_of || ' is retried for the ' || NEW.retry_count || 'th time')
  FROM main.jobs
  WHERE id = NEW.job_id AND NEW.retry_count > json_extract(definition, '$.max_retries');
END;
CREATE TEMP TRIGGER replay_once AFTER INSERT ON main.dispatches
WHEN NEW.replay_of IS NOT NULL
BEGIN
  SELECT complain('run ' || NEW.replay_of || ' is replayed, and its job does not ask for that')
  FROM main.jobs
  WHERE id = NEW.job_id AND json_extract(definition, '$.delivery_guarantee') <> 'at-least-once';
  SELECT complain('run ' || id || ' is a replay and is replayed') FROM main.runs
  WHERE id = NEW.replay_of AND replay_of IS NOT NULL;
END;
CREATE TEMP TRIGGER fan_out AFTER INSERT ON main.dispatches
WHEN NEW.cause = 'chain'
BEGIN
  SELECT complain('run ' || NEW.source_run_id || ' has more children than max_trigger_fanout')
  FROM main.runs r JOIN main.jobs j ON j.id = r.job_id
  WHERE r.id = NEW.source_run_id AND json_extract(j.definition, '$.max_trigger_fanout') < (
    SELECT count(*) FROM main.dispatches d WHERE d.source_run_id = NEW.source_run_id AND d.cause = 'chain');
END;`;
