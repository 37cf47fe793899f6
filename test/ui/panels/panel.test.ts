import { describe, expect, test } from 'vitest';
import type { JobRow } from '../../../src/store/snapshot/jobs.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { drawPanel } from '../../../src/ui/panels/panel.ts';
import type { Scene } from '../../../src/ui/scene.ts';
import type { ListId, ListView, PanelId } from '../../../src/ui/state/view.ts';
import { aDueRow, aLiveRun, anAlert, anApproval, aPastRun, at, NOW, page } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const drawn = (scene: Scene, panel: PanelId, width = 80): string[] =>
  drawPanel(scene, panel, 'rule', width, 8).map((row) => plainOf(row).trimEnd());

function withRows(panel: PanelId, id: ListId, rows: unknown[], list: Partial<ListView> = {}): Scene {
  const view = aView(80, 24, panel);
  const lists = { ...view.lists, [id]: { ...view.lists[id], ...list } };
  return aScene({ ...view, lists }, { ...DATA, lists: { ...DATA.lists, [id]: page(rows) } });
}

describe('a job that backs off', () => {
  const row = aDueRow('sync-s3', at('14:40:00'), '*/5 * * * *', {
    backingOffUntil: at('14:37:07'),
    consecutiveErrors: 3,
  });

  test('D-66 it is marked in both lists of jobs', () => {
    expect(drawn(withRows('jobs', 'jobs.all', [row]), 'jobs')[2]).toMatch(/^▸ ↻ {2}sync-s3/);
    expect(drawn(withRows('due', 'due.next', [row]), 'due')[2]).toMatch(/7m53s {2}.*↻ sync-s3/);
  });

  test('the mark goes when the instant has come, or the job is off', () => {
    const over: JobRow = { ...row, backingOffUntil: NOW };
    const off: JobRow = { ...row, enabled: false };
    const rows = drawn(withRows('jobs', 'jobs.all', [over, { ...off, key: 'other' }]), 'jobs');
    expect(rows.join('\n')).not.toContain('↻');
  });
});

test('the name of a parent is cut in the middle', () => {
  const row = aDueRow('etl', at('14:40:00'), 'after warehouse-nightly-import-hourly');
  expect(drawn(withRows('jobs', 'jobs.all', [row]), 'jobs')[2]).toContain('after warehou…hourly');
});

describe('a row that has left its list', () => {
  const gone = (row: { key: string }, fate: { state: 'ok' | 'failed' | 'neutral'; word: string; text: string }) => ({
    ghosts: [{ key: row.key, row, index: 0, goneAt: NOW, fate } as never],
  });

  test('its name stays in its column', () => {
    const row = anApproval(1, 'deploy-web');
    const fate = { state: 'ok', word: 'approved', text: 'approved by ana, run 8' } as const;
    const rows = drawn(withRows('approvals', 'approvals.pending', [], gone(row, fate)), 'approvals');
    expect(rows[2]).toContain('deploy-web  ✓ approved by ana, run 8');
    expect(rows[2]?.indexOf('deploy-web')).toBe(rows[1]?.indexOf('JOB'));
  });

  test('what was cancelled has its own mark', () => {
    const row = aLiveRun(7, 'etl', at('14:30:00'));
    const fate = { state: 'neutral', word: 'cancelled', text: 'run 7 cancelled' } as const;
    const rows = drawn(withRows('runs', 'runs.now', [], gone(row, fate)), 'runs');
    expect(rows[2]).toContain('etl  ■ run 7 cancelled');
    expect(rows[2]?.indexOf('etl')).toBe(rows[1]?.indexOf('JOB'));
  });
});

describe('an alert that was acknowledged', () => {
  const gone = (row: { key: string }): Partial<ListView> => ({
    ghosts: [
      {
        ...{ key: row.key, row, index: 0, goneAt: NOW },
        fate: { state: 'neutral', word: 'acknowledged', text: 'acknowledged by ops' },
      } as never,
    ],
  });

  test.each([58, 60, 80])('at %i columns its title makes way for what became of it', (width) => {
    const row = anAlert(1, 'warehouse-nightly-import-hourly failed 3× in a row');
    const rows = drawn(withRows('alerts', 'alerts.open', [], gone(row)), 'alerts', width);
    expect(rows[2]).toMatch(/wareho.* row {2}△ acknowledged by ops$/);
  });

  test('one that stood for forty still does', () => {
    const fold = { kind: 'head', count: 40, isOpen: false, members: [1, 2] };
    const row = { ...anAlert(1, 'svc-40 failed 3× in a row', { detail: 'exit 127: node: not found' }), fold };
    const rows = drawn(withRows('alerts', 'alerts.open', [], gone(row)), 'alerts', 58);
    expect(rows[2]).toMatch(/×40 .*△ acknowledged by ops$/);
  });
});

test('an alert that repeats says how often it was seen', () => {
  const row = anAlert(1, 'sync-s3 failed 4× in a row', { count: 2, detail: 'exit 255' });
  expect(drawn(withRows('alerts', 'alerts.open', [row]), 'alerts')[2]).toContain(
    'sync-s3 failed 4× in a row, seen 2 times, exit 255',
  );
});

test('problems only stands in the title, beside a filter too', () => {
  const view = { ...aView(80, 24, 'due'), problems: true };
  expect(drawn(aScene(view, DATA), 'due')[0]).toMatch(/ ! problems only 10\/48 ━$/);
  const lists = { ...view.lists, 'due.next': { ...view.lists['due.next'], filter: 'etl' } };
  expect(drawn(aScene({ ...view, lists }, DATA), 'due')[0]).toMatch(/ \/etl ! problems only 10\/48 ━$/);
});

test('a filter that did not look at everything says so in the title', () => {
  const scene = withRows('due', 'due.next', [], { filter: 'tag:x' });
  const lists = { ...scene.data.lists, 'due.next': { rows: [], before: 0, total: 10_000, looked: 1_000 } };
  expect(drawn({ ...scene, data: { ...scene.data, lists } }, 'due')[0]).toContain(
    '/tag:x 0 in the first 1,000 of 10k+',
  );
});

test('a place that nobody counted to is not told as a number', () => {
  const scene = withRows('jobs', 'jobs.all', [aDueRow('last', NOW, 'by hand')]);
  const lists = {
    ...scene.data.lists,
    'jobs.all': { rows: [aDueRow('last', NOW, 'by hand')], before: 10_000, total: 10_000 },
  };
  expect(drawn({ ...scene, data: { ...scene.data, lists } }, 'jobs', 100)[0]).toContain(' 10k+/10k+ ');
});

test('one that goes on says how far it has come, and where that has no room keeps the filter', () => {
  const scene = withRows('due', 'due.next', [], { filter: 'a-rather-long-filter' });
  const page = { rows: [], before: 0, total: 10_000, looked: 45_000, goesOn: true as const };
  const lists = { ...scene.data.lists, 'due.next': page };
  const title = drawn({ ...scene, data: { ...scene.data, lists } }, 'due')[0];
  expect(title).toContain('/a-rather-long-filter 0… ');
});

test('a list with an end of its own says how many there are beyond it', () => {
  const rows = Array.from({ length: 100 }, (_, index) => aLiveRun(index + 1, `job-${index}`, NOW - 1_000));
  const scene = withRows('runs', 'runs.now', rows);
  const counters = { ...scene.data.counters, running: 8, queued: 1_992 };
  expect(drawn({ ...scene, data: { ...scene.data, counters } }, 'runs')[0]).toContain(' 1/100 of 2000 ');
});

test('what narrows a list stands in its title at every width, short where there is little room', () => {
  const lists = { 'alerts.acknowledged': page([anAlert(1, 'legacy-sync failed', { state: 'acknowledged' })]) };
  const start = aView(120, 40, 'alerts');
  const view = { ...start, problems: true, tabs: { ...start.tabs, alerts: 'alerts.acknowledged' as const } };
  const data = { ...DATA, lists, counters: { ...DATA.counters, acknowledgedAlerts: 1 } };
  const title = (given: typeof view, columns = 56): string =>
    plainOf(drawPanel(aScene(given, data), 'alerts', 'box', columns, 8)[0] ?? []);
  expect(title(view, 80)).toContain(' ! problems only 1/1 ');
  expect(title(view)).toContain(' ! 1/1 ');
  const filter = 'kind:failing exit 127 and more of it';
  const filtered = {
    ...view,
    problems: false,
    lists: { ...view.lists, 'alerts.acknowledged': { ...view.lists['alerts.acknowledged'], filter } },
  };
  expect(title(filtered)).toMatch(/ \/kind\S*….*1\/1 /);
});

describe('how a run ended', () => {
  const past = (more: object, width: number): string => {
    const scene = withRows('runs', 'runs.recent', [aPastRun(8_811, 'etl-orders-of-the-warehouse', more)]);
    const tabs = { ...scene.view.tabs, runs: 'runs.recent' } as const;
    return drawn({ ...scene, view: { ...scene.view, tabs } }, 'runs', width)[2] ?? '';
  };

  test('is whole at every width; how many jobs it was goes before it', () => {
    const fold = { kind: 'head', cause: 'c', count: 40, nameCount: 8, memberIds: [], isOpen: true };
    const failed = { status: 'error', exitCode: 127, fold };
    expect(past(failed, 60)).toContain('×40  exit 127');
    expect(past(failed, 110)).toContain('×40, 8 jobs  exit 127');
  });

  test('has no half of a number', () => {
    expect(past({ status: 'ok', summary: 'wrote 12345678901234 rows' }, 60)).toMatch(/ wrote…$/);
    expect(past({ status: 'ok', summary: 'wrote 12345678901234 rows' }, 110)).toContain('wrote 12345678901234 rows');
  });
});

test('an empty list says so in lines that begin below each other', () => {
  const scene = withRows('jobs', 'jobs.tree', []);
  const rows = drawn(
    { ...scene, view: { ...scene.view, tabs: { ...scene.view.tabs, jobs: 'jobs.tree' } } },
    'jobs',
    60,
  );
  expect(rows.slice(2, 4).map((row) => row.search(/\S/))).toEqual([2, 2]);
});
