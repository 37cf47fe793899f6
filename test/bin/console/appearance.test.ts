import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appearanceOf, themeFor, themeWarning } from '../../../bin/console/appearance.ts';
import { missedText, screenOf } from '../../../bin/console/console-options.ts';
import { engineFacts } from '../../../bin/console/facts.ts';
import { createLooks } from '../../../bin/console/looks.ts';
import { PALETTES } from '../../../src/ui/theme/index.ts';

const utf8 = { TERM: 'xterm-256color', LANG: 'de_DE.UTF-8' };
const builtIn = (name: string) => ({ theme: { kind: 'built-in', name } });

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'appearance-'));
  mkdirSync(join(home, 'themes'));
});
afterEach(() => rmSync(home, { recursive: true }));

const writeTheme = (name: string, text: string): void => writeFileSync(join(home, 'themes', `${name}.json`), text);
const withTheme = (name: string) => appearanceOf({ theme: name }, { config: {}, home }, utf8);
const answers = { background: 'dark', isWide: false } as const;

test.each([
  [{}, {}, utf8, { depth: '256', glyphs: 'unicode', multiplexer: false }],
  [{}, {}, { ...utf8, COLORTERM: 'truecolor', TMUX: '/tmp/x' }, { depth: 'true', multiplexer: true }],
  [{}, {}, { ...utf8, NO_COLOR: '1' }, { depth: 'none', glyphs: 'unicode' }],
  [{}, {}, { ...utf8, NO_COLOR: '1', FORCE_COLOR: '2' }, { depth: '256' }],
  [{}, {}, { TERM: 'vt220', LANG: 'C' }, { depth: 'none', glyphs: 'ascii' }],
  [{}, {}, { ...utf8, LC_ALL: 'POSIX' }, { glyphs: 'ascii' }],
  [{ ascii: true as const }, {}, utf8, { glyphs: 'ascii' }],
  [{}, { ui: { ascii: true, theme: 'light' } }, utf8, { ...builtIn('light'), glyphs: 'ascii' }],
  [{ theme: 'high-contrast' }, { ui: { theme: 'light' } }, utf8, builtIn('high-contrast')],
  [{ theme: 'none' }, {}, utf8, { ...builtIn('none'), depth: '256' }],
  [{}, {}, { ...utf8, COLORFGBG: '0;15' }, { background: 'light' }],
])('flags %j, configuration %j, environment %j', (flags, config, env, expected) => {
  expect(appearanceOf(flags, { config, home }, env)).toMatchObject(expected);
});

test('a theme or a screen that does not exist is a usage error', () => {
  expect(() => withTheme('drak')).toThrow(expect.objectContaining({ kind: 'usage', field: '--theme', hint: 'dark?' }));
  expect(() => withTheme('ocean')).toThrow(
    'no theme called ocean: dark, light, high-contrast, high-contrast-dark, high-contrast-light, none, or a file NAME.json',
  );
  expect(() => withTheme('../config')).toThrow('no theme called');
  expect(() => appearanceOf({}, { config: { ui: { theme: 'drak' } }, home }, utf8)).toThrow(
    'ui.theme: no theme called drak',
  );
  expect(() => screenOf('approvls')).toThrow(expect.objectContaining({ kind: 'usage', hint: 'approvals?' }));
  expect([screenOf('runs'), screenOf(undefined)]).toEqual(['runs', undefined]);
});

test.each([
  ['{"text": "white"}', 'theme not read: text in', 'must be a colour such as #9BCFF0'],
  ['{"txt": "#ffffff"}', 'has an unknown key txt', ''],
  ['{"text": ', 'line 1, column 10: expected', ''],
  ['["#ffffff"]', 'the whole file in', 'must be a JSON object'],
])('the theme %s is refused by what is wrong in it', (text, ...words) => {
  writeTheme('ocean', text);
  for (const word of words) expect(() => withTheme('ocean')).toThrow(word);
});

test('a theme of one\u2019s own paints what it names and leaves the rest', () => {
  writeTheme('ocean', '{"warn": "#ffe08a", "paper": "#fffFF0"}');
  const appearance = appearanceOf(
    {},
    { config: { ui: { theme: 'ocean' } }, home },
    { ...utf8, COLORTERM: 'truecolor' },
  );
  const theme = themeFor(appearance, answers);
  expect(theme.paint('warn')).toEqual({ color: '#ffe08a' });
  expect(theme.paint('fail')).toEqual({ color: PALETTES.light.fail.hex });
});

test('colours that are hard to read or to tell apart are taken, and the worst pair is named', () => {
  writeTheme('mud', '{"warn": "#F47348", "muted": "#333333"}');
  expect(themeWarning(withTheme('mud'), answers)).toBe('theme mud: warn and fail are too alike, 0 of 16; 5 more');
  writeTheme('fine', '{"warn": "#E3CB8A"}');
  expect(themeWarning(withTheme('fine'), answers)).toBeUndefined();
  expect(themeWarning(withTheme('light'), answers)).toBeUndefined();
});

test('a terminal that draws a rule two columns wide gets ASCII, one with a light background the light theme', () => {
  const appearance = appearanceOf({}, { config: {}, home }, utf8);
  expect(themeFor(appearance, { background: 'light', isWide: true })).toMatchObject({ glyphs: 'ascii' });
  expect(themeFor(appearance, { background: 'light', isWide: false }).paint('fail')).toEqual({ color: 'ansi256(52)' });
  expect(themeFor(withTheme('none'), answers).paint('fail')).toEqual({});
});

test('high contrast is made for the background there is, or for the one it is told by name', () => {
  const fails = (name: string, background: 'dark' | 'light') =>
    themeFor(withTheme(name), { background, isWide: false }).paint('fail');
  const [onDark, onLight] = [
    { color: 'redBright', bold: true },
    { color: 'red', bold: true },
  ];
  expect([fails('high-contrast', 'dark'), fails('high-contrast', 'light')]).toEqual([onDark, onLight]);
  expect([fails('high-contrast-dark', 'light'), fails('high-contrast-light', 'dark')]).toEqual([onDark, onLight]);
});

const appearance = (theme?: string) =>
  appearanceOf({}, { config: theme === undefined ? {} : { ui: { theme } }, home }, utf8);
const fail = (looks: ReturnType<typeof createLooks>) => looks.theme().paint('fail');
const colourOf = (background: 'dark' | 'light') => ({ color: `ansi256(${PALETTES[background].fail.indexed})` });

describe('looks', () => {
  test('a theme that was chosen stays until the configuration names another one', () => {
    const looks = createLooks(appearance());
    let changes = 0;
    looks.onChange(() => {
      changes += 1;
    });
    looks.choose('light');
    looks.wear(appearance());
    expect(fail(looks)).toEqual(colourOf('light'));
    looks.wear(appearance('none'));
    expect(fail(looks)).toEqual({});
    looks.choose('light');
    looks.choose('configured');
    expect(fail(looks)).toEqual({});
    expect(changes).toBe(5);
  });

  test('before it answers it looks as the environment says, also in high contrast', () => {
    const looks = createLooks(appearanceOf({}, { config: {}, home }, { ...utf8, COLORFGBG: '0;15' }));
    expect(fail(looks)).toEqual(colourOf('light'));
    looks.choose('high-contrast');
    expect(fail(looks)).toEqual({ color: 'red', bold: true });
  });

  test('what the terminal answers decides where nothing was named', () => {
    const looks = createLooks(appearance());
    looks.answered({ background: 'light', isWide: true });
    expect(fail(looks)).toEqual(colourOf('light'));
    looks.choose('dark');
    expect(looks.theme().glyphs).toBe('ascii');
  });
});

test('the header knows whose engine it is', () => {
  const lease = { pid: 5, host: 'h', user: 'ana', mode: 'headless', acquiredAt: 9 } as never;
  expect(engineFacts(undefined, 5)).toEqual({ kind: 'none' });
  expect(engineFacts(lease, 5)).toEqual({ kind: 'here', sinceAt: 9, pid: 5 });
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
