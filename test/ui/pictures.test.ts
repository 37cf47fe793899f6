import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drawScreen } from '../../src/ui/draw-screen.ts';
import { plainOf } from '../../src/ui/layout/line.ts';
import type { Scene } from '../../src/ui/scene.ts';
import type { Sheet, SheetItem } from '../../src/ui/state/sheet.ts';
import { EMPTY_COUNTERS } from '../../src/ui/state/view.ts';
import { APPROVALS, deployDetail, pruneDetail } from './scenes/approvals.ts';
import { at, NOW } from './scenes/builders.ts';
import { aScene, aView, DATA, WIPE_MESSAGE, withBackup, withPrune } from './scenes.ts';

const picture = (name: string): string[] =>
  readFileSync(new URL(`../fixtures/screens/${name}.txt`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line);

const drawn = (scene: Scene): string[] => drawScreen(scene).map(plainOf);

/** Compares row by row, so that a difference shows as that row. Rows in `except` are compared with what is given. */
function compare(name: string, scene: Scene, except: Record<number, string> = {}): void {
  const expected = picture(name).map((line, row) => except[row] ?? line);
  const size = scene.view.size;
  const rows = drawn(scene);
  expect(rows.every((row) => [...row].length === size.columns)).toBe(true);
  const padded = Array.from({ length: size.rows }, (_, row) => (expected[row] ?? '').padEnd(size.columns));
  expect(rows).toEqual(padded);
}

const sheetOf = (item: SheetItem, more: Partial<Sheet>): Sheet => ({
  item,
  serial: 1,
  content: {},
  focus: 0,
  cursor: 0,
  fields: {},
  top: 0,
  seenLast: true,
  arm: { kind: 'armed', at: 0 },
  shownSinceAt: 0,
  lastKeyAt: 0,
  lastEnterAt: 0,
  stage: { kind: 'asking' },
  ...more,
});

const approve = (index: number): SheetItem => {
  const approval = APPROVALS[index];
  if (approval === undefined) throw new Error(`no approval ${index}`);
  return {
    kind: 'approve',
    key: approval.key,
    approvalId: approval.id,
    revision: 1,
    jobName: approval.jobName,
    risk: approval.risk,
  };
};

describe('the pictures, row by row', () => {
  test('80×24, approvals focused', () => {
    const view = aView(80, 24, 'approvals', { message: WIPE_MESSAGE });
    compare('approvals-80x24', aScene(view, withPrune));
  });

  test('120×40, runs focused', () => {
    const view = aView(120, 40, 'runs', { message: WIPE_MESSAGE });
    const facts = { ...aScene(view, withBackup).facts, jobUser: 'backup' };
    compare('runs-120x40', aScene(view, withBackup, { facts }));
  });

  test('80×24, the sheet that approves at normal risk', () => {
    const content = { detail: deployDetail, forecast: 'starts at once: slot free, pool web free' };
    const sheet = sheetOf(approve(1), { content });
    const scene = aScene(aView(80, 24, 'approvals', { sheet }), DATA, { now: at('14:32:51') });
    compare('approve-normal-80x24', { ...scene, facts: { ...scene.facts, jobUser: 'deploy' } });
  });

  test('80×24, the sheet that approves at high risk, with the name half typed', () => {
    const content = { detail: pruneDetail, forecast: 'waits for pool io (run 8811 backup-pg, about 15m)' };
    const sheet = sheetOf(approve(0), { content, fields: { name: 'db-prune-pr' }, cursor: 11 });
    compare('approve-high-80x24', aScene(aView(80, 24, 'approvals', { sheet }), DATA, { now: at('14:32:24') }));
  });
});

test('80×24, first start', () => {
  const offers = [
    { source: 'crontab' as const, title: 'Import your crontab', found: '14 lines of jo: 12 fit, 2 do not' },
    { source: 'openclaw' as const, title: 'Import OpenClaw’s cron jobs', found: '23 jobs, OpenClaw 2026.9.6' },
    { source: 'systemd-timers' as const, title: 'Import systemd timers', found: '3 timers of jo' },
  ].map((offer) => ({ ...offer, items: [], runsElsewhere: '' }));
  const empty = { counters: EMPTY_COUNTERS, lists: {}, live: {}, offers };
  const scene = aScene(aView(80, 24, 'runs', { focus: 'start' }), empty, {
    checks: [
      { state: 'ok', name: 'database', text: '~/.openclaw/tui/openclaw-tui.db, new, readable by jo only' },
      { state: 'ok', name: 'zone', text: 'Europe/Berlin for new jobs, as on this machine' },
      { state: 'ok', name: 'gateway', text: 'ws://127.0.0.1:18789, OpenClaw 2026.9.6: agent jobs can run' },
      { state: 'warn', name: 'service', text: 'not installed: jobs run only while openclaw-tui runs (: service)' },
    ],
  });
  const facts = { ...scene.facts, user: 'jo', host: 'web3' };
  compare('first-start-80x24', { ...scene, facts, canDemo: true });
});

test('the moment of the pictures is the one they say', () => {
  expect(new Date(NOW).toISOString()).toBe('2026-11-22T14:32:07.000Z');
});
