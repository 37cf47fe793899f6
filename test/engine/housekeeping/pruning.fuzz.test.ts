import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWorld, type World } from '../../support/world.ts';
import { addFolder, addRuns, DAY } from './old-data.ts';

const KEPT = 100;
const CUT = 30 * DAY;

type Lot = { count: number; days: number; folders: boolean };
type JobLot = { isDeleted: boolean; lots: Lot[]; alert: number; waits: number };

const aLot = fc.record({
  count: fc.nat(70),
  days: fc.constantFrom(0, 10, 29, 31, 60, 500),
  folders: fc.boolean(),
});
const aJobLot: fc.Arbitrary<JobLot> = fc.record({
  isDeleted: fc.boolean(),
  // A job's runs come in the order of their age.
  lots: fc.array(aLot, { maxLength: 4 }).map((lots) => lots.toSorted((a, b) => b.days - a.days)),
  alert: fc.nat(300),
  waits: fc.nat(300),
});

const fill = (world: World, { lots, alert, waits, isDeleted }: JobLot, index: number): Set<number> => {
  const job = world.addJob({ name: `job ${index}` });
  const runs = lots.flatMap((lot) => {
    const ids = addRuns(world, job, lot.count, lot.days * DAY + 3_600_000);
    for (const id of lot.folders ? ids.slice(0, 3) : []) addFolder(world, id, lot.days * DAY);
    return ids;
  });
  const { store } = world;
  const named = [runs[alert], runs[waits]].filter((id) => id !== undefined);
  if (runs[alert] !== undefined) {
    const about = { key: `k${index}`, severity: 'warn', title: '', detail: '', runId: runs[alert] } as const;
    store.alerts.raise({ kind: 'failing', ...about }, world.now());
  }
  if (runs[waits] !== undefined) {
    store.db
      .prepare(`
        INSERT INTO dispatches (job_id, cause, occasion_key, due_at, rank, source_run_id, requested_by, created_at)
        VALUES (?, 'chain', ?, ?, 0, ?, '{}', 0)`)
      .run(job.id, `waits:${index}`, world.now() + DAY, runs[waits]);
  }
  if (isDeleted) store.jobs.remove(job.id, world.now());
  return new Set(named);
};

test('D-101 after any pass the newest 100 of each job stay, nothing old is left beside what is named, and no folder is orphaned', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aJobLot, { minLength: 1, maxLength: 4 }), async (jobs) => {
      const world = createWorld();
      const named = new Set(jobs.flatMap((lot, index) => [...fill(world, lot, index)]));
      const before = world.runs();
      const now = world.now();
      await world.advance(65_000);
      const left = new Set(world.runs().map(({ id }) => id));
      for (const { id: jobId } of world.jobs()) {
        const own = before.filter((run) => run.jobId === jobId);
        const kept = world.job(jobId).deletedAt === undefined ? own.slice(-KEPT) : [];
        for (const run of own) {
          const isOld = (run.finishedAt ?? now) < now + 60_000 - CUT;
          expect(left.has(run.id)).toBe(!isOld || kept.includes(run) || named.has(run.id));
        }
      }
      const { db } = world.store;
      expect(db.pragma('foreign_key_check')).toEqual([]);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      const orphans = readFolders(world).filter((id) => !left.has(id));
      expect(orphans).toEqual([]);
      const outputs = db.prepare('SELECT count(*) AS n FROM run_output').get() as { n: number };
      expect(outputs.n).toBe(left.size);
      world.close();
    }),
    { numRuns: 25 },
  );
});

const readFolders = (world: World): number[] => {
  try {
    return readdirSync(join(world.directory, 'runs')).map(Number);
  } catch {
    return [];
  }
};
