import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  homeOfService,
  launchdAgent,
  launchdState,
  type ServicePlan,
  systemdState,
  systemdUnit,
  unwritablePath,
} from '../../../src/engine/rules/service-unit.ts';

const plan: ServicePlan = {
  node: '/opt/node/bin/node',
  nodeFlags: ['--max-semi-space-size=4'],
  entry: '/opt/openclaw-tui/bin/openclaw-tui.js',
  home: '/home/ana/.openclaw/tui',
  graceMs: 30_000,
  logDir: '/home/ana/.openclaw/tui/logs',
  notifies: true,
};
const lineOf = (text: string, name: string) => text.split('\n').find((line) => line.startsWith(`${name}=`));

test('R-4 the unit runs the engine without a screen, outlived by its runs, watched, and started again', () => {
  expect(systemdUnit(plan).replace(/^#.*\n/gm, '')).toBe(`[Unit]
Description=openclaw-tui: runs scheduled jobs
StartLimitIntervalSec=300
StartLimitBurst=10

[Service]
Type=notify
NotifyAccess=all
WatchdogSec=60
WatchdogSignal=SIGKILL
TimeoutStartSec=infinity
ExecStart=:"/opt/node/bin/node" "--max-semi-space-size=4" "/opt/openclaw-tui/bin/openclaw-tui.js" "--no-ui" "--wait" "--json" "--home" "/home/ana/.openclaw/tui"
Restart=always
RestartSec=2
RestartPreventExitStatus=2
TimeoutStopSec=60
KillMode=process
OOMPolicy=continue
UMask=0077

[Install]
WantedBy=default.target
`);
});

test('R-4 stopping may take as long as the grace and the end of a run', () => {
  expect(lineOf(systemdUnit({ ...plan, graceMs: 600_500 }), 'TimeoutStopSec')).toBe('TimeoutStopSec=631');
});

test('without a way to tell it, the manager is not made to wait for words', () => {
  const unit = systemdUnit({ ...plan, notifies: false });
  expect(lineOf(unit, 'Type')).toBe('Type=exec');
  expect(unit).not.toMatch(/^(NotifyAccess|Watchdog|TimeoutStartSec)/m);
});

test('blanks, quotes, backslashes, per cent and dollar signs of a path stay what they are', () => {
  const unit = systemdUnit({
    ...plan,
    home: '/srv/a b/100%/"q"/\\x/$HOME/ü',
    dbPath: '/d/1.db',
    configPath: '/c/%h.json',
  });
  expect(lineOf(unit, 'ExecStart')).toContain(
    '"--home" "/srv/a b/100%%/\\"q\\"/\\\\x/$HOME/ü" "--db" "/d/1.db" "--config" "/c/%%h.json"',
  );
  expect(unwritablePath({ ...plan, home: '/srv/a\nExecStart=/bin/sh' })).toBe('/srv/a\nExecStart=/bin/sh');
  // systemd refuses a program with quotes, however they are written.
  expect(unwritablePath({ ...plan, node: '/opt/"n"/node' })).toBe('/opt/"n"/node');
  expect(unwritablePath({ ...plan, home: '/srv/"n"' })).toBeUndefined();
});

// Where the machine has systemd, its own parser is asked; it looks whether the program is there and may be run.
test.each(['/usr/bin/systemd-analyze'].filter((path) => existsSync(path)))(
  'R-4 %s finds nothing to say of the unit',
  (analyze) => {
    const folder = mkdtempSync(join(tmpdir(), 'openclaw-unit-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const odd = join(folder, 'a b %h $HOME ü');
    mkdirSync(odd);
    symlinkSync(process.execPath, join(odd, 'node'));
    const verify = (node: string): string => {
      const path = join(folder, 'openclaw-tui.service');
      writeFileSync(path, systemdUnit({ ...plan, node }));
      try {
        return execFileSync(analyze, ['--user', 'verify', path], {
          encoding: 'utf8',
          env: { XDG_RUNTIME_DIR: folder, HOME: folder, PATH: process.env.PATH },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
      } catch (error) {
        return (error as { stderr: string }).stderr;
      }
    };
    expect(verify(join(odd, 'node'))).toBe('');
    expect(verify(join(odd, 'nobody'))).toContain(`${join(odd, 'nobody')} is not executable`);
  },
);

test('a launchd agent says the same, with the marks of XML escaped', () => {
  const agent = launchdAgent({ ...plan, home: '/Users/ana/a & <b> -- "c"' });
  expect(agent).toContain(
    '    <string>--home</string>\n    <string>/Users/ana/a &amp; &lt;b&gt; -- &quot;c&quot;</string>\n  </array>',
  );
  for (const line of [
    '<key>KeepAlive</key><true/>',
    '<key>AbandonProcessGroup</key><true/>',
    '<key>ExitTimeOut</key><integer>60</integer>',
    '<key>Umask</key><integer>63</integer>',
  ])
    expect(agent).toContain(line);
  const [, comment = ''] = /<!--(.*)-->/.exec(agent) ?? [];
  expect(comment).not.toContain('--');
  expect(homeOfService(agent)).toBe('/Users/ana/a & <b> -- "c"');
});

test('a definition of ours is known by its mark, with its home; any other is not ours', () => {
  expect(homeOfService(systemdUnit({ ...plan, home: '/srv/a-b "c"' }))).toBe('/srv/a-b "c"');
  expect(homeOfService('[Service]\nExecStart=/usr/bin/openclaw-tui --no-ui\n')).toBeUndefined();
  expect(homeOfService('# made by openclaw-tui service install {broken}\n')).toBeUndefined();
});

test('what the managers answer is read, and what is missing left out', () => {
  expect(
    systemdState('ActiveState=active\nMainPID=4711\nUnitFileState=enabled\nStatusText=1 running, a=b\nNRestarts=2\n'),
  ).toEqual({ active: 'active', pid: 4711, enabled: 'enabled', says: '1 running, a=b', restarts: 2 });
  expect(systemdState('ActiveState=inactive\nMainPID=0\nUnitFileState=\nStatusText=\nNRestarts=0\n')).toEqual({
    active: 'inactive',
  });
  expect(launchdState('gui/501/openclaw-tui = {\n\tstate = running\n\tpid = 4711\n}\n')).toEqual({
    active: 'running',
    pid: 4711,
  });
});
