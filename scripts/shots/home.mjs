// A home with fixed jobs and a fixed past, so that the pictures show the same machine each time.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CHANGED, EARLIER, JOBS, SCRIPTS, STARTED } from './jobs.mjs';
import { writePast } from './past.mjs';

const PROGRAM = new URL('../../bin/openclaw-tui.js', import.meta.url).pathname;

export const run = (home, ...args) =>
  execFileSync(process.execPath, [PROGRAM, ...args, '--home', home], {
    encoding: 'utf8',
    env: environment(home),
    stdio: 'pipe',
  });

/** Nothing of the machine's own settings reaches the pictures. */
export const environment = (home) => ({
  PATH: process.env.PATH ?? '',
  HOME: join(home, '../..'),
  LANG: 'C.UTF-8',
  TZ: 'UTC',
});

export function prepareHome(home) {
  const bin = join(environment(home).HOME, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, text] of Object.entries(SCRIPTS)) writeFileSync(join(bin, name), text, { mode: 0o755 });
  for (const { last: _, usual: __, said: ___, parent, ...definition } of JOBS) {
    const chained = parent === undefined ? {} : { parent_id: idOf(home, parent) };
    run(home, 'jobs', 'add', JSON.stringify({ ...definition, ...chained }));
  }
  withDatabase(home, {}, (db) => {
    const ids = new Map(db.prepare('SELECT name, id FROM jobs').raw().all());
    const crons = new Map(JOBS.map(({ name, schedule_cron: cron }) => [name, cron]));
    const jobs = JOBS.map(({ name, parent = name, last, usual, said }) => ({
      ...{ id: ids.get(name), name, cron: crons.get(parent), last, usual, said },
    }));
    writePast(db, jobs, Date.now());
  });
}

/**
 * An engine is there: what was decided earlier, then what goes on. `sees` waits for what the screen shows of it, so that
 * nothing is answered before it has asked.
 */
export async function startRuns(home, sees) {
  for (const name of EARLIER) run(home, 'jobs', 'run', name);
  await sees(EARLIER.length);
  run(home, 'jobs', 'approve', 'db-prune-prod', '--confirm', 'db-prune-prod');
  for (const name of ['deploy-web', 'deploy-docs']) run(home, 'jobs', 'approve', name, '--note', 'read it');
  run(home, 'jobs', 'reject', 'report-month', '--note', 'wrong cut-off');
  await sees(0);
  for (const [name, command] of Object.entries(CHANGED)) run(home, 'jobs', 'update', name, '--shell', command);
  for (const name of STARTED) run(home, 'jobs', 'run', name);
  await sees(4);
}

/** Runs go on without an engine; these have nobody to look after them. */
export function stopRuns(home) {
  for (const name of ['etl-orders', 'thumb-rebuild', 'backup-pg']) run(home, 'jobs', 'cancel', name);
}

function idOf(home, name) {
  return withDatabase(home, { readonly: true }, (db) =>
    db.prepare('SELECT id FROM jobs WHERE name = ?').pluck().get(name),
  );
}

function withDatabase(home, options, use) {
  const db = new Database(join(home, 'openclaw-tui.db'), options);
  try {
    return use(db);
  } finally {
    db.close();
  }
}
