// Start lateness (S-12): due instant to return of spawn, for fires that come one by one on an idle machine.
import { openEngineRoom, preciseNow, watchedProcesses } from './engine-room.ts';
import { ms, report } from './report.ts';
import { percentile } from './statistics.ts';

const FIRES = 500;
const SPREAD_OVER_MS = 25_000;
const LEAD_MS = 3_000;

const starts = new Map<number, { askedAt: number; returnedAt: number }>();
const processes = watchedProcesses(({ runId, ...start }) => starts.set(runId, start));
const room = openEngineRoom({ maxActiveRuns: 64, processes });
const firstAt = Date.now() + LEAD_MS;
const stepMs = SPREAD_OVER_MS / FIRES;
room.store.write(() => {
  for (let index = 0; index < FIRES; index += 1) {
    // Uneven steps, so that no timer of a round period hides or makes lateness.
    const dueAt = firstAt + Math.round(index * stepMs + ((index * 37) % stepMs));
    room.addJob({ name: `fire ${index}`, schedule_at: new Date(dueAt).toISOString() });
  }
});
const late: number[] = [];
const beforeSpawn: number[] = [];
let ended = 0;
const all = Promise.withResolvers<void>();
room.engine.on((event) => {
  if (event.kind !== 'run-ended') return;
  const start = starts.get(event.run.id);
  if (start === undefined) throw new Error(`run ${event.run.id} ended without a start`);
  late.push(start.returnedAt - event.run.dueAt);
  beforeSpawn.push(start.askedAt - event.run.dueAt);
  ended += 1;
  if (ended === FIRES) all.resolve();
});
room.engine.start();
if (preciseNow() > firstAt) throw new Error('the fires were due before the engine started');
await all.promise;
await room.close();

const figure = (name: string, value: number, aimMs?: number): void =>
  report({
    bench: 'start lateness',
    what: `${name} of ${FIRES} fires in ${SPREAD_OVER_MS / 1_000} s`,
    value: ms(value),
    spread: '',
    ...(aimMs === undefined ? {} : { aim: { text: `< ${aimMs} ms`, met: value < aimMs } }),
  });
figure('p50', percentile(late, 0.5), 5);
figure('p95', percentile(late, 0.95));
figure('p99', percentile(late, 0.99), 25);
figure('max', Math.max(...late));
report({
  bench: 'start lateness',
  what: 'p50 up to the spawn: timer, decision, commit',
  value: ms(percentile(beforeSpawn, 0.5)),
  spread: `p99 ${ms(percentile(beforeSpawn, 0.99))}`,
});
