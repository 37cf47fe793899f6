import { expect, test } from 'vitest';
import { appearanceOf } from '../../../bin/console/appearance.ts';
import { missedText, screenOf } from '../../../bin/console/console-options.ts';
import { engineFacts } from '../../../bin/console/facts.ts';

const utf8 = { TERM: 'xterm-256color', LANG: 'de_DE.UTF-8' };

test.each([
  [{ ui: true }, {}, utf8, { depth: '256', glyphs: 'unicode', multiplexer: false }],
  [{ ui: true }, {}, { ...utf8, COLORTERM: 'truecolor', TMUX: '/tmp/x' }, { depth: 'true', multiplexer: true }],
  [{ ui: true }, {}, { ...utf8, NO_COLOR: '1' }, { depth: 'none', glyphs: 'unicode' }],
  [{ ui: true }, {}, { TERM: 'vt220', LANG: 'C' }, { depth: 'none', glyphs: 'ascii' }],
  [{ ui: true }, {}, { ...utf8, LC_ALL: 'POSIX' }, { glyphs: 'ascii' }],
  [{ ui: true, plain: true as const }, {}, utf8, { depth: 'none', glyphs: 'ascii' }],
  [{ ui: true }, { ui: { ascii: true, theme: 'light' } }, utf8, { theme: 'light', glyphs: 'ascii' }],
  [{ ui: true, theme: 'high-contrast' }, { ui: { theme: 'light' } }, utf8, { theme: 'high-contrast' }],
])('flags %j, configuration %j, environment %j', (flags, config, env, expected) => {
  expect(appearanceOf(flags, config, env)).toMatchObject(expected);
});

test('a theme or a screen that does not exist is a usage error', () => {
  expect(() => appearanceOf({ ui: true, theme: 'drak' }, {}, {})).toThrow('no theme called drak: dark, light');
  expect(() => screenOf('approvls')).toThrow(expect.objectContaining({ kind: 'usage', hint: 'approvals?' }));
  expect([screenOf('runs'), screenOf(undefined)]).toEqual(['runs', undefined]);
});

test('the header knows whose engine it is', () => {
  const lease = { pid: 5, host: 'h', user: 'ana', mode: 'headless', acquiredAt: 9 } as never;
  expect(engineFacts(undefined, 5)).toEqual({ kind: 'none' });
  expect(engineFacts(lease, 5)).toEqual({ kind: 'here', sinceAt: 9 });
  expect(engineFacts(lease, 6)).toEqual({
    kind: 'attached',
    pid: 5,
    host: 'h',
    user: 'ana',
    mode: 'headless',
    sinceAt: 9,
  });
});

test('the fire that leaving would miss is told to the minute, with its day where that is not today', () => {
  const now = Date.UTC(2026, 10, 22, 14, 32, 7);
  const next = (at: number) => missedText({ name: 'backup-pg', at }, now, 'UTC');
  expect(next(now + 30_000)).toBe('backup-pg at 14:32');
  expect(next(Date.UTC(2026, 10, 23, 2, 30))).toBe('backup-pg at Mon 02:30');
  expect(missedText(undefined, now, 'UTC')).toBeUndefined();
});
