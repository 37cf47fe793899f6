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
