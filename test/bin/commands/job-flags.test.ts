import { expect, test } from 'vitest';
import { givenFlag, type JobFlags, jobFromFlags } from '../../../bin/commands/jobs/job-flags.ts';
import { localInstant } from '../../../bin/commands/jobs/local-instant.ts';
import { parseDuration } from '../../../bin/duration.ts';

const context = { machineZone: 'Europe/Berlin', parentId: (wanted: string) => `id-of-${wanted}` };

test.each<[JobFlags, Record<string, unknown>]>([
  [
    { name: 'a', cron: '0 3 * * *', shell: 'true' },
    {
      name: 'a',
      schedule_cron: '0 3 * * *',
      schedule_tz: 'Europe/Berlin',
      session_target: 'shell',
      payload_message: 'true',
    },
  ],
  [
    { cron: '0 3 * * *', tz: 'UTC' },
    { schedule_cron: '0 3 * * *', schedule_tz: 'UTC' },
  ],
  [
    { every: 300_000, agent: 'hi' },
    { schedule_every_ms: 300_000, session_target: 'isolated', payload_message: 'hi' },
  ],
  [
    { in: '20m', main: 'x' },
    { schedule_at: 'in 20m', session_target: 'main', payload_message: 'x' },
  ],
  [{ at: '2026-11-24 10:00' }, { schedule_at: '2026-11-24T09:00:00.000Z' }],
  [
    { parent: 'build', triggerOn: 'failure' },
    { parent_id: 'id-of-build', trigger_on: 'failure' },
  ],
  [{ approval: true }, { approval_required: true, approval_scope: 'all' }],
  [
    { approval: true, parent: 'build' },
    { approval_required: true, parent_id: 'id-of-build' },
  ],
  [
    { env: ['A=b=c'], tag: ['x', 'y'], disabled: true },
    { env: { A: 'b=c' }, tags: ['x', 'y'], enabled: false },
  ],
  [
    { set: ['jitter_s=5', 'dst=wall', 'success_exit_codes=[0,3]'] },
    { jitter_s: 5, dst: 'wall', success_exit_codes: [0, 3] },
  ],
])('%j is the job %j', (flags, job) => {
  expect(jobFromFlags(flags, context)).toEqual(job);
});

test.each<[JobFlags, string]>([
  [{ cron: '* * * * *', every: 1 }, '--cron and --every exclude each other'],
  [{ shell: 'a', agent: 'b' }, '--shell and --agent exclude each other'],
  [{ env: ['NAME'] }, '--env NAME: name=value is allowed'],
])('%j is refused', (flags, message) => {
  expect(() => jobFromFlags(flags, context)).toThrow(expect.objectContaining({ kind: 'usage', message }));
});

test('a flag is named as it was written', () => {
  expect([givenFlag({ triggerOn: 'success' }), givenFlag({ name: 'x' }), givenFlag({})]).toEqual([
    '--trigger-on',
    '--name',
    undefined,
  ]);
});

test.each([
  ['2026-07-01 10:00', 'Europe/Berlin', '2026-07-01T08:00:00.000Z'],
  ['2026-07-01T10:00:30', 'America/New_York', '2026-07-01T14:00:30.000Z'],
  ['2026-10-25 02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ['2026-07-01T10:00:00Z', 'Europe/Berlin', '2026-07-01T10:00:00Z'],
  ['in 5m', 'Europe/Berlin', 'in 5m'],
  ['2026-02-30 10:00', 'Europe/Berlin', '2026-02-30 10:00'],
  ['2026-07-01 10:00', 'Mars/Olympus', '2026-07-01 10:00'],
])('%s on the wall of %s is %s', (text, zone, expected) => {
  expect(localInstant(text, zone)).toBe(expected);
});

test('a wall time that the clocks skip is refused', () => {
  expect(() => localInstant('2026-03-29 02:30', 'Europe/Berlin')).toThrow('the clocks of Europe/Berlin skip this time');
});

test.each([
  ['90s', 90_000],
  ['5m', 300_000],
  ['1h30m', 5_400_000],
  ['250ms', 250],
  ['2', 2_000],
  ['3d', 259_200_000],
  ['5x', undefined],
  ['', undefined],
  ['-5m', undefined],
  ['1.5h', undefined],
])('%j lasts %s ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});
