import { expect, test } from 'vitest';
import { alertRows } from '../../../src/ui/detail/alert-rows.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { foldedPage } from '../../../src/ui/state/fold.ts';
import { aJob, anAlert, NOW, page } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const alerts = (titleOf: (n: number) => string) =>
  Array.from({ length: 40 }, (_, n) =>
    anAlert(n + 1, titleOf(n), { detail: 'exit 127: node: not found', firstAt: NOW - 60_000 * (n + 1) }),
  );

function rowsOf(titleOf: (n: number) => string, { unfolded = false, width = 80 } = {}): string[] {
  const rows = alerts(titleOf);
  const [first] = rows;
  if (first === undefined) throw new Error('no alert');
  const folded = foldedPage('alerts.open', page(rows));
  const fold = folded.rows[0] !== undefined && 'fold' in folded.rows[0] ? folded.rows[0].fold : undefined;
  const list = { unfolded: unfolded && fold !== undefined ? [fold.cause] : [] };
  const data = { ...DATA, lists: { 'alerts.open': foldedPage('alerts.open', page(rows), list) as never } };
  const detail = { kind: 'alert', alert: first, job: aJob('job-0') } as const;
  return alertRows(detail, aScene(aView(80, 24, 'alerts'), data), width).map((row) => plainOf(row).trimEnd());
}

test('many alerts in one row are told as many: how many, since when, of which jobs, and the newest below', () => {
  expect(rowsOf((n) => `job-${n} failed 3× in a row`).slice(0, 4)).toEqual([
    ' MANY    40 alerts of one cause, since 13:52:07, 40m ago, the newest below:',
    '         job-0, job-1, job-2, job-3, job-4 and 35 more',
    ' ALERT   job-0 failed 3× in a row',
    ' BECAUSE exit 127: node: not found',
  ]);
});

test('where they do not all say the same, each is named with what it says', () => {
  const [, second] = rowsOf((n) => `job-${n} crashed: run ${8800 + n}`);
  expect(second).toContain('job-0 crashed: run 8800, job-1 crashed: run 8801,');
});

test('unfolded each stands for itself', () => {
  expect(rowsOf((n) => `job-${n} failed 3× in a row`, { unfolded: true })[0]).toBe(' ALERT   job-0 failed 3× in a row');
});

test('how many more there are is never cut off: fewer are named where names are long', () => {
  const rows = rowsOf((n) => `warehouse-nightly-import-of-everything-${n} crashed: run ${8800 + n}`, { width: 58 });
  expect(rows.slice(0, 4)).toEqual([
    ' MANY    40 alerts of one cause, since 13:52:07, 40m ago,',
    '         the newest below: warehouse-nightl…ashed: run',
    '         8800 and 39 more',
    ' ALERT   warehouse-nightly-import-of-everything-0 crashed: run 8800',
  ]);
});
