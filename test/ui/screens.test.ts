import { describe, expect, test } from 'vitest';
import { tabsOfDetail } from '../../src/ui/detail/tabs.ts';
import { drawScreen } from '../../src/ui/draw-screen.ts';
import { inAscii } from '../../src/ui/layout/ascii.ts';
import { plainOf } from '../../src/ui/layout/line.ts';
import { EMPTY_COUNTERS, PANELS, type ScreenData } from '../../src/ui/state/view.ts';
import { pruneDetail } from './scenes/approvals.ts';
import { backupDetail } from './scenes/backup.ts';
import { onFile, SIZES } from './scenes/on-file.ts';
import { aScene, aView, COUNTERS, DATA, withBackup, withPrune } from './scenes.ts';

const MANY: ScreenData = {
  ...withPrune,
  counters: { ...COUNTERS, due: 10_000, queued: 10_000, pendingApprovals: 10_000, openAlerts: 10_000, jobs: 10_000 },
};

describe.each(SIZES)('at %d×%d', (columns, rows) => {
  test.each(PANELS)('the screen with the focus on %s is the one on file', async (panel) => {
    await onFile(`all/${panel}`, aScene(aView(columns, rows, panel), withPrune));
  });

  test.each(tabsOfDetail(pruneDetail))('the detail of an approval on its tab %s is the one on file', async (tab) => {
    await onFile(`all/approval-${tab}`, aScene(aView(columns, rows, 'approvals', { detailTab: tab }), withPrune));
  });

  test.each(tabsOfDetail(backupDetail))('the detail of a run on its tab %s is the one on file', async (tab) => {
    await onFile(`all/run-${tab}`, aScene(aView(columns, rows, 'runs', { detailTab: tab }), withBackup));
  });

  test('an empty database has a screen on file', async () => {
    const data: ScreenData = { counters: EMPTY_COUNTERS, lists: {}, live: {} };
    await onFile('all/empty', aScene(aView(columns, rows, 'runs', { focus: 'start' }), data));
  });

  test('counts that were not counted to their end push nobody', async () => {
    await onFile('all/many', aScene(aView(columns, rows, 'approvals'), MANY));
  });

  test('the same in ASCII has nothing else in it', async () => {
    const scene = aScene(aView(columns, rows, 'runs'), { ...DATA, ...withBackup });
    await onFile('all/ascii', scene, inAscii);
    expect(
      drawScreen(scene)
        .map((line) => plainOf(inAscii(line)))
        .join(''),
    ).toMatch(/^[ -~]*$/);
  });
});
