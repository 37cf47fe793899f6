import { expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { drawPanel } from '../../../src/ui/panels/panel.ts';
import { FOLD_MEMBERS_MAX, foldedPage } from '../../../src/ui/state/fold.ts';
import type { ScreenData, View } from '../../../src/ui/state/view.ts';
import { anAlert, NOW, page } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';
import { aScreen } from './world.ts';

const ALERTS = Array.from({ length: 40 }, (_, n) =>
  anAlert(n + 1, `job-${n} failed 3× in a row`, { detail: 'exit 127: node: not found', firstAt: NOW - 130_000 }),
);
const dataFor = (view: View): ScreenData => ({
  ...DATA,
  lists: {
    'alerts.open': foldedPage('alerts.open', page(ALERTS), view.lists['alerts.open'].unfolded) as never,
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
