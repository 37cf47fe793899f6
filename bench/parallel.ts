// 20 jobs of `sleep 0.5` due at one instant: how far they are from running side by side.
import { openEngineRoom, preciseNow, watchedProcesses } from './engine-room.ts';
import { ms, range, report } from './report.ts';
import { spreadOf } from './statistics.ts';

const JOBS = 20;
const ROUNDS = 5;
const LEAD_MS = 500;
const AIM_MS = 650;

/** From before the first spawn to the commit of the last settlement. */
async function round(): Promise<{ wholeMs: number; startsMs: number }> {
  const asked: number[] = [];
  const returned: number[] = [];
  const processes = watchedProcesses(({ askedAt, returnedAt }) => {
    asked.push(askedAt);
    returned.push(returnedAt);
  });
  const room = openEngineRoom({ maxActiveRuns: JOBS, processes });
  const dueAt = Date.now() + LEAD_MS;
  room.store.write(() => {
    for (let index = 0; index < JOBS; index += 1) {
      const schedule_at = new Date(dueAt).toISOString();
      room.addJob({ name: `sleep ${index}`, payload_message: 'sleep 0.5', schedule_at });
    }
  });
  let ended = 0;
  const all = Promise.withResolvers<number>();
  room.engine.on((event) => {
    if (event.kind === 'run-ended') ended += 1;
    if (ended === JOBS) all.resolve(preciseNow());
  });
  room.engine.start();
  const lastEndAt = await all.promise;
  await room.close();
  const firstAt = Math.min(...asked);
  return { wholeMs: lastEndAt - firstAt, startsMs: Math.max(...returned) - firstAt };
}

const rounds: Awaited<ReturnType<typeof round>>[] = [];
for (let index = 0; index < ROUNDS; index += 1) rounds.push(await round());
const whole = spreadOf(rounds.map((one) => one.wholeMs));
const starts = spreadOf(rounds.map((one) => one.startsMs));
report({
  bench: `${JOBS} × sleep 0.5`,
  what: `first start to last end, ${ROUNDS} rounds`,
  value: ms(whole.median),
  spread: range(ms(whole.min), ms(whole.max)),
  aim: { text: `≤ ${AIM_MS} ms`, met: whole.median <= AIM_MS },
});
report({
  bench: `${JOBS} × sleep 0.5`,
  what: 'first start to last start',
  value: ms(starts.median),
  spread: range(ms(starts.min), ms(starts.max)),
});
