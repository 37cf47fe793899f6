import { describe, expect, test } from 'vitest';
import type { StandingPause } from '../../../src/store/snapshot/counters.ts';
import { plainOf, widthOfLine } from '../../../src/ui/layout/line.ts';
import { compactHeader, wideHeader } from '../../../src/ui/panels/header.ts';
import { at } from '../scenes/builders.ts';
import { aScene, aView, COUNTERS, DATA } from '../scenes.ts';

const FREEZE: StandingPause = {
  scope: 'all',
  key: '',
  name: '',
  by: 'ana',
  note: 'deploy freeze',
  pausedAt: at('14:10:00'),
  until: at('18:00:00'),
};
const NIGHTLY: StandingPause = {
  scope: 'tag',
  key: 'nightly',
  name: 'nightly',
  by: 'ops',
  note: '',
  pausedAt: at('09:00:00'),
};

const scene = (counters: Partial<typeof COUNTERS>) =>
  aScene(
    aView(120, 40, 'runs'),
    { ...DATA, counters: { ...COUNTERS, ...counters } },
    {
      live: { engine: { kind: 'here', sinceAt: at('14:00:00') } },
    },
  );
const wide = (counters: Partial<typeof COUNTERS>, columns: number) =>
  plainOf(wideHeader(scene(counters), columns)[1] ?? []);

describe('a pause stands in the header', () => {
  test('with what, since when, by whom, until when and why where there is room', () => {
    expect(wide({ pauses: [FREEZE] }, 200)).toContain(
      'PAUSED everything since 14:10 by ana until 18:00: deploy freeze   24h',
    );
  });

  test.each([
    [120, 'PAUSED everything since 14:10 by ana until 18:00'],
    [110, 'PAUSED everything since 14:10 by ana until 18:00 '],
  ])('in fewer words at %d columns, before the day’s numbers', (columns, text) => {
    expect(wide({ pauses: [FREEZE] }, columns)).toContain(text);
  });

  test('at 60 columns until when goes before which process runs the engine, and comes back without it', () => {
    const at60 = (pauses: StandingPause[]) => {
      const engine = { kind: 'attached', pid: 17_328, host: 'db1', user: 'ops', mode: 'headless', sinceAt: 0 } as const;
      const line = compactHeader({ ...scene({ pauses }), live: { engine } }, 60);
      expect(widthOfLine(line)).toBe(60);
      return plainOf(line);
    };
    expect(at60([FREEZE])).toMatch(/ PAUSED until 18:00 {2}attached {2}14:32:07 UTC $/);
    expect(at60([])).toContain('  attached to PID 17328  ');
  });

  test.each([
    [109, 'PAUSED everything since 14:10 by ana until 18:00: deploy freeze'],
    [80, 'PAUSED everything by ana until 18:00'],
    [60, 'PAUSED until 18:00'],
  ])('on a compact screen of %d columns as well', (columns, text) => {
    const line = compactHeader(scene({ pauses: [FREEZE] }), columns);
    expect(plainOf(line)).toContain(text);
    expect(plainOf(line)).toMatch(/ENGINE here .*14:32:07 UTC $/);
    expect(widthOfLine(line)).toBe(columns);
  });

  test('by name, and with how many more there are', () => {
    expect(wide({ pauses: [NIGHTLY, FREEZE] }, 200)).toContain('PAUSED tag nightly since 09:00 by ops and 1 more');
  });

  test('and nothing stands there when nothing is paused', () => {
    expect(wide({}, 200)).not.toContain('PAUSED');
  });
});

test('alerts that were put off are counted, with when the first comes back', () => {
  expect(wide({ snoozedAlerts: 2, snoozedUntil: at('18:00:00') }, 200)).toContain('[ALERT 1]   2 snoozed until 18:00');
  expect(wide({}, 200)).not.toContain('snoozed');
});
