import { expect, test } from 'vitest';
import { jobEnvironment } from '../../../src/engine/rules/job-environment.ts';
import { aJob, aRun, NOON } from '../../support/builders.ts';

test('an environment is what is named and nothing else; our words win, and the job adds its own', () => {
  const own = {
    HOME: '/home/ops',
    PATH: '/usr/bin',
    LC_TIME: 'de',
    XDG_RUNTIME_DIR: '/run',
    OPENCLAW_GATEWAY_TOKEN: 'secret',
    OPENCLAW_RUN_ID: 'mine',
    npm_lifecycle_event: 'start',
    NODE_OPTIONS: '--inspect',
    AWS_SECRET_ACCESS_KEY: 'secret',
    TZ: undefined,
  };
  expect(
    jobEnvironment(own, aJob(), aRun({ slotAt: NOON - 1_500, retryCount: 2, triggeredByRun: 3 }), { A: '1' }, '/r/7'),
  ).toEqual({
    HOME: '/home/ops',
    PATH: '/usr/bin',
    LC_TIME: 'de',
    XDG_RUNTIME_DIR: '/run',
    A: '1',
    OPENCLAW_RUN_ID: '7',
    OPENCLAW_JOB_ID: 'j1',
    OPENCLAW_JOB_NAME: 'backup',
    OPENCLAW_CAUSE: 'schedule',
    OPENCLAW_ATTEMPT: '3',
    OPENCLAW_IDEMPOTENCY_KEY: 'run:7',
    OPENCLAW_LATE_MS: '1500',
    OPENCLAW_SLOT: '2026-11-23T11:59:58.500Z',
    OPENCLAW_TRIGGERED_BY_RUN: '3',
    OPENCLAW_RUN_FOLDER: '/r/7',
  });
  expect(jobEnvironment({}, aJob(), aRun(), {}, '/r')).toMatchObject({ PATH: '/usr/local/bin:/usr/bin:/bin' });
});
