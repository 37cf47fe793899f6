// A home with fixed jobs and a fixed past, so that the pictures show the same machine each time.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';

const PROGRAM = new URL('../../bin/openclaw-tui.js', import.meta.url).pathname;

const MINUTE = 60_000;
const job = (name, cron, command, more = {}) => ({
  ...{ name, schedule_cron: cron, session_target: 'shell', payload_message: command, schedule_tz: 'UTC' },
  ...{ delivery_mode: 'none', delivery_opt_out_reason: 'a picture' },
  ...more,
});
const after = (name, parent, command, risk) => {
  const { schedule_cron: _, schedule_tz: __, ...rest } = job(name, '', command);
  return { ...rest, parent, trigger_on: 'success', approval_required: true, approval_risk: risk };
};
const lines = (count, text, seconds) => `for n in $(seq 1 ${count}); do echo "${text}"; sleep ${seconds}; done`;

/** Name, schedule, command, then what makes it special; `last` are its last ten results, `usual` its usual time in seconds. */
const JOBS = [
  {
    ...job('backup-pg', '30 2 * * *', lines(61, 'pg_dump: finished table $n/61', 1), { resource_pool: 'io' }),
    last: 'kkkkkkkksk',
    usual: 90,
  },
  { ...job('etl-orders', '*/15 * * * *', lines(40, 'batch $n, 12,411 rows', 2)), last: 'kkkkkkkkkk', usual: 60 },
  { ...job('thumb-rebuild', '*/10 * * * *', 'true', { resource_pool: 'io' }), last: 'kkkkkkkkkk', usual: 31 },
  { ...job('cache-warm', '*/5 * * * *', 'echo 4,120 pages'), last: 'kkkkkkkkkk', usual: 18 },
  { ...job('queue-depth', '*/5 * * * *', 'echo depth 12'), last: 'kkkkkkkkkk', usual: 1 },
  { ...job('report-daily', '35 14 * * *', 'echo sent'), last: 'kkskkkkkkk', usual: 110 },
  { ...job('sync-s3', '0 * * * *', 'exit 255'), last: 'kkkkkkkeee', usual: 3 },
  { ...job('db-vacuum', '0 15 * * *', 'true'), last: 'kkkkkkkkkk', usual: 580 },
  { ...job('metrics-roll', '0 * * * *', 'true'), last: 'kkkkkkkkkk', usual: 6 },
  { ...job('invoice-run', '30 18 * * *', 'true'), last: 'kkkkkkktkk', usual: 730 },
  { ...job('log-rotate', '0 0 * * *', 'true'), last: 'kkkkkkkkkk', usual: 4 },
  { ...job('etl-nightly', '0 2 * * *', 'true'), last: 'kkkkkkkkkk', usual: 2_460 },
  { ...job('backup-files', '0 3 * * *', 'true'), last: 'kkkkkkkkkk', usual: 4_320 },
  { ...job('briefing', '30 6 * * 1-5', 'true'), last: 'kkkkkkkkkk', usual: 91 },
  { ...job('seo-audit', '0 4 1 * *', 'true'), last: 'kkkkkekkkk', usual: 1_080 },
  {
    ...job('db-prune-plan', '0 1 * * *', 'echo 41,208 rows in 2 tables would be deleted'),
    last: 'kkkkkkkkkk',
    usual: 114,
  },
  {
    ...job('build-web', '0 9 * * 1', 'echo image web:v2.41.0 pushed, 214 tests passed'),
    last: 'kkkkkkkkkk',
    usual: 210,
  },
  { ...job('cert-check', '0 17 * * *', 'echo 2 certificates expire within 30 days'), last: 'kkkkkkkkkk', usual: 2 },
  {
    ...after('db-prune-prod', 'db-prune-plan', '/opt/jobs/prune.sh --before 2026-08-01 --tables events,audit', 'high'),
    ...{ last: 'kkkkekkkkk', usual: 260 },
  },
  {
    ...after('deploy-web', 'build-web', '/opt/deploy/deploy.sh web v2.41.0 --canary 10', 'normal'),
    ...{ last: 'kkkkkkekkk', usual: 125 },
  },
  { ...after('rotate-certs', 'cert-check', 'certbot renew --quiet', 'normal'), last: 'kkkkkkkkkk', usual: 7 },
];

export const run = (home, ...args) =>
  execFileSync(process.execPath, [PROGRAM, ...args, '--home', home], { encoding: 'utf8', env: environment(home) });

/** Nothing of the machine's own settings reaches the pictures. */
export const environment = (home) => ({
  PATH: process.env.PATH ?? '',
  HOME: join(home, '../..'),
  LANG: 'C.UTF-8',
  TZ: 'UTC',
});

export function prepareHome(home) {
  for (const { last: _, usual: __, parent, ...definition } of JOBS) {
    const chained = parent === undefined ? {} : { parent_id: idOf(home, parent) };
    run(home, 'jobs', 'add', JSON.stringify({ ...definition, ...chained }));
  }
  const db = new Database(join(home, 'openclaw-tui.db'));
  try {
    const now = Date.now();
    const past = db.prepare('UPDATE jobs SET last_10 = ?, usual_ms = ? WHERE name = ?');
    for (const { name, last, usual } of JOBS) past.run(last, usual * 1_000, name);
    db.prepare(`
      INSERT INTO alerts (kind, key, severity, title, detail, job_id, first_at, last_at, count)
      SELECT 'failing', 'failing:' || id, 'crit', 'sync-s3 failed 3 times in a row', 'exit 255: connect to 10.0.9.3: timed out', id, ?, ?, 1
      FROM jobs WHERE name = 'sync-s3'`).run(now - 8 * MINUTE, now - 8 * MINUTE);
    const day = db.prepare('INSERT INTO counters (bucket_minute, status, n) VALUES (?, ?, ?)');
    for (const [status, n] of [
      ['ok', 212],
      ['error', 3],
      ['skipped', 1],
    ])
      day.run(Math.floor(now / MINUTE) - 60, status, n);
  } finally {
    db.close();
  }
}

function idOf(home, name) {
  const db = new Database(join(home, 'openclaw-tui.db'), { readonly: true });
  try {
    return db.prepare('SELECT id FROM jobs WHERE name = ?').pluck().get(name);
  } finally {
    db.close();
  }
}

/** What is going on while the pictures are taken: two runs, one that waits for them, three questions. */
export const STARTED = ['backup-pg', 'etl-orders', 'thumb-rebuild', 'db-prune-plan', 'build-web', 'cert-check'];
