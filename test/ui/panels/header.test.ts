import { expect, test } from 'vitest';
import type { EngineFacts } from '../../../src/ui/console-options.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { compactHeader, wideHeader } from '../../../src/ui/panels/header.ts';
import { tabBar } from '../../../src/ui/panels/tab-bar.ts';
import { PANELS } from '../../../src/ui/state/view.ts';
import { NOW } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const scene = (engine: EngineFacts) => aScene(aView(80, 24, 'runs'), DATA, { live: { engine } });
const attached = {
  kind: 'attached',
  pid: 4711,
  host: 'db2',
  user: 'ops',
  mode: 'headless',
  sinceAt: NOW - 60_000,
} as const;

test.each<[EngineFacts, string, string]>([
  [{ kind: 'here', sinceAt: NOW - 60_000 }, 'ENGINE here', 'ENGINE here, 1m'],
  [attached, 'attached to PID 4711', 'attached to PID 4711 (no-ui) on db2, 1m'],
  [{ ...attached, mode: 'console' }, 'attached to PID 4711', 'attached to PID 4711 on db2, 1m'],
  [{ ...attached, silentMs: 5_000 }, 'engine silent 5s', 'attached to PID 4711 (no-ui) on db2  engine silent 5s'],
  [{ ...attached, silentMs: 72_000 }, 'engine still 1m12s: kill -CONT 4711', 'engine still 1m12s: kill -CONT 4711'],
  [
    { ...attached, silentMs: 72_000, isAwake: true },
    'engine silent 1m12s',
    'attached to PID 4711 (no-ui) on db2  engine silent 1m12s',
  ],
  [{ kind: 'none' }, 'NO ENGINE', 'NO ENGINE'],
])('%j: the header says whose engine it is', (engine, compact, wide) => {
  expect(plainOf(compactHeader(scene(engine), 80))).toContain(`  ${compact}  `);
  expect(plainOf(wideHeader(scene(engine), 120)[0] ?? [])).toContain(`  ${wide}  `);
});

test.each([
  [60, compactHeader],
  [80, compactHeader],
  [120, (...given: Parameters<typeof wideHeader>) => wideHeader(...given)[0] ?? []],
] as const)('at %i columns read-only, frozen and the clock stand there whatever else is told', (width, header) => {
  const view = { ...aView(width, 24, 'runs'), frozen: { sinceAt: NOW } };
  const live = { engine: { ...attached, silentMs: 5_000 }, linkMs: 900 };
  const shown = plainOf(header(aScene(view, DATA, { readOnly: true, live }), width));
  expect(shown).toMatch(/READ-ONLY +FROZEN \d\d:\d\d:\d\d .*\d\d:\d\d:\d\d \w+ $/);
  expect(shown).toHaveLength(width);
});

test('the numbers of a day are whole up to 99,999, and 123k from there on', () => {
  const day = { ok: 123_456, failed: 12_411, skipped: 1_204, rejected: 0 };
  const data = { ...DATA, counters: { ...DATA.counters, day } };
  const shown = plainOf(wideHeader(aScene(aView(120, 40, 'runs'), data), 120)[1] ?? []);
  expect(shown).toContain('24h  123k ok  12,411 failed  1,204 skipped');
});

const COUNTS = [0, 4, 99, 812, 999, 2_400, 9_999, 10_000];

test.each(PANELS)(
  'with any counts and %s chosen each tab name stays at its column, a blank before it unless what needs someone takes it',
  (panel) => {
    for (const count of COUNTS) {
      const counters = { ...DATA.counters, due: count, running: count, queued: 12, pendingApprovals: count };
      const data = { ...DATA, counters: { ...counters, openAlerts: count, jobs: count } };
      for (const unseen of [[], PANELS]) {
        const bar = plainOf(tabBar(aScene({ ...aView(80, 24, panel), unseen: [...unseen] }, data), 80));
        expect(
          [...bar.matchAll(/[1-6] [A-Za-z]/g)].map(({ index }) => index),
          bar,
        ).toEqual([1, 12, 24, 38, 50, 62]);
        const needed = /((?:APPROVE|ALERT) \w+\]?)(?=[[•\d])/g;
        expect(bar.replace(needed, '$1 '), String(count)).not.toMatch(/\S[[•]|\][^ ]/);
        // Between a bracket and the mark of the next there is no room; the chosen panel's own title has the number.
        const told = bar.match(/(?:APPROVE|ALERT) \w/g)?.length ?? 0;
        if (unseen.length === 0) expect(told, bar).toBe(count === 0 ? 0 : 2);
        expect(bar).toHaveLength(80);
      }
    }
  },
);

test.each([60, 63, 64, 72])('at %i columns each tab name stays at its column too, and the last fits', (width) => {
  for (const panel of PANELS) {
    for (const count of COUNTS) {
      const counters = { ...DATA.counters, due: count, running: count, queued: 12, pendingApprovals: count };
      const data = { ...DATA, counters: { ...counters, openAlerts: count, jobs: count } };
      for (const unseen of [[], PANELS]) {
        const bar = plainOf(tabBar(aScene({ ...aView(width, 16, panel), unseen: [...unseen] }, data), width));
        expect(
          [...bar.matchAll(/[1-6] [A-Za-z]/g)].map(({ index }) => index),
          bar,
        ).toEqual([1, 8, 20, 33, 45, 53]);
        expect(bar).toHaveLength(width);
        expect(bar).toContain(width < 64 ? '6 Act…' : '6 Activity');
        if (panel === 'activity') expect(bar).toMatch(/\[6 Act\S+\] *$/);
      }
    }
  }
});

test('at 60 columns up to 99 approvals and alerts are counted whoever is chosen', () => {
  for (const panel of PANELS) {
    const data = { ...DATA, counters: { ...DATA.counters, pendingApprovals: 12, openAlerts: 34 } };
    expect(plainOf(tabBar(aScene(aView(60, 16, panel), data), 60))).toMatch(/3 APPROVE 12.*4 ALERT 34/);
  }
});

test.each([
  [812, 'runs', ' 3 APPROVE 812 4 ALERT '],
  [812, 'approvals', '[3 APPROVE 812]4 ALERT '],
  [2_400, 'approvals', '[3 APPROVE 2k] 4 ALERT '],
  [10_000, 'runs', ' 3 APPROVE 10k 4 ALERT '],
  [10_000, 'approvals', '[3 APPROVE 10k]4 ALERT '],
] as const)('%i approvals while %s is chosen are told as far as there is room', (pendingApprovals, panel, shown) => {
  const data = { ...DATA, counters: { ...DATA.counters, pendingApprovals } };
  expect(plainOf(tabBar(aScene(aView(80, 24, panel), data), 80))).toContain(shown);
});

test('the slots are those of the engine, which may be configured otherwise than this console', () => {
  const elsewhere = { ...DATA, counters: { ...DATA.counters, running: 3, maxActiveRuns: 4 } };
  const seen = aScene(aView(80, 24, 'runs'), elsewhere, { live: { engine: attached } });
  expect(plainOf(compactHeader(seen, 80))).toContain('slots 3/4');
  expect(plainOf(compactHeader(aScene(aView(80, 24, 'runs'), DATA), 80))).toMatch(/slots \d+\/8 /);
});
