// A database of years: 100,000 jobs and 1,000,000 runs, about half of them old.
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { parseJob } from '../src/engine/rules/job/parse-job.ts';
import { openStore, type Store } from '../src/store/store.ts';

export const JOBS = 100_000;
const BUSY_JOBS = 4_000;
export const RUNS = 1_000_000;
/** Every run has a dispatch and a decision in life; a fifth of them shows what they cost. */
const OTHERS = 200_000;
/** What waits for a person or a place, and what was noted: more than anybody looks at. */
const WAITING = 2_000;
const NOTED = 20_000;
export const DAYS = 60;
export const DAY_MS = 86_400_000;

const PERSON = '{"kind":"person","name":"ana","via":"cli"}';
const SUBJECT = '{"jobRevision":1,"target":"shell","payload":"true","envNames":[],"timeoutMs":300000}';

/** As a command would store it: an engine can run it, and a console show it. */
function soundDefinition(now: number): string {
  const written = { name: 'x', description: 'd'.repeat(800), session_target: 'shell', payload_message: 'true' };
  const parsed = parseJob(written, { now, machineZone: 'UTC', allowPast: false });
  if (parsed.kind === 'refused') throw new Error(parsed.problems[0]?.line);
  return JSON.stringify(parsed.definition);
}

const numbers = (count: number): string =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;

/** Fast and careless: nothing is lost if the machine goes down meanwhile. Half of the jobs fire within a day, the others by hand. */
export function fillHome(path: string, now: number): void {
  const filling = openStore({ path, role: 'command' });
  const { db } = filling;
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -400000');
  const begin = now - DAYS * DAY_MS;
  const definition = soundDefinition(now);
  db.transaction(() => {
    db.prepare(`
      INSERT INTO jobs (id, name, enabled, definition, schedule_kind, created_at, created_by, updated_at, anchor_at)
      ${numbers(JOBS)} SELECT printf('j%06d', i), 'job ' || i, 1, json_set(?, '$.name', 'job ' || i), 'manual', ?, '${PERSON}', ?, ? FROM n`).run(
      definition,
      begin,
      begin,
      begin,
    );
    // None fires while a bench runs.
    db.prepare(`
      UPDATE jobs
      SET schedule_kind = 'every', next_slot_at = @first + rowid * 800, next_run_at = @first + rowid * 800
      WHERE rowid % 2 = 0`).run({ first: now + DAY_MS / 24 });
    db.prepare(`
      INSERT INTO counters (bucket_minute, status, n)
      ${numbers(1_440)} SELECT @minute - i, 'ok', 11 FROM n`).run({ minute: Math.floor(now / 60_000) });
    // Nine of ten runs are of the busy jobs, one after the other, as time went by.
    db.prepare(`
      INSERT INTO runs (job_id, job_name, job_revision, dispatch_id, cause, status, created_at, started_at, finished_at, due_at,
        requested_by, cause_root, idempotency_key, fence, out_bytes)
      ${numbers(RUNS)} SELECT
        printf('j%06d', 1 + CASE WHEN i % 10 = 0 THEN ${BUSY_JOBS} + (i / 10) % ${JOBS - BUSY_JOBS} ELSE i % ${BUSY_JOBS} END),
        'job', 1, i, 'schedule', 'ok', @begin + i * @step, @begin + i * @step, @begin + i * @step + 900, @begin + i * @step,
        '{"kind":"engine","name":"engine","via":"engine"}', 'run:' || i, 'run:' || i, 1, 40
      FROM n`).run({ begin, step: (DAYS * DAY_MS) / RUNS });
    db.exec(`INSERT INTO run_output (run_id, stdout) SELECT id, 'a line of output, as most runs print one' FROM runs`);
    db.prepare(`
      INSERT INTO dispatches (job_id, cause, occasion_key, status, due_at, rank, requested_by, created_at, ended_at)
      ${numbers(OTHERS)} SELECT printf('j%06d', 1 + i % ${BUSY_JOBS}), 'schedule', 'slot:' || i, 'done', 0, 0, '${PERSON}', 0, @begin + i * @step
      FROM n`).run({ begin, step: (DAYS * DAY_MS) / OTHERS });
    db.prepare(`
      INSERT INTO decisions (job_id, dispatch_id, verdict, first_at, last_at)
      ${numbers(OTHERS)} SELECT printf('j%06d', 1 + i % ${BUSY_JOBS}), i, 'start', 0, @begin + i * @step
      FROM n`).run({ begin, step: (DAYS * DAY_MS) / OTHERS });
    fillLists(filling, now);
  })();
  // All of it is on the disk before anything is measured.
  db.pragma('synchronous = FULL');
  db.pragma('wal_checkpoint(TRUNCATE)');
  filling.close();
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}

/** What the other panels list: questions, alerts, the audit, and what waits in line. */
function fillLists({ db }: Store, now: number): void {
  db.prepare(`
    INSERT INTO approvals (job_id, job_name, dispatch_id, run_id, status, risk, subject, digest, asked_because, requested_by,
      asked_at, expires_at, on_timeout, decided_at)
    ${numbers(NOTED)} SELECT printf('j%06d', i), 'job ' || i, i, i,
      CASE WHEN i <= ${WAITING} THEN 'pending' ELSE 'approved' END, 'normal', '${SUBJECT}', 'd', 'chain', '${PERSON}',
      @now - i, @now + 86400000 + i, 'reject', CASE WHEN i <= ${WAITING} THEN NULL ELSE @now - i END
    FROM n`).run({ now });
  db.prepare(`
    INSERT INTO alerts (kind, key, severity, state, title, first_at, last_at, job_id, resolved_at)
    ${numbers(NOTED)} SELECT 'failing', 'failing:' || i, 'warn', CASE WHEN i <= ${WAITING} THEN 'open' ELSE 'resolved' END,
      'job ' || i || ' fails', @now - i, @now - i, printf('j%06d', i), CASE WHEN i <= ${WAITING} THEN NULL ELSE @now - i END
    FROM n`).run({ now });
  db.prepare(`
    INSERT INTO audit (at, actor, action, subject_kind, subject_id, subject_name, previous_hash, hash)
    ${numbers(NOTED)} SELECT @now - i, '{"kind":"person","name":"ana","via":"cli"}', 'job.update', 'job',
      printf('j%06d', i), 'job ' || i, 'p', 'h'
    FROM n`).run({ now });
  db.prepare(`
    INSERT INTO dispatches (job_id, cause, occasion_key, due_at, rank, blocked_on, queued, requested_by, created_at)
    ${numbers(WAITING)} SELECT printf('j%06d', i), 'manual', 'manual:' || i, @now - i, @now - i,
      CASE i % 3 WHEN 0 THEN 'limit' WHEN 1 THEN 'pool:io' ELSE 'job:' || printf('j%06d', i) END, 1,
      '{"kind":"person","name":"ana","via":"cli"}', @now
    FROM n`).run({ now });
}
