// The queue alone: processes that are over at once, a database that is on disk after every batch.
import type { ProcessEnd, Processes } from '../src/engine/ports/processes.ts';
import { openEngineRoom } from './engine-room.ts';
import { range, report } from './report.ts';
import { spreadOf } from './statistics.ts';

const DISPATCHES = 2_000;
const JOBS = 50;
const ROUNDS = 7;
const AIM = 6_000;
const WORKED_AIM = 110;

/** Processes that end at once, or only when somebody stops them. */
function noProcesses(ends: boolean): Processes {
  const stopped = Promise.withResolvers<ProcessEnd>();
  if (ends) stopped.resolve({ kind: 'exited', code: 0 });
  return {
    start: ({ runId }) => ({
      kind: 'started',
      identity: { pid: 1_000_000 + runId, pidStart: '1', bootId: 'bench' },
      ended: stopped.promise,
    }),
    adopt: () => ({ ended: Promise.resolve({ kind: 'vanished' }), release() {} }),
    claimStart: () => ({ kind: 'claimed' }),
    readExit: () => undefined,
    isAlive: () => false,
    signalGroup() {
      stopped.resolve({ kind: 'exited', code: 143, signal: 'SIGTERM' });
      return true;
    },
    tree: () => [],
    escaped: () => [],
    killEscaped: () => [],
    outputBytes: () => ({ out: 0, err: 0 }),
    release() {},
  };
}

type Kind = {
  what: string;
  job: Record<string, unknown>;
  /** What the last decision on a dispatch is told by. */
  last: 'run-ended' | 'dispatch-refused';
  /** A dispatch that is admitted is one decision, the settlement of its run another; a refusal is one. */
  decisionsEach: number;
};

const KINDS: readonly Kind[] = [
  { what: 'admitted, started and settled: 2 each', job: {}, last: 'run-ended', decisionsEach: 2 },
  // No gateway: each is claimed, looked at by the guards, recorded and postponed.
  { what: 'refused: postponed', job: { session_target: 'isolated' }, last: 'dispatch-refused', decisionsEach: 1 },
  // Nothing of the job runs again before the first one has ended, which it does not here: each waits in line.
  { what: 'refused: waits in line', job: { overlap_policy: 'queue' }, last: 'dispatch-refused', decisionsEach: 1 },
];

type Round = { aSecond: number; workedMicroseconds: number };

/** From a full queue to the last decision on disk. */
async function round({ job, last, decisionsEach }: Kind): Promise<Round> {
  const ends = last === 'run-ended';
  const room = openEngineRoom({ maxActiveRuns: 64, processes: noProcesses(ends) });
  const jobs = Array.from({ length: JOBS }, (_, index) =>
    room.addJob({
      name: `job ${index}`,
      schedule_kind: 'manual',
      overlap_policy: 'allow',
      max_queued_dispatches: DISPATCHES,
      ...job,
    }),
  );
  room.store.write(() => {
    for (let index = 0; index < DISPATCHES; index += 1) room.runNow(jobs[index % JOBS] ?? '');
  });
  let left = job.overlap_policy === 'queue' ? DISPATCHES - JOBS : DISPATCHES;
  const decisions = left * decisionsEach;
  const all = Promise.withResolvers<void>();
  room.engine.on((event) => {
    if (event.kind === last) left -= 1;
    if (left === 0) all.resolve();
  });
  const from = performance.now();
  const before = process.cpuUsage();
  room.engine.start();
  await all.promise;
  const tookMs = performance.now() - from;
  const { user, system } = process.cpuUsage(before);
  await room.close();
  return { aSecond: (decisions / tookMs) * 1_000, workedMicroseconds: (user + system) / decisions };
}

async function measure(kind: Kind): Promise<void> {
  await round(kind);
  const rounds: Round[] = [];
  for (let index = 0; index < ROUNDS; index += 1) rounds.push(await round(kind));
  const speed = spreadOf(rounds.map(({ aSecond }) => aSecond));
  const worked = spreadOf(rounds.map(({ workedMicroseconds }) => workedMicroseconds));
  report({
    bench: 'decisions',
    what: `${kind.what}, of ${DISPATCHES} dispatches`,
    value: `${speed.median.toFixed(0)}/s`,
    spread: range(`${speed.min.toFixed(0)}/s`, `${speed.max.toFixed(0)}/s`),
    aim: { text: `≥ ${AIM}/s`, met: speed.median >= AIM },
  });
  report({
    bench: 'decisions',
    what: 'the same, processor time of one',
    value: `${worked.median.toFixed(0)} µs`,
    spread: range(`${worked.min.toFixed(0)} µs`, `${worked.max.toFixed(0)} µs`),
    aim: { text: `≤ ${WORKED_AIM} µs`, met: worked.median <= WORKED_AIM },
  });
}

for (const kind of KINDS) await measure(kind);
