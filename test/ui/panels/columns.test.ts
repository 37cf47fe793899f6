import { describe, expect, test } from 'vitest';
import { plainOf, widthOfLine } from '../../../src/ui/layout/line.ts';
import { drawPanel } from '../../../src/ui/panels/panel.ts';
import type { Scene } from '../../../src/ui/scene.ts';
import type { ListId, PanelId } from '../../../src/ui/state/view.ts';
import { aDueRow, aLiveRun, anAlert, anApproval, aPastRun, at, MINUTE, NOW, page } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const WIDTHS = Array.from({ length: 161 }, (_, index) => 60 + index);
const LONG = 'warehouse-import-of-all-orders-watchdog';

function sceneOf(panel: PanelId, id: ListId, rows: unknown[], live: Scene['data']['live'] = {}): Scene {
  const view = aView(220, 24, panel);
  return aScene(
    { ...view, tabs: { ...view.tabs, [panel]: id } },
    { ...DATA, live, lists: { ...DATA.lists, [id]: page(rows) } },
  );
}

const drawn = (scene: Scene, panel: PanelId, width: number): string[] => {
  const lines = drawPanel(scene, panel, 'rule', width, 8);
  expect(lines.every((line) => widthOfLine(line) === width)).toBe(true);
  return lines.map(plainOf);
};

const LISTS: { panel: PanelId; id: ListId; rows: unknown[]; leaving: string[]; whole: Record<string, string> }[] = [
  {
    panel: 'due',
    id: 'due.next',
    rows: [
      aDueRow(LONG, NOW - 59 * MINUTE, '*/10 * * * *', { usualMs: 8_105_000 }),
      aDueRow('other', at('14:30:00', '2026-10-18'), '0 4 1 * *'),
    ],
    leaving: ['USUAL', 'AT', 'LAST 10', 'SCHEDULE'],
    whole: { IN: '59m late', AT: '18 Oct', USUAL: '2h15m', 'LAST 10': '✓✓✓✓✓✓✓✓✓✓' },
  },
  {
    panel: 'runs',
    id: 'runs.now',
    rows: [
      aLiveRun(1_234_567, LONG, NOW - 200 * 86_400_000, { usualMs: 1_000 }),
      aLiveRun(8, 'near-limit', NOW - 230_000, { usualMs: 1_000, limitMs: 240_000 }),
    ],
    leaving: ['LAST OUTPUT', 'USUAL', 'RUN'],
    whole: { RUN: '1234567', AGE: '200d', USUAL: 'limit 4m', QUIET: '14m12s' },
  },
  {
    panel: 'runs',
    id: 'runs.recent',
    rows: [
      aPastRun(1_234_567, LONG, {
        status: 'error',
        exitCode: 255,
        durationMs: 8_105_000,
        finishedAt: at('14:30:00', '2026-10-18'),
      }),
    ],
    leaving: ['USUAL', 'ENDED', 'RUN'],
    whole: { RUN: '1234567', TOOK: '2h15m', ENDED: '18 Oct 14:30', RESULT: 'exit 255' },
  },
  {
    panel: 'approvals',
    id: 'approvals.pending',
    rows: [anApproval(1, LONG, { risk: 'high', onTimeout: 'approve', expiresAt: NOW + 3_449_000 })],
    leaving: ['WILL RUN', 'WAITS', 'FROM', 'LAPSES'],
    whole: { RISK: '◆ HIGH', LEFT: '57m29s', LAPSES: 'APPROVE' },
  },
  {
    panel: 'alerts',
    id: 'alerts.open',
    rows: [anAlert(1, LONG, { firstAt: NOW - 511_000 })],
    leaving: ['SINCE'],
    whole: { SEV: '▲ crit', SINCE: '8m31s' },
  },
];

describe('columns at every width from 60 to 220', () => {
  test.each(LISTS)('$id: times, numbers, states and ids are whole, and columns leave in their order', (list) => {
    const scene = sceneOf(list.panel, list.id, list.rows, {
      1234567: { lastByteAt: NOW - 852_000 },
    });
    for (const width of WIDTHS) {
      const [, head = '', first = '', second = ''] = drawn(scene, list.panel, width);
      for (const [name, text] of Object.entries(list.whole)) {
        if (head.includes(` ${name} `) || head.includes(`  ${name}`)) {
          expect(`${width}: ${first}${second}`).toContain(text);
        }
      }
      const there = list.leaving.map((name) => new RegExp(`\\s${name}(\\s|$)`).test(head));
      if (list.id !== 'approvals.pending') expect([width, there]).toEqual([width, [...there].sort()]);
    }
  });

  test.each(LISTS)('$id: a name is whole as soon as the others leave the room', (list) => {
    const scene = sceneOf(list.panel, list.id, list.rows);
    for (const width of WIDTHS) {
      const [, , first = ''] = drawn(scene, list.panel, width);
      const blanks = first.trimEnd().match(/ {8,}/g) ?? [];
      if (!first.includes(LONG))
        expect([width, first, blanks.filter((run) => run.length > 30)]).toEqual([width, first, []]);
    }
    expect(drawn(scene, list.panel, 120)[2]).toContain(LONG);
  });
});

test('a name is not cut in a list of 80 columns while blanks stand beside it', () => {
  const scene = sceneOf('runs', 'runs.now', [aLiveRun(5, 'import-orders-watchdog', NOW - 1_000)]);
  expect(drawn(scene, 'runs', 80)[2]).toContain('import-orders-watchdog');
});

test('a schedule grows after the names have what they need', () => {
  const row = aDueRow('etl', at('14:40:00'), '*/15 8-18 * * mon-fri');
  expect(drawn(sceneOf('due', 'due.next', [row]), 'due', 80)[2]).toContain('*/15 8-18 * * mon-fri');
});

test('in a list of 80 columns the usual time leaves sooner than a name of 21 is cut', () => {
  const row = aDueRow('colours and odd bytes', at('14:40:00'), '*/15 * * * *', { usualMs: 5_000 });
  const lines = drawn(sceneOf('jobs', 'jobs.all', [row]), 'jobs', 80);
  expect(lines[2]).toContain('colours and odd bytes');
  expect(lines[1]).toContain('LAST 10');
  expect(lines[1]).not.toContain('USUAL');
});

test('beside a long name it still stands when a run ended and which one it was, past midnight as well', () => {
  const yesterday = { finishedAt: at('23:59:58', '2026-11-21'), durationMs: 50_000 };
  const scene = sceneOf('runs', 'runs.recent', [aPastRun(247, LONG, yesterday), aPastRun(246, 'olap', yesterday)]);
  for (const width of [58, 60, 70, 80]) {
    const [, head, first] = drawn(scene, 'runs', width);
    expect(head).toMatch(/ RUN .* ENDED /);
    expect(first).toMatch(/ 247 .* 23:59 /);
  }
});
