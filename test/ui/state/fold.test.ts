import { expect, test } from 'vitest';
import type { AlertRow } from '../../../src/store/snapshot/alerts.ts';
import type { PastRow } from '../../../src/store/snapshot/runs.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { drawPanel } from '../../../src/ui/panels/panel.ts';
import { FOLD_MEMBERS_MAX, foldedPage } from '../../../src/ui/state/fold.ts';
import type { ScreenData, View } from '../../../src/ui/state/view.ts';
import { anAlert, aPastRun, NOW, page } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';
import { aScreen } from './world.ts';

const ALERTS = Array.from({ length: 40 }, (_, n) =>
  anAlert(n + 1, `job-${n} failed 3× in a row`, { detail: 'exit 127: node: not found', firstAt: NOW - 130_000 }),
);
const dataFor = (view: View): ScreenData => ({
  ...DATA,
  lists: {
    'alerts.open': foldedPage('alerts.open', page(ALERTS), view.lists['alerts.open']) as never,
  },
});
const drawn = (view: View): string[] =>
  drawPanel(aScene(view, dataFor(view)), 'alerts', 'rule', 80, 8).map((line) => plainOf(line).trimEnd());

test('forty failures of one cause are one row, which l unfolds and h folds', () => {
  const start = aView(80, 24, 'alerts');
  const screen = aScreen({ view: start, data: dataFor(start) });
  expect(drawn(screen.view())[2]).toBe('▸ ▲ crit   2m10s  ×40  exit 127: node: not found');
  expect(drawn(screen.view())[3]).toBe('');
  screen.key('l');
  screen.read(dataFor(screen.view()));
  expect(drawn(screen.view())[2]).toContain('×40  job-0 failed 3× in a row');
  expect(drawn(screen.view())[3]).toContain('  job-1 failed 3× in a row');
  screen.keys('j', 'h');
  screen.read(dataFor(screen.view()));
  expect(drawn(screen.view())[2]).toBe('▸ ▲ crit   2m10s  ×40  exit 127: node: not found');
});

test('the row knows whom it stands for, up to a limit', () => {
  const many = Array.from({ length: FOLD_MEMBERS_MAX + 5 }, (_, n) => anAlert(n, `a${n}`, { detail: 'exit 1: x' }));
  expect(foldedPage('alerts.open', page(many)).rows).toMatchObject([
    { key: 'l0', fold: { kind: 'head', count: FOLD_MEMBERS_MAX + 5, memberIds: { length: FOLD_MEMBERS_MAX } } },
  ]);
});

const failed = (runId: number, more: Parameters<typeof aPastRun>[2] = {}) =>
  aPastRun(runId, `job-${runId % 3}`, {
    status: 'error',
    error: `exit 127: /srv/${runId}: node: not found`,
    finishedAt: NOW - runId * 1_000,
    ...more,
  });
test('failed runs and their alerts are named after the same line, whatever else was printed', () => {
  const runs = [3, 4].map((runId) =>
    failed(runId, { error: 'Shell exited with code 127', exitCode: 127, summary: `node ${runId}: not found` }),
  );
  const [head] = foldedPage('runs.recent', page(runs)).rows;
  const alerts = [5, 6].map((id) => anAlert(id, `a${id}`, { detail: `exit 127: node ${id}: not found` }));
  const [alert] = foldedPage('alerts.open', page(alerts)).rows;
  expect(head).toMatchObject({ fold: { count: 2 } });
  expect((alert as AlertRow).fold).toMatchObject({ count: 2, cause: (head as PastRow).fold?.cause });
});

const RUNS = [
  aPastRun(1, 'fine', { finishedAt: NOW }),
  ...Array.from({ length: 12 }, (_, n) => failed(n + 2)),
  failed(20, { error: 'exit 1: disk full' }),
  failed(21, { finishedAt: NOW - 3_600_000 }),
];
const onRecent = (view: View, total = RUNS.length): ScreenData => ({
  ...DATA,
  lists: { 'runs.recent': foldedPage('runs.recent', page(RUNS, total), view.lists['runs.recent']) as never },
});
const recent = (view: View, data: ScreenData): string[] =>
  drawPanel(aScene(view, data), 'runs', 'rule', 100, 20).map((line) => plainOf(line).trimEnd());

test('failed runs of one cause within ten minutes are one row of the newest, which l unfolds and h folds', () => {
  const start = aView(100, 24, 'runs');
  const view = { ...start, tabs: { ...start.tabs, runs: 'runs.recent' as const } };
  const screen = aScreen({ view, data: onRecent(view) });
  const rows = recent(screen.view(), onRecent(screen.view()));
  expect(rows.slice(2, 6).map((row) => row.replace(/ +/g, ' '))).toEqual([
    expect.stringContaining('1 fine'),
    expect.stringContaining('2 job-2'),
    expect.stringContaining('20 job-2'),
    expect.stringContaining('21 job-0'),
  ]);
  expect(rows[3]).toContain('×12, 3 jobs  exit 127: /srv/2: node: no');
  screen.keys('j', 'l');
  screen.read(onRecent(screen.view()));
  expect(recent(screen.view(), onRecent(screen.view()))[4]).toMatch(/✗ +3 +job-0/);
  screen.keys('j', 'h');
  screen.read(onRecent(screen.view()));
  expect(recent(screen.view(), onRecent(screen.view()))[4]).toContain('20  job-2');
});

test('the place in the title counts the runs that a row stands for', () => {
  const start = aView(100, 24, 'runs');
  const view = { ...start, tabs: { ...start.tabs, runs: 'runs.recent' as const } };
  const screen = aScreen({ view, data: onRecent(view) });
  screen.keys('j', 'j');
  expect(recent(screen.view(), onRecent(screen.view()))[0]).toMatch(/ 14\/15 ━$/);
});

test('a filter shows every run one by one', () => {
  const rows = foldedPage('runs.recent', page(RUNS), { filter: 'cause:1234' }).rows;
  expect(rows).toHaveLength(RUNS.length);
});
