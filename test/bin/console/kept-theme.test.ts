import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { appearanceOf } from '../../../bin/console/appearance.ts';
import { keepTheme } from '../../../bin/console/kept-theme.ts';
import { createLooks } from '../../../bin/console/looks.ts';

const NAMES = ['dark', 'light', 'high-contrast'];
const painted = (looks: ReturnType<typeof createLooks>): string => JSON.stringify(looks.theme().paint('fail'));
const wearing = (theme: string) =>
  createLooks(appearanceOf({ theme }, { home: '/nowhere', config: {} } as never, { TERM: 'xterm-256color' }));

/** A home whose consoles are opened one after the other. */
function aHome() {
  const home = mkdtempSync(join(tmpdir(), 'kept-theme-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const open = (configured?: string, flag?: string) => {
    const config = configured === undefined ? {} : { ui: { theme: configured } };
    const context = { settings: { home, config }, host: { user: 'ops' } } as Parameters<typeof keepTheme>[0];
    const appearance = appearanceOf(flag === undefined ? {} : { theme: flag }, context.settings, {
      TERM: 'xterm-256color',
    });
    const looks = createLooks(appearance);
    keepTheme(context, flag, looks);
    return { looks, name: () => NAMES.find((name) => painted(looks) === painted(wearing(name))) };
  };
  return { open, path: join(home, 'theme-ops.json') };
}

test('a theme that was chosen by hand is worn again at the next start, and kept for its owner only', () => {
  const { open, path } = aHome();
  const first = open();
  expect(first.name()).toBe('dark');
  first.looks.choose('light');
  expect(open().name()).toBe('light');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('what is named on the command line counts more, and the choice is kept for later', () => {
  const { open } = aHome();
  open().looks.choose('light');
  expect(open(undefined, 'high-contrast').name()).toBe('high-contrast');
  expect(open().name()).toBe('light');
});

test('another configured theme ends an old choice; as configured forgets it', () => {
  const { open } = aHome();
  open().looks.choose('light');
  expect(open('high-contrast').name()).toBe('high-contrast');
  open().looks.choose('configured');
  expect(open().name()).toBe('dark');
});

test.each(['', '{"chosen":', '[]', '{"chosen":"pink","over":""}'])(
  'a file that says nothing is ignored: %j',
  (text) => {
    const { open, path } = aHome();
    writeFileSync(path, text);
    expect(open().name()).toBe('dark');
  },
);
