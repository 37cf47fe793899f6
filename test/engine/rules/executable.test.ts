import { expect, test } from 'vitest';
import { executablePaths } from '../../../src/engine/rules/executable.ts';

const HOME = { homeDir: '/home/jo', path: '/usr/local/bin:relative:/usr/bin' };

test.each([
  ['/opt/jobs/prune.sh --before 2026-08-01', undefined, ['/opt/jobs/prune.sh']],
  ['  ./prune.sh', '/srv/jobs', ['/srv/jobs/prune.sh']],
  ['bin/prune', undefined, ['/home/jo/bin/prune']],
  ['bin/prune', '~/work', ['/home/jo/work/bin/prune']],
  ['~/prune.sh', '/srv', ['/home/jo/prune.sh']],
  ['psql staging -f wipe.sql', undefined, ['/usr/local/bin/psql', '/usr/bin/psql']],
  ['echo hello', undefined, []],
  ['cd /srv && ./go', undefined, []],
  ['A=1 ./go', undefined, []],
  ['$TOOL x', undefined, []],
  ['"./my tool"', undefined, []],
  ['(./go)', undefined, []],
  ['./go; ./there', undefined, []],
  ['~ana/go', undefined, []],
  ['', undefined, []],
])('the file of %s in %s', (payload, cwd, paths) => {
  const subject = { target: 'shell', payload, ...(cwd === undefined ? {} : { cwd }) };
  expect(executablePaths(subject, HOME)).toEqual(paths);
});

test('a prompt is no command', () => {
  expect(executablePaths({ target: 'isolated', payload: '/opt/x' }, HOME)).toEqual([]);
});
