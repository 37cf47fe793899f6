import { describe, expect, test } from 'vitest';
import { type Admission, type AdmitFacts, admit } from '../../../src/engine/rules/admit.ts';
import type { Pause } from '../../../src/store/nouns/pause.ts';
import { ANA, aDispatch, aJob, anApproval, aRun, type JobWords, NOON } from '../../support/builders.ts';

/**
 * The guards as a table: a situation a line, a cause a column. It was written from the rules, not from the code: `!` is
 * a refusal that somebody is told of, `→` says what is waited for.
 */
type Situation = Partial<Omit<AdmitFacts, 'job' | 'dispatch'>> & {
  job?: JobWords;
  row?: Parameters<typeof aJob>[1];
  dispatch?: Parameters<typeof aDispatch>[0];
};

const CAUSES = ['fresh fire', 'queued fire', 'manual', 'chain', 'retry', 'replay'] as const;
type Cause = (typeof CAUSES)[number];

const DISPATCHES: Record<Cause, Parameters<typeof aDispatch>[0]> = {
  'fresh fire': { cause: 'schedule' },
  'queued fire': { cause: 'schedule', queued: true },
  manual: { cause: 'manual', requestedBy: ANA },
  chain: { cause: 'chain', sourceRunId: 3 },
  retry: { cause: 'retry', retryOf: 3, retryCount: 1 },
  replay: { cause: 'retry', replayOf: 3 },
};

const ASKS = { approval_required: true, approval_scope: 'all' };
const ASKS_CHAINS = { approval_required: true, approval_scope: 'chain' };
const FULL = { pool: { name: 'io', slots: 2, active: 2 } };
const BUSY = { activeRuns: [aRun({ id: 8 })] };
const PAUSE: Pause = { scope: 'pool', key: 'io', note: '', pausedAt: NOON, pausedBy: ANA };
const AGENT = { session_target: 'isolated' };
const given = (status: 'approved' | 'dispatched' | 'rejected' | 'timed_out', digest = 'digest') =>
  anApproval({ status, digest });

const all = (word: string): string[] => CAUSES.map(() => word);
/** A retry that is dropped was promised. */
const SKIPPED = CAUSES.map((cause) =>
  cause === 'retry' || cause === 'replay' ? 'drop! overlap-skip' : 'drop overlap-skip',
);
const first = (fresh: string, others: string): string[] => CAUSES.map((_, index) => (index === 0 ? fresh : others));
const except = (by: Cause, word: string, others: string): string[] =>
  CAUSES.map((cause) => (cause === by ? word : others));

const TABLE: [string, Situation, string[]][] = [
  ['nothing objects', {}, all('start')],
  ['D-01 it waits and nobody claimed it', { dispatch: { status: 'pending' } }, all('nothing')],
  ['D-01 it was cancelled meanwhile', { dispatch: { status: 'cancelled' } }, all('nothing')],
  ['D-02 the job is off', { row: { enabled: false } }, except('manual', 'start', 'drop disabled')],
  ['D-02 the job was deleted', { row: { deletedAt: NOON } }, all('drop deleted')],
  ['D-02 deleted and off', { row: { deletedAt: NOON, enabled: false } }, all('drop deleted')],
  [
    'paused',
    { pause: PAUSE },
    ['drop paused', 'hold paused → pause:pool:io', 'start', ...Array(3).fill('hold paused → pause:pool:io')],
  ],
  [
    'paused, and the job fires once only',
    { pause: PAUSE, job: { schedule_at: '2026-11-23T12:00:00Z' } },
    except('manual', 'start', 'hold paused → pause:pool:io'),
  ],
  [
    'paused, at the start of the machine',
    { pause: PAUSE, dispatch: { slotAt: undefined } },
    [
      'hold paused → pause:pool:io',
      'hold paused → pause:pool:io',
      'start',
      ...Array(3).fill('hold paused → pause:pool:io'),
    ],
  ],
  [
    'D-03 as many approvals as may be',
    { job: { ...ASKS, max_pending_approvals: 2 }, pendingApprovals: 2 },
    all('drop! approval-backlog'),
  ],
  [
    'D-03 scope chain, backlog',
    { job: { ...ASKS_CHAINS, max_pending_approvals: 1 }, pendingApprovals: 1 },
    except('chain', 'drop! approval-backlog', 'start'),
  ],
  [
    'D-04 one is open',
    { job: ASKS, pendingApprovals: 1 },
    first('drop approval-pending', 'postpone approval-pending 10 s'),
  ],
  [
    'D-04 one is open, three wait',
    { job: ASKS, pendingApprovals: 1, pendingDispatches: 3 },
    first('drop approval-pending', 'postpone approval-pending 40 s'),
  ],
  ['D-05 scope all', { job: ASKS }, all('ask')],
  ['D-05 scope chain', { job: ASKS_CHAINS }, except('chain', 'ask', 'start')],
  ['D-80 approved', { job: ASKS, approval: given('approved') }, all('start')],
  [
    'D-80 approved, while another one is open',
    { job: ASKS, approval: given('approved'), pendingApprovals: 1 },
    all('start'),
  ],
  ['D-80 the approval of the run it repeats', { job: ASKS, approval: given('dispatched') }, all('start')],
  ['D-86 approved for something else', { job: ASKS, approval: given('approved', 'other') }, all('ask anew')],
  ['D-86 the repeated run was something else', { job: ASKS, approval: given('dispatched', 'other') }, all('ask anew')],
  ['D-81 rejected', { job: ASKS, approval: given('rejected') }, all('ask')],
  ['D-82 lapsed', { job: ASKS, approval: given('timed_out') }, all('ask')],
  [
    'D-06 pool full, skip',
    { ...FULL, job: { pool_policy: 'skip' } },
    first('drop pool-busy', 'hold pool-busy → pool:io'),
  ],
  ['D-06 pool full, wait', { ...FULL, job: { pool_policy: 'wait' } }, all('hold pool-busy → pool:io')],
  [
    'D-06 a pool that was made smaller',
    { pool: { name: 'io', slots: 1, active: 4 }, job: { pool_policy: 'wait' } },
    all('hold pool-busy → pool:io'),
  ],
  ['D-06 one slot left', { pool: { name: 'io', slots: 2, active: 1 } }, all('start')],
  ['D-07 busy, skip', { ...BUSY, job: { overlap_policy: 'skip' } }, SKIPPED],
  ['D-08 busy, queue', { ...BUSY, job: { overlap_policy: 'queue' } }, all('hold overlap-waiting → job:j1')],
  [
    'D-08 busy, queue, one place left',
    { ...BUSY, job: { overlap_policy: 'queue', max_queued_dispatches: 3 }, pendingDispatches: 2 },
    all('hold overlap-waiting → job:j1'),
  ],
  [
    'D-08 busy, queue, line full',
    { ...BUSY, job: { overlap_policy: 'queue', max_queued_dispatches: 3 }, pendingDispatches: 3 },
    all('drop! overlap-full'),
  ],
  ['D-09 busy, replace', { ...BUSY, job: { overlap_policy: 'replace' } }, all('replace 8')],
  [
    'D-80 approved, busy, skip',
    { ...BUSY, job: { ...ASKS, overlap_policy: 'skip' }, approval: given('approved') },
    all('hold overlap-waiting → job:j1'),
  ],
  [
    'D-80 approved, busy, queue, line full',
    {
      ...BUSY,
      job: { ...ASKS, overlap_policy: 'queue', max_queued_dispatches: 1 },
      approval: given('approved'),
      pendingDispatches: 1,
    },
    all('hold overlap-waiting → job:j1'),
  ],
  [
    'D-80 its approval was used by the run it repeats, busy, skip',
    { ...BUSY, job: { ...ASKS, overlap_policy: 'skip' }, approval: given('dispatched') },
    SKIPPED,
  ],
  ['D-10 busy, allow', { ...BUSY, job: { overlap_policy: 'allow' } }, all('start')],
  ['D-11 its key is taken', { keyClaimed: true }, all('duplicate')],
  ['D-12 an agent job without a gateway', { job: AGENT, gatewayReady: false }, all('postpone gateway-down 60 s')],
  [
    'D-12 …, and one waits already',
    { job: AGENT, gatewayReady: false, pendingDispatches: 1 },
    first('drop gateway-down', 'postpone gateway-down 60 s'),
  ],
  ['D-12 the gateway is there', { job: AGENT, gatewayReady: true }, all('start')],
  ['D-12 a shell job needs none', { gatewayReady: false, pendingDispatches: 4 }, all('start')],
  [
    'D-12 a watchdog needs none',
    { gatewayReady: false, job: { job_type: 'watchdog', watchdog_check_cmd: 'check.sh' } },
    all('start'),
  ],
  ['D-13 at the limit', { activeCount: 8 }, all('hold limit → limit')],
  ['D-13 beyond it, since it was lowered', { activeCount: 9 }, all('hold limit → limit')],
  ['D-13 one place left', { activeCount: 7 }, all('start')],
];

const factsOf = (cause: Cause, { job = {}, row = {}, dispatch = {}, ...rest }: Situation): AdmitFacts => ({
  now: NOON,
  job: aJob(job, row),
  dispatch: aDispatch({ ...DISPATCHES[cause], ...dispatch }),
  digest: 'digest',
  pendingApprovals: 0,
  pendingDispatches: 0,
  activeRuns: [],
  keyClaimed: false,
  gatewayReady: true,
  activeCount: 0,
  maxActiveRuns: 8,
  ...rest,
});

const seconds = (until: number): string => `${(until - NOON) / 1_000} s`;

const words = (answer: Admission): string => {
  switch (answer.kind) {
    case 'ask':
      return answer.renew === undefined ? 'ask' : 'ask anew';
    case 'drop':
      return `drop${answer.warn ? '!' : ''} ${answer.reason}`;
    case 'hold':
      return `hold ${answer.reason} → ${answer.blocker}`;
    case 'postpone':
      return `postpone ${answer.reason} ${seconds(answer.until)}`;
    case 'replace':
      return `replace ${answer.runs.map(({ id }) => id).join(' ')}`;
    default:
      return answer.kind;
  }
};

describe('what the guards answer', () => {
  test.each(TABLE)('%s', (_, situation, expected) => {
    expect(CAUSES.map((cause) => words(admit(factsOf(cause, situation))))).toEqual(expected);
  });
});

/** One objection of each guard, in the order of the rules; what they need of the facts does not get in each other's way. */
const ORDER: string[] = [
  'D-01 it waits and nobody claimed it',
  'D-02 the job was deleted',
  'D-02 the job is off',
  'paused',
  'D-03 as many approvals as may be',
  'D-04 one is open',
  'D-05 scope all',
  'D-06 pool full, wait',
  'D-07 busy, skip',
  'D-11 its key is taken',
  'D-12 an agent job without a gateway',
  'D-13 at the limit',
];

/** D-03, D-04 and D-05 exclude one another: which of them objects depends on one number. */
const SAME_GUARD = ['D-03', 'D-04', 'D-05'];
const sameGuard = (one: string, other: string): boolean =>
  SAME_GUARD.includes(one.slice(0, 4)) && SAME_GUARD.includes(other.slice(0, 4));
const PAIRS = ORDER.flatMap((earlier, index) =>
  ORDER.slice(index + 1).map((later) => [earlier, later] as const),
).filter(([earlier, later]) => !sameGuard(earlier, later));

const lineOf = (name: string): [Situation, string[]] => {
  const line = TABLE.find(([one]) => one === name);
  if (line === undefined) throw new Error(`no line ${name}`);
  return [line[1], line[2]];
};

const both = (one: Situation, other: Situation): Situation => ({
  ...other,
  ...one,
  job: { ...other.job, ...one.job },
  row: { ...other.row, ...one.row },
  dispatch: { ...other.dispatch, ...one.dispatch },
});

describe('when two guards object the earlier one wins', () => {
  test.each(PAIRS)('%s, and %s', (earlier, later) => {
    const [one, said] = lineOf(earlier);
    const [other, wouldSay] = lineOf(later);
    const expected = CAUSES.map((_, index) => (said[index] === 'start' ? wouldSay[index] : said[index]));
    expect(CAUSES.map((cause) => words(admit(factsOf(cause, both(one, other)))))).toEqual(expected);
  });
});
