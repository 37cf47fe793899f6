import type { GatewayState } from '../../src/engine/ports/gateway.ts';
import type { JobWords } from '../support/builders.ts';
import { createRandom, type Random } from './random.ts';

/** Where the next fault strikes: at the n-th statement or effect of the engine from here. */
export type Fault =
  | { kind: 'crash'; at: number }
  /** Frozen there, replaced, and woken up at once in the middle of what it did. */
  | { kind: 'replaced'; at: number }
  /** `undoes`: SQLite takes back the whole transaction, as it may on an error of the disk. */
  | { kind: 'error'; at: number; code: string; times: number; undoes: 'statement' | 'transaction' };

/** What is picked is a number that is taken modulo what is there: so a list of moves stays one when some are left out. */
export type Move =
  | { kind: 'run' | 'disable' | 'enable' | 'delete' | 'cancel-job'; job: number }
  | { kind: 'run-override'; job: number; fields: JobWords }
  | { kind: 'finish'; pick: number; count: number; code: number; out: string }
  | { kind: 'cancel-run' | 'kill-run' | 'rerun' | 'approve' | 'reject' | 'cancel-dispatch'; pick: number }
  | { kind: 'vanish' | 'ignore-term' | 'escape'; pick: number }
  | { kind: 'refuse-start' | 'reboot' | 'crash' | 'freeze' | 'thaw' | 'hand-over' | 'stop' | 'integrity' }
  | { kind: 'advance' | 'step' | 'sleep'; ms: number }
  | { kind: 'pause' | 'resume'; target: number; ms: number }
  | { kind: 'pool'; pool: string; slots: number }
  | { kind: 'edit'; job: number; fields: JobWords }
  | { kind: 'add'; fields: JobWords }
  | { kind: 'alert'; pick: number; how: 'acknowledge' | 'snooze' | 'resolve' }
  | { kind: 'gateway'; state: GatewayState }
  | { kind: 'gateway-trouble'; how: 'hang' | 'fail' | 'refuse' | 'cut' | 'restart'; call: number }
  | { kind: 'post'; state: 'ok' | 'down' | 'hang' }
  | { kind: 'arm'; fault: Fault };

export function movesOf(seed: number, count: number): Move[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => aMove(random));
}

const JOBS_MAX = 64;
const PICKS_MAX = 1_000;
const FAULT_STEPS_MAX = 160;

type Make = (random: Random) => Move;

const aJob = (random: Random): number => random.below(JOBS_MAX);
const aPick = (random: Random): number => random.below(PICKS_MAX);

/** Each as often as its weight says. */
const CHOICES: readonly [weight: number, make: Make][] = [
  [14, (random) => ({ kind: 'run', job: aJob(random) })],
  [2, (random) => ({ kind: 'run-override', job: aJob(random), fields: { payload_message: `once-${aPick(random)}` } })],
  [
    26,
    (random) => ({
      kind: 'finish',
      pick: aPick(random),
      count: random.one([1, 1, 2, 4]),
      code: random.one([0, 0, 0, 1, 2, 143]),
      out: random.one(['', 'yes\n', 'no\n', '{"status":"done"}\n']),
    }),
  ],
  [24, (random) => ({ kind: 'advance', ms: random.one([0, 300, 1_000, 1_000, 2_000, 3_000, 5_000, 12_000, 31_000]) })],
  [5, (random) => ({ kind: random.one(['approve', 'reject']), pick: aPick(random) })],
  [3, (random) => ({ kind: random.one(['cancel-run', 'kill-run', 'cancel-dispatch']), pick: aPick(random) })],
  [2, (random) => ({ kind: random.one(['disable', 'enable', 'enable']), job: aJob(random) })],
  [1, (random) => ({ kind: random.one(['delete', 'cancel-job', 'cancel-job', 'enable']), job: aJob(random) })],
  [2, (random) => ({ kind: 'rerun', pick: aPick(random) })],
  [3, (random) => ({ kind: random.one(['vanish', 'ignore-term', 'escape']), pick: aPick(random) })],
  [1, (random) => ({ kind: random.one(['refuse-start', 'reboot', 'hand-over', 'stop', 'integrity']) })],
  [
    2,
    (random) => ({ kind: random.one(['step', 'sleep']), ms: random.one([-3_600_000, -30_000, -3_000, 3_000, 90_000]) }),
  ],
  [
    3,
    (random) => ({
      kind: random.one(['pause', 'resume', 'resume']),
      target: random.below(6),
      ms: random.one([0, 4_000, 20_000]),
    }),
  ],
  [2, (random) => ({ kind: 'pool', pool: random.one(['io', 'net']), slots: random.one([1, 1, 2, 3]) })],
  [3, (random) => ({ kind: 'edit', job: aJob(random), fields: random.one(EDITS) })],
  [1, (random) => ({ kind: 'add', fields: random.one(ADDED) })],
  [2, (random) => ({ kind: 'alert', pick: aPick(random), how: random.one(['acknowledge', 'snooze', 'resolve']) })],
  [3, (random) => ({ kind: 'gateway', state: random.one(['ok', 'ok', 'ok', 'down', 'draining', 'model-sick']) })],
  [
    2,
    (random) => ({
      kind: 'gateway-trouble',
      how: random.one(['hang', 'fail', 'refuse', 'cut', 'restart']),
      call: random.below(4),
    }),
  ],
  [2, (random) => ({ kind: 'post', state: random.one(['ok', 'ok', 'down', 'hang']) })],
  [4, (random) => ({ kind: random.one(['crash', 'freeze', 'thaw', 'thaw']) })],
  [8, (random) => ({ kind: 'arm', fault: aFault(random) })],
];

const TOTAL = CHOICES.reduce((sum, [weight]) => sum + weight, 0);

function aMove(random: Random): Move {
  let left = random.below(TOTAL);
  for (const [weight, make] of CHOICES) {
    left -= weight;
    if (left < 0) return make(random);
  }
  return { kind: 'advance', ms: 0 };
}

function aFault(random: Random): Fault {
  const at = 1 + random.below(FAULT_STEPS_MAX);
  const kind = random.one<Fault['kind']>(['crash', 'crash', 'crash', 'replaced', 'error', 'error']);
  if (kind !== 'error') return { kind, at };
  const code = random.one(['SQLITE_BUSY', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE']);
  const undoes =
    code === 'SQLITE_BUSY' ? 'statement' : random.one<'statement' | 'transaction'>(['statement', 'transaction']);
  return { kind, at, code, times: random.one([1, 1, 3, 20]), undoes };
}

const EDITS: readonly [JobWords, ...JobWords[]] = [
  { payload_message: 'other.sh' },
  { max_queued_dispatches: 1 },
  { priority: 50 },
  { resource_pool: 'io' },
  { resource_pool: 'net' },
  { resource_pool: null },
  { overlap_policy: 'skip' },
  { overlap_policy: 'queue' },
  { overlap_policy: 'replace' },
  { approval_required: true, approval_scope: 'all', approval_timeout_s: 15 },
  { approval_required: false },
  { max_retries: 1, retry_delay_s: 2 },
  { delivery_guarantee: 'at-least-once' },
  { delivery_guarantee: 'at-most-once' },
  { run_timeout_ms: 4_000 },
];

const ADDED: readonly [JobWords, ...JobWords[]] = [
  { name: 'once', schedule_at: 'in 20s' },
  { name: 'once and gone', schedule_at: 'in 5s', delete_after_run: true },
  { name: 'more', schedule_every_ms: 4_000, overlap_policy: 'allow' },
  { name: 'by hand', max_retries: 1, retry_delay_s: 1 },
];
