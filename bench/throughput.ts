// 500 runs of `:` through the engine against a bare loop of execa, round by round, so that both see the same machine.
import { execa } from 'execa';
import { openEngineRoom } from './engine-room.ts';
import { range, report } from './report.ts';
import { median, spreadOf } from './statistics.ts';

const RUNS = 500;
const AT_ONCE = 16;
const ROUNDS = 7;
const JOBS = 20;
const AIM = 0.8;

/** Both in runs a second. */
async function engineRound(): Promise<number> {
  const room = openEngineRoom({ maxActiveRuns: AT_ONCE });
  const jobs = Array.from({ length: JOBS }, (_, index) =>
    room.addJob({ name: `no-op ${index}`, schedule_kind: 'manual', overlap_policy: 'allow' }),
  );
  room.store.write(() => {
    for (let index = 0; index < RUNS; index += 1) room.runNow(jobs[index % JOBS] ?? '');
  });
  let ok = 0;
  const all = Promise.withResolvers<void>();
  room.engine.on((event) => {
    if (event.kind !== 'run-ended') return;
    if (event.run.status !== 'ok') throw new Error(`a no-op run ended ${event.run.status}: ${event.run.error}`);
    ok += 1;
    if (ok === RUNS) all.resolve();
  });
  const from = performance.now();
  room.engine.start();
  await all.promise;
  const tookMs = performance.now() - from;
  await room.close();
  return (RUNS / tookMs) * 1_000;
}

async function bareRound(): Promise<number> {
  let left = RUNS;
  const from = performance.now();
  const loop = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await execa('/bin/bash', ['-c', ':']);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, loop));
  return (RUNS / (performance.now() - from)) * 1_000;
}

const engine: number[] = [];
const bare: number[] = [];
await engineRound();
await bareRound();
for (let round = 0; round < ROUNDS; round += 1) {
  // Whoever is second finds warmer caches, so they take turns.
  if (round % 2 === 0) engine.push(await engineRound());
  bare.push(await bareRound());
  if (round % 2 === 1) engine.push(await engineRound());
}
const figure = (what: string, values: readonly number[]): void => {
  const spread = spreadOf(values);
  report({
    bench: 'no-op runs',
    what,
    value: `${spread.median.toFixed(0)}/s`,
    spread: range(`${spread.min.toFixed(0)}/s`, `${spread.max.toFixed(0)}/s`),
  });
};
figure(`engine, ${RUNS} runs, ${AT_ONCE} at once`, engine);
figure('bare execa, the same', bare);
const ratio = median(engine) / median(bare);
const pairs = spreadOf(engine.map((value, index) => value / (bare[index] ?? Number.NaN)));
report({
  bench: 'no-op runs',
  what: `engine / bare, medians of ${ROUNDS} rounds`,
  value: ratio.toFixed(2),
  spread: range(pairs.min.toFixed(2), pairs.max.toFixed(2)),
  aim: { text: `≥ ${AIM}`, met: ratio >= AIM },
});
