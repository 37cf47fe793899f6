import { describe, expect, test } from 'vitest';
import { endsWithEngine } from '../../../src/engine/rules/engine-exit.ts';
import { leaseAlert } from '../../../src/engine/rules/lease-alert.ts';
import type { Outcome, WatchdogVerdict } from '../../../src/engine/rules/outcome.ts';
import { resultHash } from '../../../src/engine/rules/result-hash.ts';
import { settle } from '../../../src/engine/rules/settle.ts';
import { type SettleFacts, unchanged } from '../../../src/engine/rules/settlement.ts';
import { aDispatch, aJob, aRun, type JobWords, NOON, printed } from '../../support/builders.ts';

const facts = (outcome: Outcome, changes: Partial<SettleFacts> = {}): SettleFacts => ({
  job: aJob(),
  run: aRun(),
  dispatch: aDispatch(),
  outcome,
  now: NOON + 5_000,
  children: [],
  pendingOf: () => 0,
  spread: 0,
  ...changes,
});

const NOTHING_FOLLOWS = {
  dispatch: 'done',
  children: [],
  job: 'stays',
  endsBackOff: false,
  notices: [],
  raise: [],
  resolve: [],
  dropped: [],
  passedOver: [],
};

describe('D-60 what every end has in common', () => {
  test('of a run that ended ok: all that is known of it, and its key is kept', () => {
    const evidence = printed('done\n', 'hm');
    const outcome: Outcome = {
      kind: 'ok',
      exitCode: 0,
      evidence,
      answer: { tells: 'reply', tokens: { in: 9, out: 2 } },
    };
    expect(unchanged(facts(outcome, { durationMs: 4_999.6, resultHash: 'hash' }), 'ok')).toEqual({
      ...NOTHING_FOLLOWS,
      run: {
        status: 'ok',
        finishedAt: NOON + 5_000,
        durationMs: 5_000,
        exitCode: 0,
        outBytes: 5,
        errBytes: 2,
        summary: 'done',
        tokensIn: 9,
        tokensOut: 2,
      },
      evidence,
      resultHash: 'hash',
      key: 'keep',
    });
  });

  test('of a run that was killed: its signal and error, and its key is given back', () => {
    const outcome: Outcome = { kind: 'error', error: 'killed by SIGKILL', signal: 'SIGKILL', evidence: printed() };
    expect(unchanged(facts(outcome), 'error')).toEqual({
      ...NOTHING_FOLLOWS,
      run: {
        status: 'error',
        finishedAt: NOON + 5_000,
        signal: 'SIGKILL',
        error: 'killed by SIGKILL',
        outBytes: 0,
        errBytes: 0,
      },
      evidence: printed(),
      key: 'release',
    });
  });

  test('of a run of which nothing is known there is nothing else, not even an empty field', () => {
    const settlement = unchanged(facts({ kind: 'crashed', error: 'gone' }), 'crashed');
    expect(Object.keys(settlement.run)).toEqual(['status', 'finishedAt', 'error']);
    expect(Object.keys(settlement)).not.toContain('evidence');
    expect(Object.keys(settlement)).not.toContain('resultHash');
    expect(Object.keys(unchanged(facts({ kind: 'ok', evidence: printed() }), 'ok').run)).not.toContain('exitCode');
  });
});

describe('D-30 the end of a check', () => {
  const check = { job_type: 'watchdog', watchdog_check_cmd: 'check.sh', watchdog_target_label: 'deploy' };
  const of = (verdict: WatchdogVerdict, words: JobWords = {}, changes: Partial<SettleFacts> = {}) =>
    settle(
      facts(
        { kind: 'watched', verdict, exitCode: 0, evidence: printed() },
        { job: aJob({ ...check, delivery_to: '42', ...words }), ...changes },
      ),
    );

  test.each<[WatchdogVerdict, string]>([
    [{ kind: 'running' }, 'still running'],
    [{ kind: 'running', note: 'asked again' }, 'asked again'],
    [{ kind: 'finished', how: 'done', status: 'ok' }, 'finished'],
    [{ kind: 'finished', how: 'failed', status: 'broken' }, 'finished as failed: broken'],
    [{ kind: 'stuck', reason: 'too long', elapsedMinutes: 90 }, 'appears stuck: too long'],
    [{ kind: 'unusable', reason: 'no JSON', broken: false }, 'no JSON'],
  ])('%j is ok, and its summary is %j', (verdict, summary) => {
    expect(of(verdict).run).toMatchObject({ status: 'ok', summary });
    expect(of(verdict, {}, { job: aJob(check, { deletedAt: NOON }) }).run.summary).toBe(summary);
  });

  test('stands on its job as the last one, with how long it took where that is known', () => {
    expect(of({ kind: 'running' }, {}, { durationMs: 1_200 }).jobResult).toMatchObject({
      lastStatus: 'ok',
      lastRunAt: NOON + 5_000,
      okDurations: [1_200],
      lastOutput: 'still running',
      consecutiveErrors: 0,
    });
    expect(of({ kind: 'running' }).jobResult?.okDurations).toEqual([]);
  });

  test('says that the check works again, unless it only guessed', () => {
    expect(of({ kind: 'running' }).resolve).toEqual(['check-broken:j1']);
    expect(of({ kind: 'running', note: 'guessed' }).resolve).toEqual([]);
  });

  test('counts the next interval from it, except for one by hand', () => {
    const fromEnd = { schedule_every_ms: 60_000, every_from: 'end' };
    const next = { slotAt: NOON + 65_000, dueAt: NOON + 65_000 };
    expect(of({ kind: 'running' }, fromEnd).plan).toEqual({ next });
    expect(of({ kind: 'running' }, fromEnd, { run: aRun({ cause: 'manual' }) }).plan).toBeUndefined();
    expect(of({ kind: 'running' }, { schedule_every_ms: 60_000 }).plan).toBeUndefined();
  });

  test('that finds its target stuck is critical and told, one that is broken is a warning', () => {
    const stuck = of({ kind: 'stuck', reason: 'too long', elapsedMinutes: 90 }, { watchdog_timeout_min: 60 });
    expect(stuck.raise).toMatchObject([
      { alert: { key: 'watchdog:j1', severity: 'crit', jobId: 'j1', runId: 7 }, notice: { target: '42' } },
    ]);
    expect(stuck.raise[0]?.alert.detail).toContain('elapsed 90 min, threshold 60 min');
    const broken = of({ kind: 'unusable', reason: 'no such program', broken: true });
    expect(broken.raise).toMatchObject([{ alert: { key: 'check-broken:j1', severity: 'warn' } }]);
  });

  test('is told to nobody where nobody is to be told', () => {
    const silent = { delivery_to: null };
    expect(of({ kind: 'finished', how: 'done', status: 'ok' }, silent).notices).toEqual([]);
    const { raise } = of({ kind: 'stuck', reason: 'too long', elapsedMinutes: 90 }, silent);
    expect(Object.keys(raise[0] ?? {})).toEqual(['alert']);
  });

  test('of a job that is no watchdog any more deletes nothing', () => {
    const finished: WatchdogVerdict = { kind: 'finished', how: 'done', status: 'ok' };
    expect(of(finished).job).toBe('deleted');
    expect(of(finished, { watchdog_self_destruct: false }).job).toBe('stays');
    expect(of(finished, {}, { job: aJob() }).job).toBe('stays');
  });
});

test('D-61 the hash of a result is of its whole output, and only good ends have one', () => {
  const hashOf = (stdout: string, stderr = '') => resultHash({ kind: 'ok', evidence: printed(stdout, stderr) });
  expect(hashOf('a')).toMatch(/^[0-9a-f]{64}$/);
  expect(hashOf('a')).toBe(hashOf('a'));
  const cut = resultHash({ kind: 'ok', evidence: { ...printed('a'), outBytes: 900 } });
  expect(new Set([hashOf('a'), hashOf('b'), hashOf('', 'a'), hashOf('a', 'b'), cut]).size).toBe(5);
  const watched: Outcome = { kind: 'watched', verdict: { kind: 'running' }, exitCode: 0, evidence: printed('a') };
  expect(resultHash(watched)).toBe(hashOf('a'));
  expect(resultHash({ kind: 'error', error: 'x', evidence: printed('a') })).toBeUndefined();
  expect(resultHash({ kind: 'timeout', error: 'x', evidence: printed('a') })).toBeUndefined();
});

test('a run is stopped with its engine where its job says so, and only there', () => {
  expect(endsWithEngine(aJob({ on_engine_exit: 'stop' }))).toBe(true);
  expect(endsWithEngine(aJob())).toBe(false);
  expect(endsWithEngine(undefined)).toBe(false);
});

test('R-5 a successor warns of the engine that lived and gave no sign of it', () => {
  const lease = { holderId: 'a', fence: 3, pid: 26_342, host: 'box' } as unknown as Parameters<typeof leaseAlert>[0];
  const alert = leaseAlert(lease);
  expect(alert).toMatchObject({ kind: 'lease', key: 'lease', severity: 'warn' });
  expect(`${alert.title} ${alert.detail}`).toContain('26342');
});
