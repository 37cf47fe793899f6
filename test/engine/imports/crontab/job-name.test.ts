import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createNamer, JOB_NAME_MAX } from '../../../../src/engine/imports/crontab/job-name.ts';

const nameJob = (command: string): string => createNamer()(command);

describe('the name of an imported job', () => {
  test.each([
    ['/opt/checks/http.sh https://example.org/health >/dev/null 2>&1', 'http.sh'],
    ['df -h / | mail -s "disk on $(hostname)" ops@example.org', 'df'],
    ['nice -n 10 /opt/backup/full.sh --keep 4', 'full.sh'],
    ['cd "$HOME/reports" && ./build.sh', 'build.sh'],
    ['cd /x >/dev/null 2>&1 && ./build.sh', 'build.sh'],
    ['sleep 20 && /opt/agent/start', 'start'],
    ['/usr/bin/env FOO="a b" /opt/x.sh', 'x.sh'],
    ['FOO=bar BAZ="q r" /opt/y', 'y'],
    ['VAR=$(date +%F) rotate', 'rotate'],
    ['[ -x /usr/sbin/thing ] && thing --now', 'thing'],
    ['test -e /run/x || SERVICE_MODE=1 /sbin/e2scrub_all -A -r', 'e2scrub_all'],
    ['command -v sa1 > /dev/null && sa1 1 1', 'sa1'],
    ['if [ -x /a ] && [ $(date +%d) -le 7 ]; then /usr/share/mdadm/checkarray --all; fi', 'checkarray'],
    ['flock -n /tmp/lock nice -n 5 bash -c "cd /srv && ./tidy.sh"', 'tidy.sh'],
    ["flock /tmp/lock -c 'restic backup /home'", 'restic'],
    ['timeout -k 5 1h sudo -u jo /opt/z', 'z'],
    ['/usr/bin/python3 -u /srv/jobs/clean.py --all', 'clean.py'],
    ['python3 -m backup.main', 'backup.main'],
    ["perl -e 'print 1'", 'perl'],
    ['bash -lc "source ~/.env; node /srv/app/index.js"', 'index.js'],
    ['(cd /srv && make nightly)', 'make'],
    ['. /etc/profile; /opt/run-all', 'run-all'],
    ['"/opt/with blank/run me.sh" now', 'run me.sh'],
    ['$HOME/bin/sync.sh', 'sync.sh'],
    ['for f in a b; do gzip $f; done', 'gzip'],
    ['cd /srv', 'cd'],
    ['FOO=bar', 'job'],
    ['>/tmp/x', 'job'],
    ['/', 'job'],
  ])('%s', (command, name) => {
    expect(nameJob(command)).toBe(name);
  });

  test('a name that is taken gets the next free number', () => {
    const nameOf = createNamer();
    const commands = ['df', 'df -h', '/opt/df-3', 'df', '/opt/df-2', '/opt/df-3'];
    expect(commands.map(nameOf)).toEqual(['df', 'df-2', 'df-3', 'df-4', 'df-2-2', 'df-3-2']);
  });

  test('any text at all gives a name a job may have', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (command) => {
        const name = nameJob(command);
        expect([...name].length).toBeGreaterThan(0);
        expect([...name].length).toBeLessThanOrEqual(JOB_NAME_MAX);
        expect(name).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  test('long runs of quotes and backslashes are named at once', () => {
    for (const part of ['"', "'", '\\', '\\"', '$(', '`', '{', 'bash -c "', '<&']) {
      expect(nameJob(part.repeat(50_000)).length).toBeGreaterThan(0);
    }
  });
});
