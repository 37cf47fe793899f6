import { expect, test } from 'vitest';
import { ANA, BEN } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

test('D-102 a cancelled run gets TERM, its grace, then KILL, and each stage is on disk before the signal', async () => {
  const world = createWorld();
  const job = world.addJob({ kill_grace_ms: 4_000, max_retries: 3 });
  world.fake.ignoreTermNext();
  await world.run(job);
  await world.advance(10_000);
  const stages: unknown[] = [];
  const signalGroup = world.fake.port.signalGroup;
  world.fake.port.signalGroup = (pid, signal) => {
    const { stopStage, stopReason, stopRequestedAt } = world.runs()[0] ?? {};
    stages.push([signal, stopStage, stopReason, stopRequestedAt]);
    return signalGroup(pid, signal);
  };
  const askedAt = world.now();
  await world.act(world.commands.cancelRun(1, ANA));
  await world.advance(3_999);
  expect(world.statuses()).toEqual(['running']);
  await world.advance(1);
  expect(stages).toEqual([
    ['SIGTERM', 'term', 'cancel', askedAt],
    ['SIGKILL', 'kill', 'cancel', askedAt],
  ]);
  expect(world.runs()).toMatchObject([
    { status: 'cancelled', error: 'cancelled by ana, killed after the grace', stopRequestedBy: ANA },
  ]);
  expect(world.dispatches()).toMatchObject([{ status: 'cancelled' }]);
});

test('D-102 a run stopped in its first moments gets a second TERM, since its shell may have swallowed the first', async () => {
  const world = createWorld();
  const job = world.addJob({ kill_grace_ms: 60_000 });
  world.fake.ignoreTermNext();
  await world.run(job);
  await world.act(world.commands.cancelRun(1, ANA));
  await world.advance(30_000);
  expect(world.fake.signals.map(({ signal }) => signal)).toEqual(['SIGTERM', 'SIGTERM']);
});

test('D-102 a cancelled run is not retried, counts for nothing, and is told to nobody', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 3, delivery_to: '42' });
  const child = world.addJob({ name: 'child', parent_id: job.id, trigger_on: 'complete' });
  await world.run(job);
  await world.act(world.commands.cancelRun(1, ANA));
  expect(world.job(job)).toMatchObject({ consecutiveErrors: 0, last10: 'x' });
  expect(world.dispatches(child)).toEqual([]);
  expect(world.messages()).toEqual([]);
});

test('D-102 cancelling twice, or what is over, or waits for approval, says so', async () => {
  const world = createWorld();
  const job = world.addJob({ kill_grace_ms: 5_000 });
  const asking = world.addJob({ name: 'asking', approval_required: true, approval_scope: 'all' });
  world.fake.ignoreTermNext();
  await world.run(job);
  await world.run(asking);
  await world.act(world.commands.cancelRun(1, ANA));
  expect(world.commands.cancelRun(1, BEN)).toMatchObject({ code: 'already-stopping' });
  expect(world.commands.cancelRun(2, BEN)).toMatchObject({
    message: 'not cancelled: run 2 waits for approval 1; reject that',
  });
  expect(world.commands.cancelRun(3, BEN)).toMatchObject({ kind: 'not-found', message: 'no run 3' });
  await world.advance(5_000);
  expect(world.commands.cancelRun(1, BEN)).toMatchObject({ message: 'not cancelled: run 1 ended cancelled' });
});

test('D-102 kill does not wait for the grace, also after a cancel', async () => {
  const world = createWorld();
  const job = world.addJob({ kill_grace_ms: 600_000 });
  world.fake.ignoreTermNext();
  await world.run(job);
  await world.act(world.commands.cancelRun(1, ANA));
  await world.act(world.commands.killRun(1, BEN));
  expect(world.fake.signals.map(({ signal }) => signal)).toEqual(['SIGTERM', 'SIGKILL']);
  expect(world.runs()).toMatchObject([
    { status: 'cancelled', stopRequestedBy: ANA, error: 'cancelled by ana, killed at once' },
  ]);
});

test('D-102 killed in the middle of the grace is not called killed after it', async () => {
  const world = createWorld();
  const job = world.addJob({ kill_grace_ms: 600_000 });
  world.fake.ignoreTermNext();
  await world.run(job);
  await world.act(world.commands.cancelRun(1, ANA));
  await world.advance(60_000);
  await world.act(world.commands.killRun(1, BEN));
  expect(world.runs()).toMatchObject([{ error: 'cancelled by ana, killed before the grace was over' }]);
});

test.each([
  ['its limit', 'printed more than 1 KiB (output_max_bytes)'],
  ['a person', 'cancelled by ana'],
])('D-22 a run that is stopped for %s and prints on is killed for that, and its words say so', async (who, reason) => {
  const world = createWorld();
  const job = world.addJob({ kill_grace_ms: 600_000, output_max_bytes: 1_024 });
  world.fake.ignoreTermNext();
  await world.run(job);
  await world.advance(2_000);
  if (who === 'a person') await world.act(world.commands.cancelRun(1, ANA));
  world.fake.print(1, { out: 'x'.repeat(1_500) });
  await world.advance(1_000);
  expect(world.statuses()).toEqual(['running']);
  world.fake.print(1, { out: 'x'.repeat(1_000) });
  await world.advance(1_000);
  expect(world.runs()).toMatchObject([
    { error: `${reason}, killed within the grace since it had printed 2 times its limit` },
  ]);
});

test('D-102 a cancelled job is off and loses what waits and runs, with every descendant', async () => {
  const world = createWorld();
  const top = world.addJob({ name: 'top', overlap_policy: 'queue' });
  const middle = world.addJob({ name: 'middle', parent_id: top.id });
  const leaf = world.addJob({ name: 'leaf', parent_id: middle.id });
  const other = world.addJob({ name: 'other' });
  for (const job of [top, top, middle, leaf, other]) await world.run(job);
  const { jobs, runs } = await world.act(world.commands.cancelJob(top.id, ANA, { cascade: true }));
  await world.settle();
  expect(jobs).toEqual([top.id, middle.id, leaf.id]);
  expect(runs).toEqual([1, 2, 3]);
  expect(world.statuses()).toEqual(['cancelled', 'cancelled', 'cancelled', 'running']);
  expect(world.dispatches(top).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
  expect([top, middle, leaf, other].map((job) => world.job(job).enabled)).toEqual([false, false, false, true]);
});

test('D-102 without cascade only the job itself is cancelled', async () => {
  const world = createWorld();
  const top = world.addJob({ name: 'top' });
  const child = world.addJob({ name: 'child', parent_id: top.id });
  await world.run(child);
  await world.act(world.commands.cancelJob(top.id, ANA, { cascade: false }));
  expect(world.statuses()).toEqual(['running']);
  expect(world.job(child).enabled).toBe(true);
});

test('D-102 a run that was admitted and not started yet never starts', async () => {
  const world = createWorld({ maxActiveRuns: 20 });
  const jobs = Array.from({ length: 12 }, (_, index) => world.addJob({ name: `job ${index}` }));
  for (const job of jobs) world.commands.runNow(job.id, ANA);
  // Spawns come four in a slice: a listener cancels the last run when the first one starts.
  world.engine.on((event) => {
    if (event.kind === 'run-started' && event.run.id === 1) world.commands.cancelRun(12, ANA);
  });
  await world.settle();
  expect(world.statuses().at(-1)).toBe('cancelled');
  expect(world.fake.specs).toHaveLength(11);
});

test('a time limit ends a run as timeout, TERM first, and it is retried', async () => {
  const world = createWorld();
  const job = world.addJob({ run_timeout_ms: 10_000, max_retries: 1, retry_delay_s: 1, delivery_to: '42' });
  await world.run(job);
  await world.advance(9_999);
  expect(world.statuses()).toEqual(['running']);
  await world.advance(1);
  expect(world.runs()).toMatchObject([
    {
      status: 'timeout',
      stopReason: 'timeout',
      error: 'time limit of 10s reached (run_timeout_ms)',
      signal: 'SIGTERM',
    },
  ]);
  await world.advance(1_000);
  expect(world.statuses()).toEqual(['timeout', 'running']);
});

test('a silent run is ended by its idle limit, one that prints goes on', async () => {
  const world = createWorld();
  const job = world.addJob({ idle_timeout_ms: 5_000 });
  await world.run(job);
  await world.advance(4_000);
  world.fake.print(1, { out: '.' });
  await world.advance(4_500);
  expect(world.statuses()).toEqual(['running']);
  await world.advance(1_000);
  expect(world.runs()).toMatchObject([{ status: 'timeout', error: 'printed nothing for 5s (idle_timeout_ms)' }]);
});

test('more output than its limit ends a run as error with the reason', async () => {
  const world = createWorld();
  const job = world.addJob({ output_max_bytes: 1_024 });
  await world.run(job);
  world.fake.print(1, { out: 'x'.repeat(1_025) });
  await world.advance(250);
  expect(world.runs()).toMatchObject([
    { status: 'error', stopReason: 'output-limit', error: 'printed more than 1 KiB (output_max_bytes)' },
  ]);
});

test('a run that prints on while it is stopped is killed at twice its limit, and the grace is not waited for', async () => {
  const world = createWorld();
  const job = world.addJob({ output_max_bytes: 1_024, kill_grace_ms: 60_000 });
  await world.run(job);
  world.fake.ignoreTerm(1);
  world.fake.print(1, { out: 'x'.repeat(2_000) });
  await world.advance(500);
  expect(world.statuses()).toEqual(['running']);
  world.fake.print(1, { out: 'x'.repeat(100) });
  await world.advance(250);
  expect(world.fake.signals.map(({ signal }) => signal)).toContain('SIGKILL');
  expect(world.runs()).toMatchObject([{ status: 'error', stopReason: 'output-limit', stopStage: 'kill' }]);
});

test('D-25 a command that cannot start is an error with the cause, and the engine goes on', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 0 });
  world.fake.refuseNext('too many open files');
  await world.run(job);
  expect(world.runs()).toMatchObject([{ status: 'error', error: 'cannot start: too many open files' }]);
  await world.run(job);
  expect(world.statuses()).toEqual(['error', 'running']);
});

test('D-25 a variable that cannot be read keeps the command from starting', async () => {
  const world = createWorld();
  const job = world.addJob({ env: { TOKEN: { from_file: '/nowhere/token' } } });
  await world.run(job);
  expect(world.runs()).toMatchObject([
    { status: 'error', error: 'cannot start: env TOKEN: cannot read /nowhere/token (there is no such file)' },
  ]);
});

test('D-26 whatever starting throws becomes an error with its message, announced like other failures', async () => {
  const world = createWorld();
  const job = world.addJob({ delivery_to: '42' });
  world.fake.port.start = () => {
    throw new Error('a bug');
  };
  await world.run(job);
  expect(world.runs()).toMatchObject([{ status: 'error', error: 'cannot start: a bug' }]);
  expect(world.messages()).toMatchObject([{ kind: 'result' }]);
});
