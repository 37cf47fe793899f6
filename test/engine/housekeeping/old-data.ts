import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../../src/store/nouns/job.ts';
import type { World } from '../../support/world.ts';

export const DAY = 86_400_000;

/** Runs that ended `ago` ms before now, one dispatch each, as the engine would have left them; their ids. */
export const addRuns = (world: World, job: Job, count: number, ago: number): number[] => {
  const { db } = world.store;
  const endedAt = world.now() - ago;
  const dispatch = db.prepare(`
    INSERT INTO dispatches (job_id, cause, occasion_key, status, due_at, rank, requested_by, created_at, ended_at)
    VALUES (?, 'manual', ?, 'done', ?, 0, '{}', ?, ?)`);
  const run = db.prepare(`
    INSERT INTO runs (job_id, job_name, job_revision, dispatch_id, cause, status, created_at, started_at, finished_at, due_at,
      requested_by, cause_root, idempotency_key, fence)
    VALUES (?, ?, 1, ?, 'manual', 'ok', ?, ?, ?, ?, '{}', '', '', 1)`);
  const output = db.prepare(`INSERT INTO run_output (run_id, stdout) VALUES (?, 'x')`);
  return Array.from({ length: count }, () => {
    occasions += 1;
    const { lastInsertRowid: dispatchId } = dispatch.run(job.id, `old:${occasions}`, endedAt, endedAt, endedAt);
    const added = run.run(job.id, job.definition.name, dispatchId, endedAt, endedAt, endedAt, endedAt);
    output.run(added.lastInsertRowid);
    return Number(added.lastInsertRowid);
  });
};

let occasions = 0;

/** A run's folder with output in it, last changed `ago` ms before now. */
export const addFolder = (world: World, runId: number | string, ago: number): void => {
  const folder = join(world.directory, 'runs', String(runId));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'out'), 'much');
  const at = (world.now() - ago) / 1_000;
  utimesSync(folder, at, at);
};
