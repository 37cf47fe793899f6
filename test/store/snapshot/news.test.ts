import { afterEach, beforeEach, expect, test } from 'vitest';
import { newsQuery } from '../../../src/store/snapshot/news.ts';
import {
  approvalValues,
  dispatchValues,
  insert,
  jobValues,
  PERSON,
  runValues,
  screenDatabase,
} from '../../support/screen-data.ts';

const NOW = Date.parse('2026-11-22T14:32:07Z');

let world: ReturnType<typeof screenDatabase>;
beforeEach(() => {
  world = screenDatabase();
  insert(world.db, 'jobs', jobValues('backup'));
});
afterEach(() => world.remove());

function aRun(more: Record<string, string | number | null>): number {
  const dispatchId = insert(world.db, 'dispatches', dispatchValues('job-backup'));
  return insert(world.db, 'runs', runValues('job-backup', dispatchId, more));
}

const running = { status: 'running', started_at: NOW, finished_at: null };
const over = (at: number) => ({ status: 'ok', started_at: at - 1_000, finished_at: at, duration_ms: 1_000 });

test('what was there before anybody looked is no news', () => {
  aRun(running);
  aRun(over(NOW - 100));
  const news = newsQuery(world.db);
  const first = news(undefined, NOW);
  expect(first).toMatchObject({ started: [], ended: [], decided: [] });
  expect(news(first.mark, NOW + 250)).toMatchObject({ started: [], ended: [], decided: [] });
});

test('what starts and what ends is told once each, also where an end is written later than a newer one', () => {
  const news = newsQuery(world.db);
  const { mark } = news(undefined, NOW);
  const id = aRun(running);
  aRun(over(NOW + 200));
  const second = news(mark, NOW + 250);
  expect(second.started.map((run) => run.id)).toEqual([id]);
  expect(second.ended).toHaveLength(1);
  const late = aRun(over(NOW + 100));
  const third = news(second.mark, NOW + 500);
  expect(third.started).toEqual([]);
  expect(third.ended.map((run) => run.id)).toEqual([late]);
});

test('a run that waited for its process is told when it has one', () => {
  const news = newsQuery(world.db);
  const { mark } = news(undefined, NOW);
  const id = aRun({ ...running, status: 'pending', started_at: null });
  const second = news(mark, NOW + 250);
  expect(second.started).toEqual([]);
  world.db.prepare(`UPDATE runs SET status = 'running', started_at = ? WHERE id = ?`).run(NOW, id);
  expect(news(second.mark, NOW + 500).started.map((run) => run.id)).toEqual([id]);
});

test('after a step back of the clock ends are told all the same', () => {
  const news = newsQuery(world.db);
  const { mark } = news(undefined, NOW + 3_600_000);
  const id = aRun(over(NOW));
  expect(news(mark, NOW + 250).ended.map((run) => run.id)).toEqual([id]);
});

test('a decision is told with who made it', () => {
  const news = newsQuery(world.db);
  const { mark } = news(undefined, NOW);
  const runId = aRun({ status: 'awaiting_approval', finished_at: null });
  const more = { status: 'approved', decided_at: NOW + 1, decided_by: PERSON };
  insert(world.db, 'approvals', approvalValues('job-backup', 1, runId, more));
  expect(news(mark, NOW + 250).decided).toMatchObject([{ jobName: 'backup', decidedBy: { name: 'ana' } }]);
});
