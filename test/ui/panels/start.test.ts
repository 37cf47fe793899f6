import { describe, expect, test } from 'vitest';
import { plainOf, widthOfLine } from '../../../src/ui/layout/line.ts';
import { startChoices, startRows } from '../../../src/ui/panels/start.ts';
import { EMPTY_COUNTERS, type ScreenData } from '../../../src/ui/state/view.ts';
import { aScene, aView } from '../scenes.ts';

const crontab = {
  source: 'crontab' as const,
  title: 'Import your crontab',
  found: '1 line of jo: all fit',
  items: [],
  runsElsewhere: 'cron runs it',
};
const dataWith = (more: Partial<ScreenData>): ScreenData => ({
  counters: EMPTY_COUNTERS,
  lists: {},
  live: {},
  ...more,
});

const sceneWith = (more: Partial<ScreenData>, columns = 80) =>
  aScene(aView(columns, 24, 'runs', { focus: 'start' }), dataWith(more), {
    checks: [{ state: 'ok' as const, name: 'zone', text: 'UTC for new jobs' }],
  });
const textOf = (more: Partial<ScreenData>, columns = 80): string =>
  startRows(sceneWith(more, columns), columns, 20).map(plainOf).join('\n');

describe('the first screen', () => {
  test('offers only what was found', () => {
    expect(startChoices(sceneWith({ offers: [crontab] })).map(({ id }) => id)).toEqual([
      'crontab',
      'first-job',
      'demo',
    ]);
    expect(startChoices(sceneWith({ offers: [] })).map(({ id }) => id)).toEqual(['first-job', 'demo']);
    expect(textOf({ offers: [crontab] })).toContain('1 line of jo: all fit');
  });

  test('says that it is still looking until somebody has looked', () => {
    expect(textOf({})).toContain('looking for a crontab, OpenClaw and systemd timers');
    expect(textOf({ offers: [] })).not.toContain('looking for');
  });

  test('speaks of cron only to who has a crontab', () => {
    expect(textOf({ offers: [crontab] })).toContain('Cron goes on running its lines');
    expect(textOf({ offers: [{ ...crontab, source: 'openclaw' }] })).not.toContain('Cron goes on');
    expect(textOf({ offers: [] })).not.toContain('arrive paused');
  });

  test('with jobs it is the way to import more, and offers no demo', () => {
    const text = textOf({ counters: { ...EMPTY_COUNTERS, jobs: 3 }, offers: [crontab] });
    expect(text).toContain('━ Import ━');
    expect(text).not.toContain('There are no jobs here yet');
    expect(text).toContain('Write a job');
  });

  test.each([60, 80, 120])('fits %i columns', (columns) => {
    const found = { ...crontab, found: '日'.repeat(60) };
    for (const line of startRows(sceneWith({ offers: [found] }, columns), columns, 12)) {
      expect(widthOfLine(line)).toBe(columns);
    }
  });
});
