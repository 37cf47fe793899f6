import { expect, test } from 'vitest';
import { approvalNotice, type NextAttempt, resultNotice, watchdogNotice } from '../../../src/engine/rules/notice.ts';
import { aJob, anApproval, aRun, type JobWords, printed } from '../../support/builders.ts';

const NONE: NextAttempt = { kind: 'none' };
const told = (
  fields: JobWords,
  {
    failed = true,
    next = NONE,
    out = '',
    err = '',
  }: { failed?: boolean; next?: NextAttempt; out?: string; err?: string } = {},
) =>
  resultNotice({
    job: aJob(fields),
    run: aRun(),
    failed,
    ...(failed ? { error: 'Shell exited with code 1' } : {}),
    evidence: printed(out, err),
    next,
  });

test.each([
  [{}, true, false],
  [{}, false, false],
  [{ delivery_to: '42' }, true, true],
  [{ delivery_to: '42' }, false, false],
  [{ delivery_to: '42', delivery_mode: 'announce-always' }, true, true],
  [{ delivery_to: '42', delivery_mode: 'announce-always' }, false, true],
  [{ delivery_to: '42', delivery_mode: 'none' }, true, false],
])('D-23 %j tells of a run that failed %s: %s', (fields, failed, tells) => {
  expect(told(fields, { failed, out: 'text\n' }) !== undefined).toBe(tells);
});

test('D-23 a failure stands under a warning line that names the job, and falls back to the error', () => {
  expect(told({ delivery_to: '42' })?.body).toBe('⚠ backup failed: Shell exited with code 1\nno retry left');
  expect(told({ delivery_to: '42' }, { err: 'no space\n' })?.body).toBe(
    '⚠ backup failed: Shell exited with code 1\nno retry left\nno space',
  );
});

test.each([
  [{ kind: 'none' }, 'no retry left'],
  [{ kind: 'retry', attempt: 2, of: 3, delayMs: 60_400 }, 'will retry 2 of 3 in 60 s'],
  [{ kind: 'replay' }, 'it is started once more (delivery_guarantee at-least-once)'],
] as const)('D-64 what follows is said: %j', (next, line) => {
  expect(told({ delivery_to: '42' }, { next })?.body.split('\n')[1]).toBe(line);
});

test('D-27 an ok without output says nothing', () => {
  expect(told({ delivery_to: '42', delivery_mode: 'announce-always' }, { failed: false })).toBeUndefined();
});

test('a message carries the first twenty lines, its address and one key for its run', () => {
  const out = Array.from({ length: 50 }, (_, n) => `line ${n}`).join('\n');
  const notice = told(
    { delivery_to: '@ops', delivery_channel: 'slack', delivery_mode: 'announce-always' },
    { failed: false, out },
  );
  expect(notice).toMatchObject({
    key: 'result:7',
    channel: 'slack',
    target: '@ops',
    jobId: 'j1',
    runId: 7,
    title: 'backup',
  });
  expect(notice?.body.split('\n')).toHaveLength(20);
});

test('D-05 the question says what would run, both answers, and what happens without one', () => {
  expect(approvalNotice(aJob(), anApproval())).toBeUndefined();
  expect(approvalNotice(aJob({ delivery_to: '42' }), anApproval({ onTimeout: 'approve' }))).toMatchObject({
    key: 'approval:3',
    kind: 'approval-asked',
    body: [
      'would run: backup.sh',
      'approve: openclaw-tui approvals approve 3, or in the console',
      'reject: openclaw-tui approvals reject 3, or in the console',
      'time left: 1h, until 2026-11-23T13:00:00.000Z',
      'without an answer it is then approved',
    ].join('\n'),
  });
});

test('D-32 D-33 a watchdog writes to its own address, or to that of the job', () => {
  const text = { title: 'build appears stuck', body: 'text' };
  const watch = { job_type: 'watchdog', watchdog_check_cmd: 'x' };
  expect(watchdogNotice(aJob(watch), aRun(), text)).toBeUndefined();
  const own = aJob({
    ...watch,
    watchdog_alert_target: '42',
    watchdog_alert_channel: 'sms',
    watchdog_target_label: 'build',
  });
  expect(watchdogNotice(own, aRun(), text)).toMatchObject({
    channel: 'sms',
    target: '42',
    title: 'build appears stuck',
  });
  expect(watchdogNotice(aJob({ ...watch, delivery_to: '7' }), aRun(), text)).toMatchObject({
    channel: 'telegram',
    target: '7',
  });
});

test('D-23 a message has no more of the output than its job allows, and says where it was cut', () => {
  const fields = { delivery_to: '42', delivery_mode: 'announce-always', output_excerpt_limit_bytes: 20 };
  expect(told(fields, { failed: false, out: 'a short line' })?.body).toBe('a short line');
  expect(told(fields, { failed: false, out: 'a line that is too long' })?.body).toBe('a line tha … (cut)');
  expect(told({ ...fields, output_excerpt_limit_bytes: 0 }, { failed: false, out: 'line' })).toBeUndefined();
});
