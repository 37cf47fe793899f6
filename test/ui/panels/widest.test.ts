import { expect, test } from 'vitest';
import { listsNeeded } from '../../../src/ui/console/read-data.ts';
import { drawScreen } from '../../../src/ui/draw-screen.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { anApproval, aPastRun, at, page, person } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const VIEW = aView(200, 60, 'approvals');
const decided = (id: number, jobName: string, decidedAt: number) =>
  anApproval(id, jobName, { status: 'approved', decidedAt, decidedBy: person('ana') });
const LISTS = {
  ...DATA.lists,
  'runs.recent': page([aPastRun(8814, 'cache-warm', { durationMs: 18_000, finishedAt: at('14:30:18') })]),
  'approvals.decided': page([
    decided(7, 'deploy-web', at('13:02:10')),
    decided(6, 'yesterday', at('13:02:10', '2026-11-21')),
  ]),
};
const rows = drawScreen(aScene(VIEW, { ...DATA, lists: LISTS })).map(plainOf);

test('the widest screen is 72, 60 and 68 columns, and Due has all of its own', () => {
  const top = rows.find((row) => row.includes(' 1 Due ')) ?? '';
  expect([top.indexOf('╮') + 1, top.indexOf('┓') + 1, top.length]).toEqual([72, 132, 200]);
  expect(rows.find((row) => row.includes('IN  AT'))?.slice(0, 72)).toBe(
    '│       IN  AT         JOB            SCHEDULE      LAST 10      USUAL │',
  );
});

test('under the runs of now stand the recent ones, under what waits what was decided today', () => {
  expect(listsNeeded(VIEW)).toEqual(expect.arrayContaining(['runs.recent', 'approvals.decided']));
  expect(rows.some((row) => /│ {2}✓ +8814 {2}cache-warm .* 18s .* 14:30:18/.test(row))).toBe(true);
  expect(rows.some((row) => row.includes('┃  DECIDED TODAY'))).toBe(true);
  expect(rows.some((row) => /┃ {2}13:02 {2}✓ approved {2}deploy-web +ana/.test(row))).toBe(true);
  expect(rows.join('')).not.toContain('yesterday');
});

test('smaller screens read no list that they do not show', () => {
  expect(listsNeeded(aView(120, 40, 'runs'))).not.toContain('runs.recent');
});

test('beside the whole detail FROM says schedule, whole', () => {
  const rows = [anApproval(1, 'report', { askedBecause: 'schedule' }), anApproval(2, 'deploy', { sourceRunId: 8809 })];
  const lists = { ...LISTS, 'approvals.pending': page(rows) };
  const shown = drawScreen(aScene(VIEW, { ...DATA, lists })).map(plainOf);
  expect(shown.some((row) => /report .* reject {3}schedule ┃/.test(row))).toBe(true);
  expect(shown.some((row) => /deploy .* reject {3}8809 {5}┃/.test(row))).toBe(true);
});
