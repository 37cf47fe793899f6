import { existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgram, ENTRY, OWN_NODE, type Program } from '../support/program.ts';
import { createStubCommands, type StubCommands } from '../support/stub-commands.ts';

let program: Program;
let stubs: StubCommands;
let path: string;
beforeEach(() => {
  program = createProgram();
  stubs = createStubCommands(program.home, 'systemctl', 'loginctl', 'systemd-notify');
  stubs.answer('loginctl show-user', { out: 'Linger=yes\n' });
  path = join(program.home, '.config/systemd/user/openclaw-tui.service');
});
afterEach(() => program.remove());

const service = (...words: string[]) => program.runWith({ env: stubs.env }, 'service', ...words);
const status = async () => JSON.parse((await service('status', '--json')).out).data;

test('R-4 install writes a unit with absolute paths and no variable of ours, starts it, and again changes nothing', async () => {
  const done = await program.runWith(
    { env: { ...stubs.env, OPENCLAW_GATEWAY_TOKEN: 'hush-hush' } },
    'service',
    'install',
  );
  expect(done).toMatchObject({ code: 0, err: '' });
  expect(done.out).toContain(`written to ${path}`);
  expect(done.out).toContain('linger   yes');
  const unit = readFileSync(path, 'utf8');
  expect(unit).toContain(
    `ExecStart=:"${realpathSync(OWN_NODE)}" "--max-semi-space-size=4" "${ENTRY}" "--no-ui" "--wait" "--json" "--home" "${program.home}"\n`,
  );
  expect(unit).toContain('Type=notify\n');
  expect(unit).not.toMatch(/Environment|hush/);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(stubs.calls()).toEqual([
    'systemctl --user daemon-reload',
    'systemctl --user enable --now --no-block openclaw-tui.service',
    expect.stringMatching(/^loginctl show-user \S+ --property=Linger$/),
  ]);
  expect((await service('install')).out).toContain(`is as it should be in ${path}`);
  expect(readFileSync(path, 'utf8')).toBe(unit);
});

test('--dry-run prints the unit and touches nothing', async () => {
  const dry = await service('install', '--dry-run');
  expect(dry).toMatchObject({ code: 0, err: '' });
  expect(dry.out).toMatch(/^# made by openclaw-tui service install [\s\S]*WantedBy=default.target\n$/);
  expect(existsSync(path)).toBe(false);
  expect(stubs.calls()).toEqual([]);
});

test('R-4 the grace of the configuration is waited for; a changed one is noticed, written anew, and asks for a restart', async () => {
  await service('install');
  expect(readFileSync(path, 'utf8')).toContain('TimeoutStopSec=60\n');
  writeFileSync(join(program.home, 'config.json'), '{"grace_s": 600}');
  expect(await status()).toMatchObject({ installed: 'ours', current: false });
  stubs.answer('systemctl --user show', { out: 'ActiveState=active\nMainPID=4711\n' });
  const again = await service('install');
  expect(again.out).toContain('written anew');
  expect(again.out).toContain('systemctl --user restart openclaw-tui.service');
  expect(readFileSync(path, 'utf8')).toContain('TimeoutStopSec=630\n');
  expect(await status()).toMatchObject({ current: true });
});

test('where nobody answers the unit is written, and what to run is said exactly', async () => {
  stubs.answer('systemctl', { err: 'Failed to connect to bus: No medium found\n', code: 1 });
  const done = JSON.parse((await service('install', '--json')).out);
  expect(done).toMatchObject({
    ok: true,
    data: {
      started: false,
      reason: 'Failed to connect to bus: No medium found',
      to_run: ['systemctl --user daemon-reload', 'systemctl --user enable --now --no-block openclaw-tui.service'],
    },
  });
  expect(existsSync(path)).toBe(true);
});

test('without lingering it says how to get it', async () => {
  stubs.answer('loginctl show-user', { out: 'Linger=no\n' });
  expect((await service('install')).err).toMatch(/waits for a login after a boot: loginctl enable-linger \S+\n$/);
  stubs.answer('loginctl show-user', { err: 'Failed to get user: User ID 7 is not logged in or lingering\n', code: 1 });
  expect(await status()).toMatchObject({ linger: false });
});

test('R-5 install is refused while another process runs the engine; the service’s own is no other', async () => {
  const engine = program.engine();
  await engine.event(({ event }) => event === 'engine-started');
  const refused = await service('install');
  expect(refused).toMatchObject({ code: 4, out: '' });
  expect(refused.err).toContain(
    `no service installed: pid ${engine.pid} runs the engine without a screen; stop it first`,
  );
  expect(existsSync(path)).toBe(false);
  engine.kill('SIGTERM');
  await engine.ended;
  await service('install');
  const own = program.engine();
  await own.event(({ event }) => event === 'engine-started');
  stubs.answer('systemctl --user show', {
    out: `ActiveState=active\nMainPID=${own.pid}\nUnitFileState=enabled\nStatusText=0 running\n`,
  });
  expect(await service('install')).toMatchObject({ code: 0 });
  expect(await status()).toMatchObject({
    active: 'active',
    pid: own.pid,
    enabled: 'enabled',
    says: '0 running',
    since: expect.stringMatching(/^\d{4}-/),
    log: join(program.home, 'logs/openclaw-tui.log'),
  });
});

test('a file of that name that we did not make is left alone, and so is the service of another home', async () => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '[Service]\nExecStart=/bin/true\n');
  for (const command of ['install', 'uninstall']) {
    expect(await service(command)).toMatchObject({
      code: 1,
      err: expect.stringContaining('was not made by this program'),
    });
  }
  expect(readFileSync(path, 'utf8')).toContain('/bin/true');
  writeFileSync(path, '# made by openclaw-tui service install {"home":"/srv/it\'s"}\n');
  for (const command of ['install', 'uninstall']) {
    const refused = await service(command);
    expect(refused).toMatchObject({ code: 4 });
    expect(refused.err).toContain("openclaw-tui --home '/srv/it'\\''s' service uninstall");
  }
  expect(stubs.calls()).toEqual([]);
});

test('uninstall stops it and takes the unit away; what cannot be stopped stays, and nothing installed is no mistake', async () => {
  await service('install');
  stubs.answer('systemctl --user disable', { err: 'Access denied\n', code: 4 });
  expect(await service('uninstall')).toMatchObject({
    code: 1,
    err: expect.stringContaining('nothing was removed: Access denied'),
  });
  expect(existsSync(path)).toBe(true);
  stubs.answer('systemctl --user disable', {});
  expect(await service('uninstall')).toMatchObject({ code: 0, err: '' });
  expect(existsSync(path)).toBe(false);
  expect(stubs.calls().slice(-2)).toEqual([
    'systemctl --user disable --now openclaw-tui.service',
    'systemctl --user daemon-reload',
  ]);
  expect(await service('uninstall')).toMatchObject({
    code: 0,
    out: expect.stringContaining('no service is installed'),
  });
});
