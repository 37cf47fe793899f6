import { expect, test } from 'vitest';
import { appearanceOf } from '../../../bin/console/appearance.ts';
import { screenOf } from '../../../bin/console/console-options.ts';
import { engineFacts } from '../../../bin/console/facts.ts';
import { createOutputGate } from '../../../bin/console/output-gate.ts';

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

test('behind a closed gate nothing is written, and whoever waits for it goes on', async () => {
  const written: unknown[] = [];
  const stream = { columns: 80, write: (text: unknown) => written.push(text) > 0 } as unknown as NodeJS.WriteStream;
  const gate = createOutputGate(stream);
  gate.stdout.write('frame');
  gate.close();
  await new Promise<void>((resolve) => gate.stdout.write('late frame', () => resolve()));
  expect(written).toEqual(['frame']);
  expect(gate.stdout.columns).toBe(80);
});
