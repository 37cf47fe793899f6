import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { approvalDigest, approvalSubject, approvalWaitMs } from '../../../src/engine/rules/approval.ts';
import { aJob } from '../../support/builders.ts';

test('D-04 the wait grows by ten seconds a place, up to two minutes', () => {
  expect([-5, 0, 1, 11, 12, 999].map((backlog) => approvalWaitMs(backlog) / 1_000)).toEqual([
    10, 10, 20, 120, 120, 120,
  ]);
});

test('D-86 the digest changes with everything that would run, and with nothing else', () => {
  const digest = (fields: Record<string, unknown>, row = {}) => approvalDigest(approvalSubject(aJob(fields, row)));
  const base = digest({ cwd: '/srv', env: { A: '1' } });
  expect(base).toMatch(/^[0-9a-f]{64}$/);
  expect(digest({ env: { A: 'other value' }, cwd: '/srv' })).toBe(base);
  const changed = [
    digest({ cwd: '/srv', env: { A: '1' } }, { revision: 2 }),
    digest({ cwd: '/srv', env: { A: '1' }, payload_message: 'other.sh' }),
    digest({ cwd: '/', env: { A: '1' } }),
    digest({ cwd: '/srv', env: { B: '1' } }),
    digest({ cwd: '/srv', env: { A: '1' }, shell: '/bin/dash' }),
    digest({ cwd: '/srv', env: { A: '1' }, session_target: 'isolated', agent_id: 'ops' }),
  ];
  expect(new Set([base, ...changed]).size).toBe(changed.length + 1);
});

test.each([
  [
    { env: { B: '1', A: '2' } },
    undefined,
    { jobRevision: 1, target: 'shell', payload: 'backup.sh', envNames: ['A', 'B'], timeoutMs: 300_000 },
  ],
  [
    { cwd: '/srv', shell: '/bin/dash' },
    { cwd: '/srv' },
    {
      jobRevision: 1,
      target: 'shell',
      payload: 'backup.sh',
      envNames: [],
      timeoutMs: 300_000,
      override: { cwd: '/srv' },
      shell: '/bin/dash',
      cwd: '/srv',
    },
  ],
  [
    { session_target: 'isolated', agent_id: 'ops' },
    undefined,
    { jobRevision: 1, target: 'isolated', payload: 'backup.sh', envNames: [], timeoutMs: 300_000, agentId: 'ops' },
  ],
  [
    { job_type: 'watchdog', watchdog_check_cmd: 'check.sh' },
    undefined,
    { jobRevision: 1, target: 'watchdog', payload: 'check.sh', envNames: [], timeoutMs: 300_000 },
  ],
])('D-85 of %j, with %j for this run alone, the approver sees %j and nothing else', (fields, override, shown) => {
  expect(approvalSubject(aJob(fields), override)).toStrictEqual(shown);
});

test('D-86 the digest asks for no order, so that one on record still fits', () => {
  const subject = approvalSubject(aJob({ cwd: '/srv', env: { B: '1', A: '1' } }));
  const fields = Object.entries(subject);
  const sorted = ['cwd', 'envNames', 'jobRevision', 'payload', 'target', 'timeoutMs'].map((name) =>
    fields.find(([field]) => field === name),
  );
  const onRecord = createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
  expect(approvalDigest(subject)).toBe(onRecord);
  expect(approvalDigest(Object.fromEntries(fields.toReversed()) as typeof subject)).toBe(onRecord);
});
