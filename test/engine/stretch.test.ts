import { expect, test } from 'vitest';
import { ANA } from '../support/builders.ts';
import { createWorld, type World } from '../support/world.ts';

const JOBS = 40;
const LOOK_MS = 1;
const LOOKS = 1_000;
/** Half a frame, and whatever was begun within it. */
const STRETCH_MS = 8;

/** The longest time in which nothing else in this process had its turn. */
function watchTurns(world: World): { longestMs(): number } {
  let [lastAt, longestMs, looks] = [world.clock.monotonic(), 0, 0];
  const look = (): void => {
    longestMs = Math.max(longestMs, world.clock.monotonic() - lastAt);
    lastAt = world.clock.monotonic();
    looks += 1;
    if (looks < LOOKS) world.clock.setTimer(LOOK_MS, look);
  };
  look();
  return { longestMs: () => longestMs };
}

/** So long each call takes from here on. */
function slowDown<Name extends string>(
  part: Record<Name, (...given: never[]) => unknown>,
  name: Name,
  wait: () => void,
) {
  const quick = part[name];
  part[name] = (...given) => {
    wait();
    return quick(...given);
  };
}

/** What is slow lets the time pass, and each time a clock is settled it looks no further than it began. */
async function settleAll(world: World): Promise<void> {
  for (let round = 0; round < 4 * JOBS; round += 1) await world.settle();
}

test('where starting a process takes long, keys and frames have their turn behind every second one', async () => {
  const world = createWorld({ maxActiveRuns: 12 });
  const job = world.addJob({ overlap_policy: 'allow' });
  await world.settle();
  for (let index = 0; index < 12; index += 1) world.commands.runNow(job.id, ANA);
  slowDown(world.store.runs, 'state', () => world.clock.freeze(5));
  const turns = watchTurns(world);
  await settleAll(world);
  expect(world.fake.specs).toHaveLength(12);
  expect(turns.longestMs()).toBe(10);
});

test('where the console takes most of a turn, one process is started in it and no more, but for those of the batch', async () => {
  const world = createWorld({ maxActiveRuns: 12 });
  const job = world.addJob({ overlap_policy: 'allow' });
  await world.settle();
  for (let index = 0; index < 12; index += 1) world.commands.runNow(job.id, ANA);
  slowDown(world.store.runs, 'state', () => world.clock.freeze(3));
  const turns: number[] = [];
  const drawing = (): void => {
    const before = world.fake.specs.length;
    world.clock.freeze(10);
    world.clock.setSoon(() => turns.push(world.fake.specs.length - before));
    if (turns.length < LOOKS) world.clock.setSoon(drawing);
  };
  drawing();
  await settleAll(world);
  expect(world.fake.specs).toHaveLength(12);
  const [ofBatch = 0, ...others] = turns.filter((starts) => starts > 0);
  expect(others).toEqual(Array.from({ length: 12 - ofBatch }, () => 1));
});

test('a batch whose items take long ends early; each item is done once, and in the same order', async () => {
  const world = createWorld({ maxActiveRuns: JOBS });
  const jobs = Array.from({ length: JOBS }, () => world.addJob({ schedule_every_ms: 60_000 }));
  await world.settle();
  await world.advance(59_990);
  slowDown(world.store.jobs, 'get', () => world.clock.freeze(1));
  const turns = watchTurns(world);
  await world.advance(10);
  await settleAll(world);
  expect(turns.longestMs()).toBeLessThanOrEqual(STRETCH_MS + 2 * LOOK_MS);
  expect(world.runs().map(({ jobId }) => jobId)).toEqual(jobs.map(({ id }) => id));
});

test('however slow they are, a batch does some of them: each waits for the disk once', async () => {
  const world = createWorld({ maxActiveRuns: JOBS });
  for (let index = 0; index < JOBS; index += 1) world.addJob({ schedule_every_ms: 60_000 });
  await world.settle();
  const changes = (): number =>
    (world.store.db.prepare(`SELECT value FROM meta WHERE key = 'change_seq'`).get() as { value: number }).value;
  slowDown(world.store.jobs, 'get', () => world.clock.freeze(100));
  const before = changes();
  await world.advance(60_000);
  await settleAll(world);
  expect(world.runs()).toHaveLength(JOBS);
  expect(changes() - before).toBeLessThanOrEqual(3 * (JOBS / 8));
});
