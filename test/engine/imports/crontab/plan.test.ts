import { describe, expect, test } from 'vitest';
import { LINE_BYTES_MAX, VALUE_BYTES_MAX, VARIABLES_MAX } from '../../../../src/engine/imports/crontab/lines.ts';
import { parseJob } from '../../../../src/engine/rules/job/index.ts';
import { fixture, jobsOf, onlyJob, planOf, refusalsOf } from './context.ts';

describe('a line of a crontab as a job', () => {
  test('carries the fields that make it run as it did under cron', () => {
    expect(onlyJob('5 0 * * * df -h /\n').job).toEqual({
      name: 'df',
      schedule_cron: '5 0 * * *',
      schedule_tz: 'Europe/Paris',
      dst: 'cronie',
      session_target: 'shell',
      payload_message: 'df -h /',
      shell: '/bin/sh',
      cwd: '/home/jo',
      env: { PATH: '/usr/bin:/bin' },
      run_timeout_ms: 604_800_000,
      overlap_policy: 'allow',
      delivery_mode: 'none',
      origin: 'crontab',
    });
  });

  test('runs in the zone of the machine, or in the CRON_TZ above it', () => {
    const zones = jobsOf(planOf('@daily a\nCRON_TZ=Asia/Tokyo\n@daily b\n')).map((item) => item.job.schedule_tz);
    expect(zones).toEqual(['Europe/Paris', 'Asia/Tokyo']);
  });

  test('is refused when CRON_TZ names no zone, instead of running at another time', () => {
    expect(refusalsOf(planOf('CRON_TZ=Mars/Olympus\n@daily a\n'))).toEqual([
      [2, 'CRON_TZ=Mars/Olympus is no time zone this machine knows'],
    ]);
  });

  test('gets SHELL as its shell, HOME as its directory and the other variables as its environment', () => {
    const text = 'SHELL=/bin/bash\nHOME=/srv/a\nPATH=/opt/bin:/bin\nLANG=C\n* * * * * date\n';
    expect(onlyJob(text).job).toMatchObject({ shell: '/bin/bash', cwd: '/srv/a' });
    expect(onlyJob(text).job.env).toEqual({ HOME: '/srv/a', PATH: '/opt/bin:/bin', LANG: 'C' });
  });

  test('is not given what speaks to cron or what cron sets itself', () => {
    const text = 'MAILTO=x\nMAILFROM=x\nCRON_TZ=UTC\nLOGNAME=x\nUSER=x\nSHELL=/bin/sh\n* * * * * date\n';
    expect(onlyJob(text).job.env).toEqual({ PATH: '/usr/bin:/bin' });
  });

  test('with a SHELL that is no full path is refused', () => {
    expect(refusalsOf(planOf('SHELL=bash\n* * * * * date\n'))).toEqual([
      [2, 'SHELL=bash is not a full path: cron could not start it'],
    ]);
  });

  test('with a HOME that is no full path is refused', () => {
    expect(refusalsOf(planOf('HOME=~/x\n* * * * * date\n'))).toEqual([
      [2, 'HOME=~/x is not a full path: cron could not go there'],
    ]);
  });

  test('is not given names that are the engine’s own', () => {
    const plan = planOf('OPENCLAW_RUN_ID=x\n* * * * * date\n');
    expect(jobsOf(plan)[0]?.job.env).toEqual({ PATH: '/usr/bin:/bin' });
    expect(plan.notes.join()).toContain('OPENCLAW_RUN_ID is not kept');
  });

  test('keeps what follows the percent sign as standard input, and says so', () => {
    const item = onlyJob('0 22 1,15 * * /opt/close.sh%first%second\n');
    expect(item.job.payload_message).toBe("exec <<'INPUT'\nfirst\nsecond\nINPUT\n/opt/close.sh");
    expect(item.job.name).toBe('close.sh');
    expect(item.notes).toEqual([expect.stringContaining('standard input')]);
  });

  test('without a command in front of the percent sign is refused', () => {
    expect(refusalsOf(planOf('* * * * * %text\n'))).toEqual([[1, 'nothing is left to run before the %']]);
  });

  test('with the - of cronie is imported with a note', () => {
    const item = onlyJob('-15 4 * * * /opt/quiet.sh\n');
    expect(item.job.schedule_cron).toBe('15 4 * * *');
    expect(item.notes).toEqual([expect.stringContaining('every run is recorded')]);
  });

  test('with a ~ draws its time once', () => {
    const item = onlyJob('~ 1~5 ~15 * * date\n');
    expect(item.job.schedule_cron).toBe('H H(1-5) H(1-15) * *');
    expect(item.notes).toEqual([expect.stringContaining('drawn once')]);
  });

  test('below a RANDOM_DELAY gets it as jitter', () => {
    expect(onlyJob('RANDOM_DELAY=6\n* * * * * date\n').job).toMatchObject({ jitter_s: 360 });
    expect(onlyJob('RANDOM_DELAY=soon\n* * * * * date\n').job).not.toHaveProperty('jitter_s');
  });

  test('is refused with the reason of the schedule check, and notes of the check are kept', () => {
    expect(refusalsOf(planOf('61 * * * * date\n0 0 31 2 * date\n'))).toEqual([
      [1, expect.stringContaining('minute: 61')],
      [2, expect.stringContaining('can never fire')],
    ]);
    const item = onlyJob('0 0 1 * 1 date\n', { checkCron: () => ({ kind: 'ok', notes: ['day of month OR weekday'] }) });
    expect(item.notes).toEqual(['day of month OR weekday']);
  });

  test('is checked with its own schedule, zone and identity', () => {
    const asked: string[][] = [];
    const item = onlyJob('CRON_TZ=Asia/Tokyo\n@reboot date\n', {
      checkCron(...words) {
        asked.push(words);
        return { kind: 'ok', notes: [] };
      },
    });
    expect(asked).toEqual([['@reboot', 'Asia/Tokyo', item.identity]]);
    expect(item.job.schedule_cron).toBe('@reboot');
  });

  test('has a name no other line of the plan has', () => {
    const names = jobsOf(planOf('1 * * * * df\n2 * * * * df -h\n3 * * * * /bin/df\n')).map((item) => item.job.name);
    expect(names).toEqual(['df', 'df-2', 'df-3']);
  });
});

describe('every job of a plan', () => {
  test.each(['mixed-user', 'hand-written'])('of %s is one the engine takes without a warning', (name) => {
    for (const { job } of jobsOf(planOf(fixture(name)))) {
      expect(parseJob(job, { now: 0, machineZone: 'Europe/Paris', allowPast: false })).toMatchObject({
        kind: 'ok',
        warnings: [],
        definition: { schedule_kind: 'cron', payload_kind: 'shellCommand' },
      });
    }
  });

  test('is taken by the engine at the limits of line, variables and value', () => {
    const settings = Array.from({ length: VARIABLES_MAX }, (_, index) => `V${index}=1\n`).join('');
    const text = `${settings}V0=${'x'.repeat(VALUE_BYTES_MAX)}\n* * * * * ${'x'.repeat(LINE_BYTES_MAX - 20)}%'\n`;
    for (const shell of ['/bin/sh', '/usr/bin/fish']) {
      const { job } = onlyJob(text.replace('V1=1', `SHELL=${shell}`));
      expect(parseJob(job, { now: 0, machineZone: 'UTC', allowPast: false }).kind).toBe('ok');
    }
  });

  test('with a quoted command that outgrows the limit of a command is refused', () => {
    const text = `SHELL=/usr/bin/fish\n* * * * * echo ${"'".repeat(50_000)}%x\n`;
    expect(refusalsOf(planOf(text))).toEqual([[2, 'the command is longer than 120000 bytes']]);
  });
});

describe('identity', () => {
  const identities = (text: string, source = 'crontab of jo'): Map<unknown, string> =>
    new Map(jobsOf(planOf(text, { source })).map((item) => [item.raw.trim(), item.identity]));

  test('is the same when the crontab is read again', () => {
    expect(identities(fixture('mixed-user'))).toEqual(identities(fixture('mixed-user')));
    expect([...identities('@daily a\n').values()]).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
  });

  test('does not change when other lines move, come or go', () => {
    const before = identities('@daily a\n@daily b\n@daily c\n');
    const after = identities('# new\n@daily c\nA=1\n@hourly d\n\n@daily a\n');
    expect(after.get('@daily a')).toBe(before.get('@daily a'));
    expect(after.get('@daily c')).toBe(before.get('@daily c'));
  });

  test('does not change with blanks between the fields, at the ends, or the line end of another system', () => {
    const [plain] = identities('1 2 * * * date\n').values();
    expect([...identities(' 1\t2  * * *   date \r\n').values()]).toEqual([plain]);
  });

  test('tells identical lines, schedules, commands and sources apart', () => {
    const all = [
      ...jobsOf(planOf('@daily a\n@daily a\n@hourly a\n@daily a  b\n@daily a b\n')),
      ...jobsOf(planOf('@daily a\n', { source: 'crontab of al' })),
    ].map((item) => item.identity);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('notes of the whole plan', () => {
  const notes = (text: string): string => planOf(text).notes.join('\n');

  test('say once what holds for every job', () => {
    expect(planOf('@daily a\n@daily b\n').notes.filter((note) => note.includes('overlap_policy allow'))).toHaveLength(
      1,
    );
    expect(notes('@daily a\n')).toContain("PATH is cron's own, /usr/bin:/bin");
    expect(notes('PATH=/bin\n@daily a\n')).not.toContain("cron's own");
  });

  test('say nothing of jobs when there are none', () => {
    expect(planOf('# nothing\n').notes).toEqual([]);
  });

  test.each([
    ['MAILTO=ops@example.org', 'MAILTO=ops@example.org is not kept'],
    ['CRON_TZ=Asia/Tokyo', 'CRON_TZ=Asia/Tokyo is the time zone'],
    ['TZ=Asia/Tokyo', 'it moves no start'],
    ['LOGNAME=al', 'LOGNAME=al is not kept'],
    ['RANDOM_DELAY=6', 'jitter of up to that many minutes'],
    ['BIN=$HOME/bin', 'is taken literally'],
    ['API_TOKEN=s3cret', '{"from_file": path}'],
  ])('%s', (setting, note) => {
    expect(notes(`${setting}\n@daily a\n`)).toContain(note);
  });

  test('never repeat the value of what looks like a secret', () => {
    expect(notes('API_TOKEN=s3cret\n@daily a\n')).not.toContain('s3cret');
  });

  test('an empty MAILTO is nothing to speak of', () => {
    expect(notes('MAILTO=""\n@daily a\n')).not.toContain('MAILTO');
  });

  test('tell of line ends that cron would have stumbled over', () => {
    expect(notes('@daily a\r\n')).toContain('\\r');
    expect(notes('@daily a')).toContain('no line end');
    expect(notes('@daily a\n')).not.toContain('line end');
  });
});

describe('lines of a system crontab', () => {
  const files = ['tab-after-user', 'pipe', 'long-command', 'escaped-percent', 'wide-blanks', 'path'];

  test.each(files)('every line of system-%s is refused because of its user column', (name) => {
    const plan = planOf(fixture(`system-${name}`));
    expect(jobsOf(plan)).toEqual([]);
    expect(refusalsOf(plan).length).toBeGreaterThan(0);
    for (const [, reason] of refusalsOf(plan)) expect(reason).toMatch(/^"(root|www-data)" looks like the user column/);
  });

  test('any user is noticed in a file that lies where system crontabs do, or that has such a heading', () => {
    const text = '0 5 * * * deploy /srv/x.sh\n';
    expect(jobsOf(planOf(text))).toHaveLength(1);
    expect(refusalsOf(planOf(text, { source: '/etc/crontab' }))).toHaveLength(1);
    expect(refusalsOf(planOf(text, { source: '/etc/cron.d/deploy' }))).toHaveLength(1);
    expect(refusalsOf(planOf(`# m h dom mon dow user\tcommand\n${text}`))).toHaveLength(1);
    expect(jobsOf(planOf(`# m h  dom mon dow   command\n${text}`))).toHaveLength(1);
  });
});

describe('whole crontabs', () => {
  test('a crontab as people write them becomes eight jobs and two refusals', () => {
    const plan = planOf(fixture('mixed-user'));
    expect(jobsOf(plan).map((item) => [item.line, item.job.name, item.job.schedule_cron])).toEqual([
      [7, 'http.sh', '*/15 * * * *'],
      [8, 'df', '5 0 * * *'],
      [9, 'full.sh', '30 2 * * Sat-Sun'],
      [10, 'build.sh', '0 9-17/2 * * MON-FRI'],
      [11, 'close.sh', '0 22 1,15 * *'],
      [12, 'start', '@reboot'],
      [13, 'find', '@daily'],
      [14, 'x.sh', '@hourly'],
    ]);
    expect(refusalsOf(plan).map(([line]) => line)).toEqual([15, 16]);
    expect(new Set(jobsOf(plan).map((item) => item.job.schedule_tz))).toEqual(new Set(['Europe/Berlin']));
  });

  test('a crontab full of corners is taken apart line by line', () => {
    const plan = planOf(fixture('hand-written'));
    expect(jobsOf(plan).map((item) => [item.line, item.job.name, item.job.shell, item.job.schedule_tz])).toEqual([
      [7, 'poll', '/bin/sh', 'Europe/Paris'],
      [8, 'weekly.sh', '/bin/sh', 'Europe/Paris'],
      [9, 'quiet.sh', '/bin/sh', 'Europe/Paris'],
      [12, 'report', '/bin/sh', 'America/New_York'],
      [13, 'report-2', '/bin/sh', 'America/New_York'],
      [17, 'cat', '/bin/dash', 'America/New_York'],
      [18, 'tidy.sh', '/bin/dash', 'America/New_York'],
      [27, 'df', '/bin/dash', 'Europe/Paris'],
    ]);
    expect(refusalsOf(plan).map(([line]) => line)).toEqual([19, 20, 21, 22, 23, 24, 25, 29]);
    expect(jobsOf(plan)[0]?.job.env).toEqual({
      PATH: '/opt/tools/bin:/usr/bin:/bin',
      GREETING: ' two  words ',
      EMPTY: '',
    });
    expect(jobsOf(plan)[5]?.job.payload_message).toBe(
      'exec <<\'INPUT\'\nDear all,\n\n100% done.\nINPUT\ncat > "$HOME/note.txt"',
    );
  });

  test('every line that is neither blank, comment nor setting is a job or a refusal with a reason', () => {
    for (const name of ['mixed-user', 'hand-written']) {
      const plan = planOf(fixture(name));
      expect(plan.items.every((item) => item.kind === 'job' || item.reason.length > 0)).toBe(true);
    }
  });
});

test('a zone that is refused line by line is not told to be that of the lines below', () => {
  const notes = (zone: string) =>
    planOf(`CRON_TZ=${zone}\n1 2 * * * date\n`).notes.filter((note) => note.startsWith('CRON_TZ'));
  expect(notes('Nowhere/Land')).toEqual([]);
  expect(notes('Europe/Rome')).toHaveLength(1);
});
