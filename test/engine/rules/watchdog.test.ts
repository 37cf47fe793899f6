import { expect, test } from 'vitest';
import { watchdogSettlement } from '../../../src/engine/rules/settle-watchdog.ts';
import type { SettleFacts } from '../../../src/engine/rules/settlement.ts';
import { type CheckResult, watchdogVerdict, watchedSince } from '../../../src/engine/rules/watchdog.ts';
import { aDispatch, aJob, aRun, type JobWords, NOON, printed } from '../../support/builders.ts';

const verdict = (check: Partial<CheckResult>) => watchdogVerdict({ stdout: '', elapsedMs: 0, ...check });

test.each([
  [2, '', 'running'],
  [2, 'done', 'running'],
  [0, '', 'running'],
  [0, '   \n', 'running'],
  [0, 'all built', 'finished done'],
  [0, '{"status":"done"}', 'finished done'],
  [0, '{"status":"DONE"}', 'finished done'],
  [0, '{"status":"error"}', 'finished failed'],
  [0, '{"status":"interrupted"}', 'finished failed'],
  [0, '{"status":"running","step":3}', 'running'],
  [0, '{"progress":0.5}', 'running'],
  [0, '{broken', 'finished done'],
  [0, '42', 'finished done'],
  [0, 'null', 'finished done'],
  [1, 'done', 'stuck'],
  [3, '', 'unusable'],
  [126, '', 'unusable broken'],
  [127, '', 'unusable broken'],
  [undefined, '', 'unusable'],
])('D-30 to D-34 exit %s with %j: %s', (exitCode, stdout, expected) => {
  const found = verdict({ stdout, ...(exitCode === undefined ? {} : { exitCode }) });
  const more = found.kind === 'finished' ? ` ${found.how}` : found.kind === 'unusable' && found.broken ? ' broken' : '';
  expect(found.kind + more).toBe(expected);
});

test.each([
  [2, '', 'running'],
  [0, 'done', 'finished'],
  [0, '', 'stuck'],
  [0, '{"status":"running"}', 'stuck'],
  [1, '', 'stuck'],
  [3, '', 'stuck'],
] as const)('D-30 past its time: exit %s with %j: %s', (exitCode, stdout, kind) => {
  expect(verdict({ exitCode, stdout, elapsedMs: 90 * 60_000, thresholdMinutes: 90 }).kind).toBe(kind);
});

test.each([
  [3, 'the check ended with exit 3 (no meaning)'],
  [126, 'the check ended with exit 126 (not executable)'],
  [127, 'the check ended with exit 127 (command not found)'],
  [undefined, 'the check did not end by itself'],
])('D-34 exit %s cannot be used: %s', (exitCode, reason) => {
  expect(verdict(exitCode === undefined ? {} : { exitCode })).toMatchObject({ kind: 'unusable', reason });
});

test('D-33 elapsed counts from the threshold on, in whole minutes', () => {
  expect(verdict({ exitCode: 0, elapsedMs: 90 * 60_000 - 1, thresholdMinutes: 90 }).kind).toBe('running');
  expect(verdict({ exitCode: 0, elapsedMs: 91.9 * 60_000, thresholdMinutes: 90 })).toMatchObject({
    reason: 'not finished after 91 minutes',
    elapsedMinutes: 91,
  });
});

test('D-30 minutes count from watchdog_started_at, else from the creation of the job', () => {
  const watch = { job_type: 'watchdog', watchdog_check_cmd: 'x' };
  expect(watchedSince(aJob({ ...watch, watchdog_started_at: '2026-11-23T10:00:00Z' }))).toBe(NOON - 7_200_000);
  expect(watchedSince(aJob(watch, { createdAt: NOON - 5 }))).toBe(NOON - 5);
});

const settled = (
  what: Parameters<typeof watchdogSettlement>[1]['verdict'],
  { job = {}, row = {} }: { job?: JobWords; row?: Parameters<typeof aJob>[1] } = {},
) => {
  const facts: SettleFacts = {
    job: aJob({ job_type: 'watchdog', watchdog_check_cmd: 'x', watchdog_alert_target: '42', ...job }, row),
    run: aRun(),
    dispatch: aDispatch(),
    outcome: { kind: 'watched', verdict: what, exitCode: 0, evidence: printed() },
    now: NOON,
    children: [aJob({ parent_id: 'j1' }, { id: 'child' })],
    pendingOf: () => 0,
    spread: 0,
  };
  return watchdogSettlement(facts, { kind: 'watched', verdict: what, exitCode: 0, evidence: printed() });
};
const STUCK = { kind: 'stuck', reason: 'exit 1', elapsedMinutes: 3 } as const;
const ODD = { kind: 'unusable', reason: 'exit 3', broken: false } as const;

test.each([
  [{ kind: 'running' } as const],
  [{ kind: 'finished', how: 'failed', status: 'error' } as const],
  [STUCK],
  [ODD],
])('D-30 the run is ok, its key is kept, and no child follows: %j', (what) => {
  expect(settled(what)).toMatchObject({ run: { status: 'ok' }, key: 'keep', dispatch: 'done', children: [] });
});

test.each([
  [true, 'deleted'],
  [false, 'stays'],
])('D-32 with self-destruct %s the job is %s when its target is finished', (watchdog_self_destruct, job) => {
  const what = { kind: 'finished', how: 'done', status: 'done' } as const;
  expect(settled(what, { job: { watchdog_self_destruct } })).toMatchObject({
    job,
    resolve: ['watchdog:j1', 'check-broken:j1'],
    notices: [{ kind: 'watchdog' }],
  });
});

test('D-33 a stuck target raises its alert with the message beside it', () => {
  expect(settled(STUCK)).toMatchObject({
    raise: [{ alert: { kind: 'watchdog', key: 'watchdog:j1' }, notice: { title: 'backup appears stuck' } }],
    resolve: ['check-broken:j1'],
    notices: [],
  });
});

test('D-34 unusable checks are counted in a row, and the third is an alert', () => {
  expect(settled(ODD).raise).toEqual([]);
  expect(settled(ODD, { row: { consecutiveErrors: 1 } })).toMatchObject({
    raise: [],
    jobResult: { consecutiveErrors: 2 },
  });
  expect(settled(ODD, { row: { consecutiveErrors: 2 } }).raise).toMatchObject([{ alert: { kind: 'check-broken' } }]);
  expect(settled({ ...ODD, broken: true }).raise).toMatchObject([{ alert: { kind: 'check-broken' } }]);
  expect(settled({ kind: 'running' }, { row: { consecutiveErrors: 2 } }).jobResult?.consecutiveErrors).toBe(0);
});

test('D-74 the watchdog of a deleted job only gets its end', () => {
  expect(settled(STUCK, { row: { deletedAt: NOON } })).toMatchObject({ raise: [], run: { status: 'ok' } });
});
