import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test, vi } from 'vitest';
import { openStore } from '../../src/store/store.ts';

// Every statement is to be seen, also those that nobody uses here.
vi.mock('../../src/store/lazy-statements.ts', () => ({ compileWhenUsed: () => {} }));

/** Every statement that opening a store prepares, with its plan. */
function preparedStatements(): { sql: string; plan: string[] }[] {
  const spy = vi.spyOn(Database.prototype, 'prepare');
  const folder = mkdtempSync(join(tmpdir(), 'store-plans-'));
  const store = openStore({ path: join(folder, 'openclaw-tui.db'), role: 'engine' });
  const texts = spy.mock.calls.map(([sql]) => sql);
  spy.mockRestore();
  const prepared = texts
    .filter((sql) => !/sqlite_(schema|sequence)/.test(sql))
    .map((sql) => ({ sql: sql.replace(/\s+/g, ' ').trim(), plan: planOf(store.db, sql) }));
  store.close();
  rmSync(folder, { recursive: true, force: true });
  return prepared;
}

function planOf(db: Database.Database, sql: string): string[] {
  const names = [...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, 1]);
  const values = Array.from({ length: (sql.match(/\?/g) ?? []).length }, () => 1);
  const statement = db.prepare(`EXPLAIN QUERY PLAN ${sql}`);
  const steps = names.length > 0 ? statement.all(Object.fromEntries(names)) : statement.all(...values);
  return (steps as { detail: string }[]).map(({ detail }) => detail);
}

const statements = preparedStatements();
const BIG =
  'jobs|runs|dispatches|approvals|alerts|decisions|slots|audit|outbox|ledger|job_revisions|run_output|counters';

/** Asked once at the start of an engine or by a person's command, never by a tick. */
const AT_START = [
  /next_run_at IS NULL AND enabled = 1/,
  /'@reboot'/,
  /^SELECT count\(\*\) AS n FROM jobs/,
  /watchdog_alert_target/,
];

/** A partial index that holds only what is open or due is as long as the answer. */
const SHORT_INDEXES =
  /USING (COVERING )?INDEX (dispatches_ready|dispatches_open|dispatches_blocked|runs_active|outbox_pending|jobs_with_files)/;

describe('queries of the engine stay quick however much is stored', () => {
  test('there are statements to look at', () => {
    expect(statements.length).toBeGreaterThan(60);
  });

  test('none scans a big table', () => {
    const scans = statements
      .filter(({ sql }) => !AT_START.some((known) => known.test(sql)))
      .flatMap(({ sql, plan }) =>
        plan
          .filter((step) => new RegExp(`SCAN (${BIG})\\b`).test(step) && !SHORT_INDEXES.test(step))
          // The newest entries in the order of their ids are read from the end of the table.
          .filter(() => !/ORDER BY id DESC LIMIT/.test(sql))
          .map((step) => `${step}: ${sql}`),
      );
    expect(scans).toEqual([]);
  });

  test('none walks through the whole history of a job to find what is open', () => {
    const walks = statements.filter(({ plan }) =>
      plan.some((step) => /INDEX (runs_job|dispatches_job) /.test(step) || /INDEX runs_job$/.test(step)),
    );
    expect(walks.map(({ sql }) => sql)).toEqual([]);
  });

  test.each([
    ['jobs that are due', /FROM jobs WHERE next_run_at <= /, 'jobs_due'],
    ['the next fire', /min\(next_run_at\)/, 'jobs_due'],
    ['the next dispatch by rank', /SELECT \* FROM dispatches .*ORDER BY rank LIMIT 1/, 'dispatches_ready'],
    ['the next instant of a dispatch', /min\(due_at\)/, 'dispatches_later'],
    ['who waits for a pool, a job or the limit', /SELECT id FROM dispatches .*blocked_on = /, 'dispatches_blocked'],
    ['open dispatches of a job', /FROM dispatches INDEXED BY dispatches_open WHERE job_id/, 'dispatches_open'],
    ['active runs of a job', /FROM runs .*WHERE job_id = .*'running'\) ORDER BY id/, 'runs_active'],
    ['active runs of a pool', /count\(\*\) AS n FROM runs WHERE resource_pool/, 'runs_active_pool'],
    ['the run of a dispatch', /FROM runs WHERE dispatch_id = /, 'runs_dispatch'],
    ['approvals that lapse', /FROM approvals WHERE status = 'pending' AND expires_at <= /, 'approvals_pending'],
    ['approvals of a job', /FROM approvals WHERE job_id = .* AND status = 'pending'/, 'approvals_job'],
    ['a key of the ledger', /SELECT 1 FROM ledger WHERE key = /, 'PRIMARY KEY'],
    ['the last decision of a job', /FROM decisions WHERE job_id = .*LIMIT 1/, 'decisions_job'],
    ['the slot before another', /FROM slots WHERE job_id = .* AND slot_at < /, 'PRIMARY KEY'],
    ['the alert of a key', /SET state = 'resolved'/, 'alerts_key'],
    ['children of a job', /FROM jobs WHERE parent_id = /, 'jobs_parent'],
    ['an imported job', /FROM jobs WHERE import_identity = /, 'jobs_import'],
    ['messages to send', /FROM outbox WHERE status = 'pending'/, 'outbox_pending'],
  ])('%s are found by their index', (_what, text, index) => {
    const found = statements.filter(({ sql }) => text.test(sql));
    expect(found.length).toBeGreaterThan(0);
    for (const { plan } of found) expect(plan.join(' | ')).toContain(index);
  });

  test('a parameter beside ORDER BY has a plus before it, or SQLite makes the plan anew at every call', () => {
    // With STAT4 compiled in, the planner looks at bound values wherever it orders; the plus hides them.
    const bare = statements.filter(
      ({ sql }) => /\bSELECT\b.*\bORDER BY\b/.test(sql) && /(?<!\+)(\?|@\w+)/.test(selectOf(sql)),
    );
    expect(bare.map(({ sql }) => sql)).toEqual([]);
  });
});

/** The part from the ordered SELECT on: what an UPDATE sets before it takes no part in the plan. */
const selectOf = (sql: string): string => sql.slice(sql.search(/SELECT(?!.*SELECT)/)).replace(/\) RETURNING.*/, '');
