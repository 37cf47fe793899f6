import { describe, expect, test } from 'vitest';
import { readSystemCommand } from '../../../../src/engine/imports/crontab/user-column.ts';
import { parseJob } from '../../../../src/engine/rules/job/index.ts';
import { fixture, jobsOf, planOf, refusalsOf } from './context.ts';

const asRoot = { form: 'system', user: 'root', home: '/root', source: '/etc/cron.d/x' } as const;
const files = [
  ...['assignment', 'escaped-percent', 'every-form', 'long-command'],
  ...['other-user', 'path', 'pipe', 'tab-after-user', 'wide-blanks'],
];

describe('a system crontab read by the user whose lines it has', () => {
  test('has every form of line a job: fields, @reboot, ~, input, variables, blanks and tabs behind the user', () => {
    const plan = planOf(fixture('system-every-form'), asRoot);
    expect(
      jobsOf(plan)
        .slice(0, 5)
        .map(({ line, job }) => [line, job.name, job.schedule_cron]),
    ).toEqual([
      [6, 'run-parts', '17 * * * *'],
      [7, 'announce-start', '@reboot'],
      [8, 'spread', 'H H(1-5) * * *'],
      [9, 'close', '0 22 1,15 * *'],
      [10, 'quiet', '5 4 * * *'],
    ]);
    expect(jobsOf(plan)[2]?.job).toMatchObject({
      payload_message: '/usr/local/sbin/spread "$CLEAN_AFTER"',
      cwd: '/root',
      shell: '/bin/sh',
      env: { PATH: '/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin', CLEAN_AFTER: '14 days' },
    });
    expect(jobsOf(plan)[3]?.job.payload_message).toBe(
      "exec <<'INPUT'\nfirst line\nsecond line\nINPUT\n/usr/local/sbin/close",
    );
  });

  test('names the lines of others with their user, and says what is wrong with the rest', () => {
    const others = refusalsOf(planOf(fixture('system-every-form'), { ...asRoot, user: 'jo' }));
    expect(others.filter(([line]) => line === 11 || line === 12)).toEqual([
      [11, expect.stringMatching(/^it runs as deploy, and what is imported runs as jo; deploy can import it/)],
      [12, expect.stringMatching(/^it runs as backup-user, /)],
    ]);
    expect(refusalsOf(planOf(fixture('system-every-form'), asRoot))).toEqual([
      [13, expect.stringMatching(/^"\/usr\/local\/sbin\/no-user" is no user/)],
      [14, 'the line has no command behind its user root'],
      [15, expect.stringContaining('minute: 61')],
    ]);
  });

  test('lines of root are no jobs of anybody else', () => {
    const plan = planOf(fixture('system-path'), { ...asRoot, user: 'jo' });
    expect(jobsOf(plan)).toEqual([]);
    for (const [, reason] of refusalsOf(plan)) expect(reason).toMatch(/^it runs as root, .* runs as jo/);
    expect(jobsOf(planOf(fixture('system-pipe'), { ...asRoot, user: 'www-data' }))).toHaveLength(1);
  });

  test.each(files)(
    'every line of system-%s is a job the engine takes without a warning, or is refused with a reason',
    (name) => {
      const plan = planOf(fixture(`system-${name}`), {
        ...asRoot,
        user: /other-user|pipe/.test(name) ? 'www-data' : 'root',
      });
      expect(jobsOf(plan).length).toBeGreaterThan(0);
      for (const { job } of jobsOf(plan)) {
        expect(job.payload_message).not.toMatch(/^(root|www-data)\b/);
        expect(parseJob(job, { now: 0, machineZone: 'UTC', allowPast: false })).toMatchObject({
          kind: 'ok',
          warnings: [],
        });
      }
      for (const [, reason] of refusalsOf(plan)) expect(reason).not.toBe('');
    },
  );

  test('lines of others are jobs of root that run as their users, in their homes, and a stop reaches them', () => {
    const text = 'SHELL=/bin/bash\n5 4 * * * www-data echo "it\'s $USER"%in\n6 4 * * * root id\n';
    const [other, own] = jobsOf(planOf(text, asRoot));
    expect(other?.job.payload_message).toBe(
      `exec <<'INPUT'\nin\nINPUT\nHOME=~www-data LOGNAME=www-data USER=www-data; export HOME LOGNAME USER\nexec "$(PATH="$PATH:/usr/sbin:/sbin" command -v runuser)" -u www-data -- '/bin/bash' -c 'cd 2>/dev/null || cd /\necho "it'\\''s $USER"'`,
    );
    expect(other?.job).toMatchObject({ name: 'echo', shell: '/bin/sh' });
    expect(other?.notes[0]).toBe('it runs as www-data, by runuser, in the home of www-data');
    expect(own?.job.payload_message).toBe('id');
  });

  test('an assignment in front of the program belongs to the command', () => {
    const [first] = jobsOf(planOf(fixture('system-assignment'), asRoot));
    expect(first?.job.payload_message).toBe(
      'test -e /run/systemd/system || SERVICE_MODE=1 /usr/lib/scrub/scrub_all_cron',
    );
  });

  test('identities stay the same, and tell users and files apart', () => {
    const identities = (text: string, changes: { user?: string; source?: string } = {}) =>
      jobsOf(planOf(text, { ...asRoot, ...changes })).map(({ identity }) => identity);
    const [one] = identities('1 2 * * * root date\n');
    expect(identities('1 2 * * *  root\tdate\n')).toEqual([one]);
    const others = [
      ...identities('1 2 * * * jo date\n', { user: 'jo' }),
      ...identities('1 2 * * * root date\n', { source: '/etc/cron.d/y' }),
    ];
    expect(new Set([one, ...others]).size).toBe(3);
  });
});

test.each([
  ['root date', { kind: 'own', user: 'root', command: 'date' }],
  ['root\t date  ', { kind: 'own', user: 'root', command: 'date' }],
  ['jo date', { kind: 'other', user: 'jo', command: 'date' }],
  ['root', { kind: 'refused', reason: expect.stringContaining('no command') }],
  ['* date', { kind: 'refused', reason: expect.stringContaining('is no user') }],
  ['root:wheel date', { kind: 'refused', reason: expect.stringContaining('is no user') }],
])('the text %j behind the fields', (text, expected) => {
  expect(readSystemCommand(text, 'root')).toEqual(expected);
});
