import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { planTimers } from '../../../../src/engine/imports/systemd/plan.ts';
import { readTimeSpan } from '../../../../src/engine/imports/systemd/unit-text.ts';
import { parseJob } from '../../../../src/engine/rules/job/index.ts';
import { isZone } from '../../../../src/engine/rules/schedule/index.ts';

const context = { user: 'jo', home: '/home/jo', machineZone: 'Europe/Berlin', isZone };

function plan(timer: string, service: string | undefined = 'ExecStart=/bin/true') {
  const [item] = planTimers(
    [
      {
        timer: 'backup.timer',
        timerText: `[Unit]\nDescription=Nightly\n[Timer]\n${timer}\n[Install]\nWantedBy=timers.target\n`,
        service: 'backup.service',
        serviceText: service === undefined ? undefined : `[Service]\n${service}\n`,
      },
    ],
    context,
  );
  if (item === undefined) throw new Error('nothing was planned');
  return item;
}

const jobOf = (timer: string, service?: string) => {
  const item = plan(timer, service);
  if (item.kind !== 'job') throw new Error(item.reason);
  expect(parseJob(item.job, { now: 0, machineZone: 'UTC', allowPast: false })).toMatchObject({ kind: 'ok' });
  return item;
};
const reasonOf = (timer: string, service?: string) => {
  const item = plan(timer, service);
  return item.kind === 'refused' ? item.reason : 'it became a job';
};

describe('a timer of the user', () => {
  test('is a job of its name, with the command, the home as directory and no limit', () => {
    expect(
      jobOf(
        'OnCalendar=*-*-* 02:30:00\nPersistent=true\nRandomizedDelaySec=5min',
        'Type=oneshot\nExecStart=/opt/backup.sh --all',
      ).job,
    ).toMatchObject({
      name: 'backup',
      description: 'Nightly',
      schedule_cron: '30 2 * * *',
      schedule_tz: 'Europe/Berlin',
      misfire_policy: 'run_once',
      jitter_s: 300,
      payload_message: '/opt/backup.sh --all',
      cwd: '/home/jo',
      overlap_policy: 'skip',
      run_timeout_ms: 604_800_000,
    });
  });

  test('makes up for nothing unless it is persistent', () => {
    expect(jobOf('OnCalendar=daily').job).toMatchObject({ misfire_policy: 'skip' });
  });

  test('an interval counts from the start or from the end of a run, as it did', () => {
    const item = jobOf('OnBootSec=5min\nOnUnitActiveSec=1h 30min');
    expect(item.job).toMatchObject({ schedule_every_ms: 5_400_000, every_from: 'start' });
    expect(item.notes).toEqual(['OnBootSec= is not kept: the first run is one interval from now']);
    expect(jobOf('OnUnitInactiveSec=90').job).toMatchObject({ schedule_every_ms: 90_000, every_from: 'end' });
  });

  test('drop-ins count: an empty setting takes away what stood before', () => {
    expect(jobOf('OnCalendar=daily\n# /etc/override.conf\n[Timer]\nOnCalendar=\nOnCalendar=hourly').job).toMatchObject({
      schedule_cron: '0 * * * *',
    });
  });

  test('imported twice it is the same one', () => {
    const [a, b] = [jobOf('OnCalendar=daily'), jobOf('OnCalendar=hourly')];
    expect(a.identity).toBe(b.identity);
  });

  test.each([
    ['OnCalendar=daily\nOnCalendar=12:00', '2 OnCalendar= lines'],
    ['OnCalendar=daily\nOnUnitActiveSec=1h', 'a job has one schedule'],
    ['OnCalendar=daily\nOnBootSec=5min', 'a job has one schedule'],
    ['OnBootSec=5min', 'OnBootSec= is once, not a schedule'],
    ['Persistent=true', 'it has no time to go off'],
    ['OnUnitActiveSec=1month', 'no length from a second on'],
    ['OnCalendar=Mon *-*-01', 'a weekday and a day of the month at once'],
  ])('%s is refused with the reason', (timer, reason) => {
    expect(reasonOf(timer)).toContain(reason);
  });

  test('a timer whose service is gone is named', () => {
    const [item] = planTimers(
      [{ timer: 'a.timer', timerText: '[Timer]\nOnCalendar=daily\n', service: 'a.service', serviceText: undefined }],
      context,
    );
    expect(item).toMatchObject({ kind: 'refused', name: 'a', reason: 'a.service, which it starts, is not there' });
  });
});

describe('what its service runs', () => {
  const commandOf = (service: string): string => String(jobOf('OnCalendar=daily', service).job.payload_message);

  test.each([
    ['/bin/echo one "two  three" \'a b\'', ['one', 'two  three', 'a b']],
    ['/bin/echo a\\ b %h/x 100%%', ['a b', '/home/jo/x', '100%']],
    ['/bin/echo $$HOME "*" ;x', ['$HOME', '*', ';x']],
    ["/bin/echo it's fine'", ['its fine']],
    ['/bin/echo --pre=$\x7bNAME}-x', ['--pre=my name-x']],
    ['/bin/echo $NAME', ['my', 'name']],
  ])('%s gives the program the same words', (line, words) => {
    const command = commandOf(`ExecStart=${line}`).replace('/bin/echo', `printf '%s\\n'`);
    const out = execFileSync('/bin/sh', ['-c', command], {
      encoding: 'utf8',
      env: { NAME: 'my name', HOME: '/home/jo' },
    });
    expect(out.trimEnd().split('\n')).toEqual(words);
  });

  test('several commands of a oneshot follow each other, one whose failure does not count is passed over', () => {
    expect(commandOf('Type=oneshot\nExecStart=-/bin/a\nExecStart=/bin/b')).toBe('{ /bin/a || true; } && /bin/b');
  });

  test('variables, directory, limit and exit codes are kept', () => {
    expect(
      jobOf(
        'OnCalendar=daily',
        'Type=oneshot\nExecStart=/bin/x\nEnvironment="A=one two" B=3\nWorkingDirectory=%h/work\nTimeoutStartSec=10min\nSuccessExitStatus=3 SIGKILL',
      ).job,
    ).toMatchObject({
      env: { A: 'one two', B: '3' },
      cwd: '/home/jo/work',
      run_timeout_ms: 600_000,
      success_exit_codes: [0, 3],
    });
  });

  test('what systemd would do besides is named as not kept', () => {
    expect(jobOf('OnCalendar=daily', 'ExecStart=/bin/x\nNice=10\nProtectSystem=strict').notes).toEqual([
      'not kept: Nice, ProtectSystem',
    ]);
  });

  test.each([
    ['Type=notify\nExecStart=/bin/x', 'Type=notify'],
    ['ExecStart=/bin/x\nExecStartPre=/bin/y', 'ExecStartPre= has no counterpart'],
    ['ExecStart=/bin/x\nEnvironmentFile=/etc/x', 'EnvironmentFile= has no counterpart'],
    ['ExecStart=/bin/x %i', '%i in it is filled in by systemd alone'],
    ['ExecStart=/bin/x "a', 'a quote that is not closed'],
    ['ExecStart=+/bin/x', 'begins with "+"'],
    ['Nice=1', 'no ExecStart='],
  ])('%s is refused with the reason', (service, reason) => {
    expect(reasonOf('OnCalendar=daily', service)).toContain(reason);
  });

  test('lengths are read as systemd writes them', () => {
    expect([readTimeSpan('90'), readTimeSpan('1h 30min'), readTimeSpan('2w'), readTimeSpan('1month')]).toEqual([
      90_000,
      5_400_000,
      1_209_600_000,
      undefined,
    ]);
  });
});
