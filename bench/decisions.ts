// The queue alone: processes that are over at once, a database that is on disk after every batch.
import type { Processes } from '../src/engine/ports/processes.ts';
import { openEngineRoom } from './engine-room.ts';
import { range, report } from './report.ts';
import { spreadOf } from './statistics.ts';

const DISPATCHES = 2_000;
const JOBS = 50;
const ROUNDS = 5;

const noProcesses = (): Processes => ({
  start: ({ runId }) => ({
    kind: 'started',
    identity: { pid: 1_000_000 + runId, pidStart: '1', bootId: 'bench' },
    ended: Promise.resolve({ kind: 'exited', code: 0 }),
  }),
  adopt: () => ({ ended: Promise.resolve({ kind: 'vanished' }), release() {} }),
  claimStart: () => ({ kind: 'claimed' }),
  readExit: () => undefined,
  isAlive: () => false,
  signalGroup: () => false,
  tree: () => [],
  escaped: () => [],
  killEscaped: () => [],
  outputBytes: () => ({ out: 0, err: 0 }),
  release() {},
});

/** Dispatches a second, from waiting in the queue to settled (or refused) on disk. */
async function round(job: Record<string, unknown>, wanted: 'run-ended' | 'dispatch-refused'): Promise<number> {
  const room = openEngineRoom({ maxActiveRuns: 64, processes: noProcesses() });
  const jobs = Array.from({ length: JOBS }, (_, index) =>
    room.addJob({ name: `job ${index}`, schedule_kind: 'manual', overlap_policy: 'allow', ...job }),
  );
  room.store.write(() => {
    for (let index = 0; index < DISPATCHES; index += 1) room.runNow(jobs[index % JOBS] ?? '');
  });
  let seen = 0;
  const all = Promise.withResolvers<void>();
  room.engine.on((event) => {
    if (event.kind === wanted) seen += 1;
    if (seen === DISPATCHES) all.resolve();
  });
  const from = performance.now();
  room.engine.start();
  await all.promise;
  const tookMs = performance.now() - from;
  await room.close();
  return (DISPATCHES / tookMs) * 1_000;
}

async function measure(what: string, once: () => Promise<number>): Promise<void> {
  await once();
  const rounds: number[] = [];
  for (let index = 0; index < ROUNDS; index += 1) rounds.push(await once());
  const spread = spreadOf(rounds);
  report({
    bench: 'queue',
    what,
    value: `${spread.median.toFixed(0)}/s`,
    spread: range(`${spread.min.toFixed(0)}/s`, `${spread.max.toFixed(0)}/s`),
  });
}

await measure(`admitted and settled, ${DISPATCHES} by hand`, () => round({}, 'run-ended'));
// No gateway: each is claimed, looked at by the guards, recorded and put off.
await measure(`refused by a guard, ${DISPATCHES} by hand`, () =>
  round({ session_target: 'isolated' }, 'dispatch-refused'),
);
