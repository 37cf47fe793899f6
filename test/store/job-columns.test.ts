import { expect, test } from 'vitest';
import { JOB_COLUMNS } from '../../src/store/snapshot/jobs.ts';
import { freshStore } from './fresh-store.ts';

test('whether a job is active is looked up among active runs, not among all it ever had', () => {
  const { db } = freshStore();
  const steps = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN SELECT ${JOB_COLUMNS} FROM jobs`).all();
  const plan = steps.map(({ detail }) => detail).join(' | ');
  expect(plan).toContain('runs_active');
  expect(plan).not.toContain('runs_job');
});
