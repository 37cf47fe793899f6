// Ten runs of each job at the times its schedule names, so that lists, charts and usual times have something to show.
import { CronExpressionParser } from 'cron-parser';

const MINUTE = 60_000;
const FIRST_ID = 8_530;
const ENGINE = '{"kind":"engine","name":"engine","via":"engine"}';
const ANA = '{"kind":"person","name":"ana","via":"ui"}';
const ENDS = { k: 'ok', e: 'error', t: 'timeout', s: 'skipped' };

/** `jobs` are rows of id, name, cron (its parent's, where it has none), last, usual and said. */
export function writePast(db, jobs, now) {
  const runs = jobs.flatMap((job) => runsOf(job, now)).sort((a, b) => a.finishedAt - b.finishedAt);
  const write = db.prepare(`
    INSERT INTO runs (id, job_id, job_name, job_revision, dispatch_id, cause, status, created_at, started_at, finished_at, duration_ms,
      slot_at, due_at, requested_by, cause_root, idempotency_key, fence, exit_code, error, summary, out_bytes)
    VALUES (@id, @jobId, @name, 1, @id, 'schedule', @status, @at, @at, @finishedAt, @tookMs,
      @at, @at, '${ENGINE}', 'run:' || @id, 'run:' || @id, 1, @code, @error, @said, length(@said))`);
  const output = db.prepare('INSERT INTO run_output (run_id, stdout) VALUES (?, ?)');
  db.transaction(() => {
    runs.forEach((run, index) => {
      write.run({ ...run, id: FIRST_ID + index });
      output.run(FIRST_ID + index, `${run.said}\n`);
    });
    const numbers = db.prepare(`
      UPDATE jobs SET last_10 = ?, usual_ms = ?, consecutive_errors = ?, ok_durations = ? WHERE id = ?`);
    for (const { id, last, usual } of jobs) {
      const durations = runs.filter(({ jobId, status }) => jobId === id && status === 'ok').map(({ tookMs }) => tookMs);
      const failedInRow = last.length - last.replace(/e+$/, '').length;
      numbers.run(last, usual * 1_000, failedInRow, JSON.stringify(durations), id);
    }
    writeDay(db, now);
    writeAlerts(db, now);
  })();
}

function runsOf({ id, name, cron, last, usual, said = '' }, now) {
  const times = CronExpressionParser.parse(cron, { currentDate: new Date(now - usual * 1_000), tz: 'UTC' });
  return [...last].reverse().map((letter, index) => {
    const at = times.prev().getTime();
    const status = ENDS[letter];
    // As uneven as real ones, and the same each time.
    const tookMs = status === 'skipped' ? 0 : Math.round(usual * (850 + ((index * 7) % 4) * 100));
    const code = status === 'ok' ? 0 : status === 'error' ? (name === 'sync-s3' ? 255 : 3) : null;
    const error = status === 'error' ? `exit ${code}` : status === 'skipped' ? 'the run before still ran' : null;
    return { jobId: id, name, status, at, finishedAt: at + tookMs, tookMs, code, error, said };
  });
}

function writeDay(db, now) {
  const day = db.prepare('INSERT INTO counters (bucket_minute, status, n) VALUES (?, ?, ?)');
  for (const [status, n] of Object.entries({ ok: 612, error: 3, skipped: 1 }))
    day.run(Math.floor(now / MINUTE) - 60, status, n);
}

function writeAlerts(db, now) {
  const alert = db.prepare(`
    INSERT INTO alerts (kind, key, severity, state, title, detail, job_id, first_at, last_at, acknowledged_by, acknowledged_at)
    SELECT 'failing', 'failing:' || id, @severity, @state, @title, @detail, id, @at, @at, @by, @byAt
    FROM jobs WHERE name = @name`);
  const open = { severity: 'crit', state: 'open', at: now - 8 * MINUTE, by: null, byAt: null };
  alert.run({
    ...open,
    ...{ name: 'sync-s3', title: 'sync-s3 failed 3× in a row' },
    detail: 'exit 255: connect to 10.0.9.3: timed out',
  });
  alert.run({
    ...{ name: 'legacy-sync', title: 'legacy-sync failed 5× in a row', detail: 'exit 3: no route to old-db' },
    ...{ severity: 'warn', state: 'acknowledged', at: now - 1_570 * MINUTE, by: ANA, byAt: now - 1_500 * MINUTE },
  });
}
