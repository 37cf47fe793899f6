import { expect, test } from 'vitest';
import type { ProcessEnd } from '../../../src/engine/ports/processes.ts';
import { type EndFacts, processStrategyOf, strategyOf } from '../../../src/engine/strategies/strategy.ts';
import { ANA, aDefinition, aJob, aRun, type JobWords, NOON, printed } from '../../support/builders.ts';

const WATCH = { job_type: 'watchdog', watchdog_check_cmd: 'check' };

const ending = (end: ProcessEnd, { job = {}, run = {} }: { job?: JobWords; run?: Parameters<typeof aRun>[0] } = {}) => {
  const now = run.stopRequestedAt === undefined ? NOON : run.stopRequestedAt + 10_000;
  const facts: EndFacts = { job: aJob(job), run: aRun(run), end, evidence: printed('out\n'), now };
  return processStrategyOf(facts.job).outcome(facts);
};
const exited = (code: number, signal?: NodeJS.Signals): ProcessEnd =>
  signal === undefined ? { kind: 'exited', code } : { kind: 'exited', code, signal };

test('there is one strategy for each kind of work, and each knows who does it', () => {
  expect(strategyOf(aDefinition()).via).toBe('process');
  expect(strategyOf(aDefinition(WATCH)).via).toBe('process');
  expect(strategyOf(aDefinition({ session_target: 'isolated' })).via).toBe('gateway');
  expect(strategyOf(aDefinition({ session_target: 'main' })).via).toBe('gateway');
});

test('D-20 a shell plan carries the command and its limits', () => {
  const job = aJob({ run_timeout_ms: 9_000, kill_grace_ms: 10, idle_timeout_ms: 3_000, output_max_bytes: 2_048 });
  expect(processStrategyOf(job).plan(job)).toEqual({
    command: 'backup.sh',
    timeoutMs: 9_000,
    graceMs: 10,
    idleTimeoutMs: 3_000,
    outputMaxBytes: 2_048,
  });
});

test.each([
  [300_000, 60_000],
  [10_000, 10_000],
])('D-30 a check with run_timeout_ms %i has %i ms', (run_timeout_ms, timeoutMs) => {
  const job = aJob({ ...WATCH, run_timeout_ms });
  expect(processStrategyOf(job).plan(job)).toMatchObject({ command: 'check', timeoutMs });
});

test.each([
  [exited(0), {}, { kind: 'ok', exitCode: 0 }],
  [exited(3), {}, { kind: 'error', error: 'Shell exited with code 3', exitCode: 3 }],
  [exited(3), { success_exit_codes: [0, 3] }, { kind: 'ok', exitCode: 3 }],
  [exited(0), { success_exit_codes: [3] }, { kind: 'error', exitCode: 0 }],
  [
    exited(139, 'SIGSEGV'),
    {},
    { kind: 'error', error: 'Shell was ended by SIGSEGV', signal: 'SIGSEGV', exitCode: 139 },
  ],
  [exited(137, 'SIGKILL'), { success_exit_codes: [137] }, { kind: 'ok', exitCode: 137 }],
  [{ kind: 'vanished' }, {}, { kind: 'crashed' }],
  [{ kind: 'never-started' }, {}, { kind: 'never-started' }],
  [{ kind: 'failed', reason: 'disk full' }, {}, { kind: 'error', error: 'cannot start: disk full' }],
] as const)('D-21 D-25 %j with %j', (end, job, outcome) => {
  expect(ending(end, { job })).toMatchObject(outcome);
});

test.each([
  [600, 424, 'ok'],
  [600, 425, 'error'],
] as const)(
  'D-22 a run that printed too much and was over before anybody looked: %i and %i bytes of 1024 is %s',
  (outBytes, errBytes, kind) => {
    const evidence = { ...printed('out\n'), outBytes, errBytes };
    const job = aJob({ output_max_bytes: 1_024 });
    const outcome = processStrategyOf(job).outcome({ job, run: aRun(), end: exited(0), evidence, now: NOON });
    const told = kind === 'ok' ? {} : { error: 'printed more than 1 KiB (output_max_bytes)' };
    expect(outcome).toMatchObject({ kind, exitCode: 0, ...told });
  },
);

const stop = (
  stopReason: 'timeout' | 'cancel' | 'replace' | 'shutdown' | 'output-limit',
  stopStage: 'term' | 'kill',
) => ({
  stopReason,
  stopStage,
  stopRequestedAt: NOON + 300_000,
  stopRequestedBy: ANA,
});

test.each([
  ['timeout', 'term', { kind: 'timeout', error: 'time limit of 5m reached (run_timeout_ms)' }],
  ['timeout', 'kill', { kind: 'timeout', error: 'time limit of 5m reached (run_timeout_ms), killed after the grace' }],
  ['cancel', 'term', { kind: 'cancelled', error: 'cancelled by ana' }],
  ['replace', 'term', { kind: 'cancelled', error: 'replaced by a newer dispatch of the job' }],
  ['shutdown', 'kill', { kind: 'cancelled', error: 'stopped with the engine, killed after the grace' }],
  ['output-limit', 'term', { kind: 'error', error: 'printed more than 64 MiB (output_max_bytes)' }],
] as const)('D-21 D-102 a run stopped for %s (%s)', (reason, stage, outcome) => {
  expect(ending(exited(143, 'SIGTERM'), { run: stop(reason, stage) })).toMatchObject({ ...outcome, exitCode: 143 });
  expect(ending({ kind: 'vanished' }, { run: stop(reason, stage) })).toMatchObject(outcome);
});

test('a run that ended by itself before the first signal is settled by its own end', () => {
  const run = { ...stop('cancel', 'term'), stopStage: 'requested' as const };
  expect(ending(exited(0), { run })).toMatchObject({ kind: 'ok' });
});

test('a run that was silent for too long says which limit it was', () => {
  const run = { ...stop('timeout', 'term'), stopRequestedAt: NOON + 6_000 };
  expect(ending(exited(143, 'SIGTERM'), { job: { idle_timeout_ms: 5_000 }, run })).toMatchObject({
    error: 'printed nothing for 5s (idle_timeout_ms)',
  });
});

test.each([
  [exited(1), {}, { kind: 'watched', verdict: { kind: 'stuck' } }],
  [exited(137, 'SIGKILL'), {}, { kind: 'watched', verdict: { kind: 'unusable' } }],
  [exited(143, 'SIGTERM'), stop('timeout', 'term'), { kind: 'watched', verdict: { kind: 'unusable' } }],
  [{ kind: 'vanished' }, stop('timeout', 'kill'), { kind: 'watched', verdict: { kind: 'unusable' } }],
  [exited(143, 'SIGTERM'), stop('cancel', 'term'), { kind: 'cancelled' }],
  [{ kind: 'vanished' }, {}, { kind: 'crashed' }],
  [{ kind: 'never-started' }, {}, { kind: 'never-started' }],
] as const)('D-30 D-34 a check that ended %j after %j', (end, run, outcome) => {
  expect(ending(end, { job: WATCH, run })).toMatchObject(outcome);
});
