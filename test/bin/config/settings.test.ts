import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSettings } from '../../../bin/config/settings.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'settings-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('without anything given the home is below the user', async () => {
  expect(await readSettings({}, {}, root)).toEqual({
    home: join(root, '.openclaw/tui'),
    dbPath: join(root, '.openclaw/tui/openclaw-tui.db'),
    runsDir: join(root, '.openclaw/tui/runs'),
    logDir: join(root, '.openclaw/tui/logs'),
    backupsDir: join(root, '.openclaw/tui/backups'),
    config: {},
  });
});

test.each([
  [{}, { OPENCLAW_TUI_HOME: '/env' }, '/env', '/env/openclaw-tui.db'],
  [{ home: '/flag' }, { OPENCLAW_TUI_HOME: '/env' }, '/flag', '/flag/openclaw-tui.db'],
  [{ home: '/flag' }, { OPENCLAW_TUI_DB: '/env/x.db' }, '/flag', '/env/x.db'],
  [{ home: '/flag', db: '/flag/y.db' }, { OPENCLAW_TUI_DB: '/env/x.db' }, '/flag', '/flag/y.db'],
  [{}, { OPENCLAW_TUI_HOME: '', OPENCLAW_TUI_DB: '/x.db' }, undefined, '/x.db'],
])('flags %j and environment %j', async (flags, env, home, dbPath) => {
  const settings = await readSettings(flags, env, root);
  expect(settings).toMatchObject({ home: home ?? join(root, '.openclaw/tui'), dbPath });
});

test('the file in the home wins over the shared one, and a named one over both', async () => {
  const home = join(root, 'home');
  const shared = join(root, 'xdg/openclaw-tui');
  const env = { XDG_CONFIG_HOME: join(root, 'xdg') };
  mkdirSync(home);
  mkdirSync(shared, { recursive: true });
  writeFileSync(join(shared, 'config.json'), '{"grace_s": 1}');
  expect(await readSettings({ home }, env, root)).toMatchObject({ config: { grace_s: 1 } });
  writeFileSync(join(home, 'config.json'), '{"grace_s": 2}');
  expect(await readSettings({ home }, env, root)).toMatchObject({ config: { grace_s: 2 } });
  const named = join(root, 'named.json');
  writeFileSync(named, '{"grace_s": 3}');
  expect(await readSettings({ home, config: named }, env, root)).toMatchObject({
    configPath: named,
    config: { grace_s: 3 },
  });
});

test('a named file that is not there is a usage error', async () => {
  await expect(readSettings({ config: join(root, 'none.json') }, {}, root)).rejects.toMatchObject({
    kind: 'usage',
    code: 'config-unreadable',
  });
});
