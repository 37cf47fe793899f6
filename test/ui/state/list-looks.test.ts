import { describe, expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { drawPanel } from '../../../src/ui/panels/panel.ts';
import { sortedPage } from '../../../src/ui/state/sort.ts';
import { aDueRow, anApproval, aPastRun, at, NOW, page } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';
import { aScreen } from './world.ts';

describe('S sorts the list', () => {
  test('through its orders and back to the one it began with', () => {
    const screen = aScreen();
    const orders = [1, 2, 3, 4].map(() => {
      screen.key('S');
      return screen.view().lists['approvals.pending'].sort;
    });
    expect(orders).toEqual(['left', 'waits', 'name', 'risk']);
  });

  test('the order is in the title', () => {
    const screen = aScreen({ view: aView(80, 24, 'alerts') });
    const title = (): string => plainOf(drawPanel(aScene(screen.view(), DATA), 'alerts', 'rule', 80, 8)[0] ?? []);
    expect(title()).not.toContain('sort');
    screen.key('S');
    expect(title()).toContain('sort newest');
  });

  test('rows stand in it', () => {
    const rows = [aPastRun(1, 'b', { durationMs: 5 }), aPastRun(2, 'a', { durationMs: 9 })];
    const ids = (sort: string) =>
      sortedPage('runs.recent', page(rows), { sort, filter: '' }).rows.map((row) => row.key);
    expect([ids('newest'), ids('took'), ids('name')]).toEqual([
      ['r1', 'r2'],
      ['r2', 'r1'],
      ['r2', 'r1'],
    ]);
  });

  test('a list of which only a part is read stays as it is, and the key says why', () => {
    const part = page([aDueRow('b', NOW, ''), aDueRow('a', NOW, '')], 100_000);
    expect(sortedPage('due.next', part, { sort: 'name', filter: '' })).toBe(part);
    const screen = aScreen({ view: aView(80, 24, 'due'), data: { ...DATA, lists: { 'due.next': part } } });
    screen.key('S');
    expect(screen.view().message?.text).toBe('too many rows to sort; a filter makes them fewer');
  });
});

describe('t changes how instants are written', () => {
  test('as clocks, from now, in UTC', () => {
    const screen = aScreen({ view: aView(80, 24, 'runs') });
    const data = {
      ...DATA,
      lists: { 'runs.recent': page([aPastRun(8, 'etl', { finishedAt: at('14:30:07'), durationMs: 61_000 })]) },
    };
    const row = (): string => {
      const view = { ...screen.view(), tabs: { ...screen.view().tabs, runs: 'runs.recent' as const } };
      return plainOf(drawPanel(aScene(view, data), 'runs', 'rule', 80, 8)[2] ?? []);
    };
    expect(row()).toMatch(/1m01s .* 14:30:07 /);
    screen.key('t');
    expect(row()).toMatch(/1m01s .* 2m ago /);
    screen.key('t');
    expect(row()).toMatch(/1m01s .* 2026-11-22T14:30:07Z /);
    screen.key('t');
    expect(row()).toContain(' 14:30:07 ');
  });
});

describe('f freezes the lists', () => {
  test('until f or Esc, and what is shown grows no older', () => {
    const screen = aScreen();
    screen.key('f');
    const since = screen.view().frozen?.sinceAt ?? 0;
    expect(since).toBeGreaterThan(0);
    const rows = [anApproval(1, 'etl', { askedAt: since - 60_000 })];
    const later = aScene(
      screen.view(),
      { ...DATA, lists: { 'approvals.pending': page(rows) } },
      { now: since + 600_000 },
    );
    expect(plainOf(drawPanel(later, 'approvals', 'rule', 80, 8)[2] ?? [])).toContain(' 1m  59m59s ');
    screen.key('Escape');
    expect(screen.view().frozen).toBeUndefined();
    screen.keys('f', 'f');
    expect(screen.view().frozen).toBeUndefined();
  });
});

test('failures that are one row count as many: the list is there whole, and is sorted', () => {
  const folded = {
    kind: 'head',
    cause: 'c',
    count: 4,
    nameCount: 1,
    names: ['a'],
    sinceAt: 0,
    newestAt: 0,
    memberIds: [1, 2, 3, 4],
    isOpen: false,
  } as const;
  const rows = [aPastRun(4, 'b', { fold: folded }), aPastRun(5, 'a')];
  const sorted = sortedPage('runs.recent', page(rows, 5), { sort: 'name', filter: '' });
  expect(sorted.rows.map((row) => row.key)).toEqual(['r5', 'r4']);
  const part = page(rows, 6);
  expect(sortedPage('runs.recent', part, { sort: 'name', filter: '' })).toBe(part);
});

test('on a smaller screen the cursor is still in sight, whatever has the focus', () => {
  const rows = Array.from({ length: 6 }, (_, index) => aDueRow(`job-${index}`, NOW + index * 1_000, ''));
  const start = aView(80, 24, 'due');
  const screen = aScreen({ view: start, data: { ...DATA, lists: { 'due.next': page(rows) } } });
  screen.keys('j', 'j', 'j', 'j', 'j', '0');
  screen.send({ type: 'resize', size: { columns: 60, rows: 16 } });
  const { index, top } = screen.view().lists['due.next'];
  expect({ index, top }).toEqual({ index: 5, top: 3 });
});

test('counted from now, Due says it once', () => {
  const data = { ...DATA, lists: { 'due.next': page([aDueRow('etl', NOW + 60_000, '*/5 * * * *')]) } };
  const head = (times: 'clock' | 'relative') =>
    plainOf(drawPanel(aScene({ ...aView(80, 24, 'due'), times }, data), 'due', 'rule', 80, 8)[1] ?? []);
  expect(head('clock')).toMatch(/ AT +JOB/);
  expect(head('relative')).not.toMatch(/ AT +JOB/);
});
