import { expect, test } from 'vitest';
import { type AdmitFacts, admit, isTurn, TURNS_AT_ONCE_MAX } from '../../../src/engine/rules/admit.ts';
import { aDispatch, aJob, anApproval, aRun, type JobWords, NOON } from '../../support/builders.ts';

type Changes = Partial<Omit<AdmitFacts, 'job' | 'dispatch'>> & {
  job?: JobWords;
  row?: Parameters<typeof aJob>[1];
  dispatch?: Parameters<typeof aDispatch>[0];
};

const facts = ({ job = {}, row = {}, dispatch = {}, ...rest }: Changes = {}): AdmitFacts => ({
  now: NOON,
  job: aJob(job, row),
  dispatch: aDispatch(dispatch),
  digest: 'digest',
  pendingApprovals: 0,
  pendingDispatches: 0,
  activeRuns: [],
  keyClaimed: false,
  gatewayReady: false,
  activeCount: 0,
  maxActiveRuns: 8,
  ...rest,
});
const decide = (changes: Changes) => admit(facts(changes));

const ASKS = { approval_required: true, approval_scope: 'all' };
const MANUAL = { cause: 'manual' as const };
const FULL = { name: 'io', slots: 1, active: 1, holder: aRun({ id: 9, jobName: 'other' }) };
const BUSY = [aRun({ id: 8 })];

test('nothing objects: it starts', () => {
  expect(decide({})).toEqual({ kind: 'start' });
});

test.each(['pending', 'awaiting_approval', 'done', 'cancelled'] as const)(
  'D-01 a dispatch that is %s and not claimed by us is left alone',
  (status) => {
    expect(decide({ dispatch: { status } })).toEqual({ kind: 'nothing' });
  },
);

test.each([
  ['schedule', 'drop'],
  ['chain', 'drop'],
  ['retry', 'drop'],
  ['manual', 'start'],
] as const)('D-02 a disabled job and a %s dispatch: %s', (cause, kind) => {
  expect(decide({ row: { enabled: false }, dispatch: { cause } }).kind).toBe(kind);
});

test('D-02 why it is off is what is said', () => {
  const row = { enabled: false, disabledBecause: 'cron runs it' };
  expect(decide({ row })).toMatchObject({ reason: 'disabled', detail: 'cron runs it', warn: false });
  expect(decide({ row: { deletedAt: NOON }, dispatch: MANUAL })).toMatchObject({ kind: 'drop', reason: 'deleted' });
});

test.each([
  ['chain', 'schedule', 'start'],
  ['chain', 'manual', 'start'],
  ['chain', 'retry', 'start'],
  ['chain', 'chain', 'ask'],
  ['all', 'schedule', 'ask'],
  ['all', 'manual', 'ask'],
  ['all', 'chain', 'ask'],
  ['all', 'retry', 'ask'],
] as const)('D-05 scope %s and a %s dispatch: %s', (scope, cause, kind) => {
  expect(decide({ job: { approval_required: true, approval_scope: scope }, dispatch: { cause } }).kind).toBe(kind);
});

test('D-05 what a chain caused asks again when it is retried, but not when a person runs it again', () => {
  const job = { approval_required: true, approval_scope: 'chain' };
  expect(decide({ job, dispatch: { cause: 'retry', sourceRunId: 3 } }).kind).toBe('ask');
  expect(decide({ job, dispatch: { cause: 'retry' } }).kind).toBe('start');
  expect(decide({ job, dispatch: { cause: 'manual', sourceRunId: 3 } }).kind).toBe('start');
});

test('D-03 a backlog drops it with a warning, and D-04 one that is open makes it wait', () => {
  const job = { ...ASKS, max_pending_approvals: 2 };
  expect(decide({ job, pendingApprovals: 2, dispatch: MANUAL })).toMatchObject({
    kind: 'drop',
    reason: 'approval-backlog',
    warn: true,
  });
  expect(decide({ job, pendingApprovals: 1, dispatch: MANUAL })).toMatchObject({
    kind: 'postpone',
    reason: 'approval-pending',
    until: NOON + 10_000,
  });
});

test.each([
  [0, 10],
  [1, 20],
  [4, 50],
  [11, 120],
  [500, 120],
])('D-04 with a backlog of %i it looks again after %i s', (pendingDispatches, seconds) => {
  expect(decide({ job: ASKS, pendingApprovals: 1, pendingDispatches, dispatch: MANUAL })).toMatchObject({
    until: NOON + seconds * 1_000,
  });
});

test('D-04 a fresh fire is skipped, one that waits already waits on', () => {
  expect(decide({ job: ASKS, pendingApprovals: 1 })).toMatchObject({ kind: 'drop', reason: 'approval-pending' });
  expect(decide({ job: ASKS, pendingApprovals: 1, dispatch: { queued: true } }).kind).toBe('postpone');
});

test.each([
  ['approved', 'digest', 'start'],
  ['dispatched', 'digest', 'start'],
  ['approved', 'another', 'ask'],
  ['dispatched', 'another', 'ask'],
  ['rejected', 'digest', 'ask'],
] as const)('D-86 an approval that is %s for the digest "%s": %s', (status, digest, kind) => {
  const approval = anApproval({ status, digest });
  const answer = decide({ job: ASKS, approval, dispatch: MANUAL });
  expect(answer.kind).toBe(kind);
  if (digest === 'another') expect(answer).toEqual({ kind: 'ask', renew: approval });
});

test.each([
  ['skip', 'schedule', false, 'drop'],
  ['wait', 'schedule', false, 'hold'],
  ['skip', 'schedule', true, 'hold'],
  ['skip', 'manual', false, 'hold'],
  ['skip', 'chain', false, 'hold'],
  ['skip', 'retry', false, 'hold'],
] as const)('D-06 a full pool with policy %s and a %s dispatch (queued %s): %s', (policy, cause, queued, kind) => {
  expect(decide({ job: { pool_policy: policy }, pool: FULL, dispatch: { cause, queued } })).toMatchObject({
    kind,
    reason: 'pool-busy',
    detail: 'pool io full: run 9 other holds it',
  });
});

test('D-06 a pool with a slot left lets it in', () => {
  expect(decide({ pool: { name: 'io', slots: 2, active: 1 } }).kind).toBe('start');
});

test.each([
  ['skip', { kind: 'drop', reason: 'overlap-skip', detail: 'run 8 is still running' }],
  ['queue', { kind: 'hold', reason: 'overlap-waiting', blocker: 'job:j1' }],
  ['replace', { kind: 'replace', runs: BUSY }],
  ['allow', { kind: 'start' }],
] as const)('D-07 to D-10 an active run and %s', (overlap_policy, expected) => {
  expect(decide({ job: { overlap_policy }, activeRuns: BUSY })).toMatchObject(expected);
});

test('D-07 a run that has no process yet is said to be starting', () => {
  const activeRuns = [aRun({ id: 8, status: 'pending' })];
  expect(decide({ activeRuns })).toMatchObject({ detail: 'run 8 is still starting' });
});

test.each([
  ['skip', 'hold'],
  ['queue', 'hold'],
  ['replace', 'replace'],
  ['allow', 'start'],
] as const)('D-80 what a person allowed, an active run and %s: %s', (overlap_policy, kind) => {
  const approval = anApproval({ status: 'approved' });
  expect(decide({ job: { overlap_policy }, approval, activeRuns: BUSY }).kind).toBe(kind);
});

test.each([
  ['skip', 'hold'],
  ['queue', 'hold'],
  ['replace', 'hold'],
  ['allow', 'start'],
] as const)('S-5 a fire that is made up for, an active run, a full line and %s: %s', (overlap_policy, kind) => {
  const dispatch = { owed: true };
  expect(decide({ job: { overlap_policy }, dispatch, activeRuns: BUSY, pendingDispatches: 99 }).kind).toBe(kind);
});

test.each([
  ['a full pool', { pool: FULL }],
  ['an open approval', { job: ASKS, pendingApprovals: 1 }],
  ['a gateway that is away', { job: { session_target: 'isolated' }, pendingDispatches: 1 }],
])('S-5 a fire that is made up for outlasts %s, a fresh one does not', (_what, changes) => {
  expect(decide({ ...changes, dispatch: { owed: true } }).kind).not.toBe('drop');
  expect(decide(changes).kind).toBe('drop');
});

test('D-08 a line that is full drops with a warning, and the one being looked at does not count', () => {
  const job = { overlap_policy: 'queue', max_queued_dispatches: 3 };
  expect(decide({ job, activeRuns: BUSY, pendingDispatches: 2 }).kind).toBe('hold');
  expect(decide({ job, activeRuns: BUSY, pendingDispatches: 3 })).toMatchObject({ reason: 'overlap-full', warn: true });
});

test('D-11 a key that is claimed is a duplicate', () => {
  expect(decide({ keyClaimed: true }).kind).toBe('duplicate');
});

test.each([
  [undefined, 'the gateway is not connected'],
  ['the socket is closed', 'the socket is closed'],
])('D-12 of a gateway with the detail %j it says "%s"', (gatewayDetail, detail) => {
  const job = { session_target: 'isolated' };
  expect(decide({ job, ...(gatewayDetail === undefined ? {} : { gatewayDetail }) })).toMatchObject({
    kind: 'postpone',
    until: NOON + 60_000,
    detail,
  });
});

test('D-13 as many turns as the gateway does are under way at once', () => {
  expect(decide({ activeTurns: TURNS_AT_ONCE_MAX - 1 }).kind).toBe('start');
  expect(decide({ activeTurns: TURNS_AT_ONCE_MAX })).toEqual({
    kind: 'hold',
    blocker: 'limit:turns',
    reason: 'limit',
    detail: '4 agent turns are under way, and the gateway does 4 at once',
  });
});

test.each([
  ['shell', {}, false],
  ['isolated', {}, true],
  ['main', {}, false],
  ['isolated', { job_type: 'watchdog', watchdog_check_cmd: 'x' }, false],
])('D-13 %s with %j is a turn: %s', (session_target, job, turn) => {
  expect(isTurn(aJob({ session_target, ...job }))).toBe(turn);
});

test('D-13 at the limit it stays queued', () => {
  expect(decide({ activeCount: 8 })).toMatchObject({
    kind: 'hold',
    blocker: 'limit',
    detail: '8 of 8 runs are active',
  });
  expect(decide({ activeCount: 7 }).kind).toBe('start');
});

test('the first guard that objects wins, in the order of the rules', () => {
  const everything: Changes = {
    job: { ...ASKS, max_pending_approvals: 1, overlap_policy: 'skip', session_target: 'isolated' },
    row: { enabled: false },
    dispatch: { status: 'pending', cause: 'retry' },
    pendingApprovals: 1,
    pool: FULL,
    activeRuns: BUSY,
    keyClaimed: true,
    activeCount: 8,
  };
  const lifted: [string, Changes][] = [
    ['nothing', {}],
    ['disabled', { dispatch: { cause: 'retry' } }],
    ['approval-backlog', { row: {} }],
    ['approval-pending', { job: { ...everything.job, max_pending_approvals: 9 } }],
    ['ask', { pendingApprovals: 0 }],
    ['pool-busy', { job: { overlap_policy: 'skip', session_target: 'isolated' } }],
    ['overlap-skip', { pool: { ...FULL, active: 0 } }],
    ['duplicate', { activeRuns: [] }],
    ['gateway-down', { keyClaimed: false }],
    ['limit', { gatewayReady: true }],
    ['start', { activeCount: 0 }],
  ];
  let changes = everything;
  for (const [expected, lift] of lifted) {
    changes = { ...changes, ...lift };
    const answer = decide(changes);
    expect('reason' in answer ? answer.reason : answer.kind).toBe(expected);
  }
});
