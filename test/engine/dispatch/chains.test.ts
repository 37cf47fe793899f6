import { expect, test } from 'vitest';
import { ANA, type JobWords } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

const OUTCOMES = ['ok', 'error with a retry left', 'final error', 'timeout', 'cancelled'] as const;

test.each([
  ['success', [1, 0, 0, 0, 0]],
  ['failure', [0, 0, 1, 1, 0]],
  ['complete', [1, 0, 1, 1, 0]],
  ['attempt_failure', [0, 1, 1, 1, 0]],
] as const)('D-69 trigger_on %s', async (trigger, expected) => {
  const started: number[] = [];
  for (const outcome of OUTCOMES) {
    const world = createWorld();
    const retries = outcome === 'error with a retry left' ? 1 : 0;
    const parent = world.addJob({ max_retries: retries, run_timeout_ms: 60_000 });
    const child = world.addJob({ name: 'child', parent_id: parent.id, trigger_on: trigger });
    await world.run(parent);
    if (outcome === 'timeout') await world.advance(60_000);
    else if (outcome === 'cancelled') await world.act(world.commands.cancelRun(1, ANA));
    else await world.finish(1, { code: outcome === 'ok' ? 0 : 1 });
    await world.until(() => world.runs(parent)[0]?.finishedAt !== undefined);
    started.push(world.dispatches(child).length);
    world.close();
  }
  expect(started).toEqual(expected);
});

test('D-69 children start after their delay, each with the run that caused it', async () => {
  const world = createWorld();
  const parent = world.addJob();
  const child = world.addJob({ name: 'child', parent_id: parent.id, trigger_delay_s: 30 });
  await world.finish(await world.run(parent));
  expect(world.dispatches(child)).toMatchObject([
    { cause: 'chain', sourceRunId: 1, dueAt: world.now() + 30_000, requestedBy: ANA },
  ]);
  await world.advance(30_000);
  expect(world.fake.specs.at(-1)?.env).toMatchObject({ OPENCLAW_CAUSE: 'chain', OPENCLAW_TRIGGERED_BY_RUN: '1' });
});

test('D-69 S-5 a child is handed what its parent was, how it ended and what it printed, without what no variable can hold', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent', success_exit_codes: [3] });
  world.addJob({ name: 'child', parent_id: parent.id });
  await world.finish(await world.run(parent), { code: 3, out: `one\0 two ${'ü'.repeat(30_000)}` });
  const env = world.fake.specs.at(-1)?.env ?? {};
  expect(env).toMatchObject({
    OPENCLAW_TRIGGERED_BY_RUN: '1',
    OPENCLAW_TRIGGERED_BY_JOB: parent.id,
    OPENCLAW_TRIGGERED_BY_NAME: 'parent',
    OPENCLAW_TRIGGERED_BY_STATUS: 'ok',
    OPENCLAW_TRIGGERED_BY_OUTPUT: expect.stringMatching(/^one two ü+ … \(cut\)$/),
  });
  expect(Buffer.byteLength(env.OPENCLAW_TRIGGERED_BY_OUTPUT ?? '')).toBeLessThanOrEqual(32_768);
  expect(world.fake.specs[0]?.env).not.toHaveProperty('OPENCLAW_TRIGGERED_BY_OUTPUT');
});

test.each([
  ['contains:DISK FULL', 'ok\nDISK FULL\n', '', true],
  ['contains:DISK FULL', 'fine\n', 'DISK FULL on stderr\n', true],
  ['contains:DISK FULL', 'disk full\n', '', false],
  ['regex:(?m)rows=[1-9]\\d*$', 'rows=120\n', '', true],
  ['regex:(?m)rows=[1-9]\\d*$', 'rows=0\n', '', false],
  ['regex:(a+)+$', `${'a'.repeat(30_000)}!\n`, '', false],
])('D-69 the condition %s looks at the whole output', async (condition, out, err, matches) => {
  const world = createWorld();
  const parent = world.addJob();
  const child = world.addJob({ name: 'child', parent_id: parent.id, trigger_condition: condition });
  await world.run(parent);
  world.fake.finish(1, { out, err });
  await world.until(() => world.runs(parent)[0]?.status === 'ok');
  expect(world.dispatches(child)).toHaveLength(matches ? 1 : 0);
});

test('D-69 a condition finds what is beyond the excerpt that is stored', async () => {
  const world = createWorld();
  const parent = world.addJob({ output_store_limit_bytes: 100 });
  const child = world.addJob({ name: 'child', parent_id: parent.id, trigger_condition: 'contains:needle' });
  await world.run(parent);
  world.fake.finish(1, { out: `${'hay\n'.repeat(1_000)}needle\n${'hay\n'.repeat(1_000)}` });
  await world.until(() => world.runs(parent)[0]?.status === 'ok');
  expect(world.store.runs.output(1)?.stdout).not.toContain('needle');
  expect(world.dispatches(child)).toHaveLength(1);
});

test('D-69 one end starts at most max_trigger_fanout children, and warns about the rest', async () => {
  const world = createWorld();
  const parent = world.addJob({ max_trigger_fanout: 2 });
  const children = [1, 2, 3].map((n) => world.addJob({ name: `child ${n}`, parent_id: parent.id }));
  await world.run(parent);
  world.fake.finish(1);
  await world.until(() => world.dispatches().length === 3);
  expect(children.map((child) => world.dispatches(child).length)).toEqual([1, 1, 0]);
  expect(world.alerts()).toMatchObject([{ kind: 'dispatch-dropped', key: `dropped:${children[2]?.id}` }]);
});

test('D-69 each child has its own queue limit', async () => {
  const world = createWorld();
  const parent = world.addJob();
  const child = world.addJob({
    name: 'child',
    parent_id: parent.id,
    overlap_policy: 'queue',
    max_queued_dispatches: 1,
    trigger_delay_s: 3_600,
  });
  for (const _ of [1, 2]) await world.finish(await world.run(parent));
  expect(world.dispatches(child)).toHaveLength(1);
  expect(world.why(child)).toEqual(['drop overlap-full']);
});

test('D-69 a disabled or deleted child is not started', async () => {
  const world = createWorld();
  const parent = world.addJob();
  const off = world.addJob({ name: 'off', parent_id: parent.id });
  const gone = world.addJob({ name: 'gone', parent_id: parent.id });
  await world.act(world.commands.disableJob(off.id, ANA));
  await world.act(world.commands.deleteJob(gone.id, ANA));
  await world.finish(await world.run(parent));
  expect(world.dispatches()).toHaveLength(1);
});

const REFUSALS: readonly [
  what: string,
  child: JobWords,
  end: { code?: number; out?: string },
  said: string,
  detail: string,
][] = [
  ['waits for failure', { trigger_on: 'failure' }, {}, 'trigger-not-met', 'ended ok, this job waits for failure after'],
  ['waits for success', {}, { code: 1 }, 'trigger-not-met', 'ended error, this job waits for success'],
  [
    'finds nothing',
    { trigger_condition: 'contains:rows' },
    { out: 'none\n' },
    'condition-not-met',
    'ended ok, its output does not meet contains:rows',
  ],
  ['is off', { enabled: false }, {}, 'disabled', 'ended ok, and this job is off'],
];

test.each(REFUSALS)('D-69 a child that %s is told why it does not follow, and by which run', async (...given) => {
  const [, fields, end, reason, detail] = given;
  const world = createWorld();
  const parent = world.addJob();
  const child = world.addJob({ name: 'child', parent_id: parent.id, ...fields });
  for (const _ of [1, 2]) {
    const run = await world.run(parent);
    world.fake.finish(run?.id ?? 0, end);
    await world.until(() => world.runs(parent).every(({ finishedAt }) => finishedAt !== undefined));
  }
  expect(world.store.decisions.list(child.id, 5)).toMatchObject([
    { verdict: 'drop', reason, count: 2, detail: expect.stringContaining(`run 2 of backup ${detail}`) },
  ]);
  expect(world.alerts()).toEqual([]);
});

test('D-69 a child is told nothing of an attempt that will be retried', async () => {
  const world = createWorld();
  const parent = world.addJob({ max_retries: 1 });
  const child = world.addJob({ name: 'child', parent_id: parent.id });
  await world.finish(await world.run(parent), { code: 1 });
  await world.until(() => world.statuses(parent)[0] === 'error');
  expect(world.why(child)).toEqual([]);
  await world.advance(30_000);
  world.fake.finish(2, { code: 1 });
  await world.until(() => world.statuses(parent)[1] === 'error');
  expect(world.why(child)).toEqual(['drop trigger-not-met']);
});

test('D-69 a child beyond the fan-out is told so', async () => {
  const world = createWorld();
  const parent = world.addJob({ max_trigger_fanout: 1 });
  const [, second] = [1, 2].map((n) => world.addJob({ name: `child ${n}`, parent_id: parent.id }));
  await world.run(parent);
  world.fake.finish(1);
  await world.until(() => world.statuses(parent)[0] === 'ok');
  expect(world.store.decisions.list(second?.id ?? '', 5)).toMatchObject([
    { verdict: 'drop', reason: 'fan-out', detail: 'run 1 of backup triggers at most 1 of its children' },
  ]);
});

test('D-69 a parent of three levels runs them one after the other', async () => {
  const world = createWorld();
  const words: JobWords[] = [{ name: 'one' }, { name: 'two' }, { name: 'three' }];
  let parent: string | undefined;
  for (const fields of words) parent = world.addJob({ ...fields, ...(parent && { parent_id: parent }) }).id;
  world.commands.runNow(world.dispatches()[0]?.jobId ?? 'j2', ANA);
  for (const runId of [1, 2, 3]) {
    await world.until(() => world.fake.running().includes(runId));
    world.fake.finish(runId);
  }
  await world.until(() => world.statuses().filter((status) => status === 'ok').length === 3);
  expect(world.runs().map(({ jobName, causeRoot, triggeredByRun }) => [jobName, causeRoot, triggeredByRun])).toEqual([
    ['one', 'run:1', undefined],
    ['two', 'run:1', 1],
    ['three', 'run:1', 2],
  ]);
});

test('D-69 a child edited to another trigger while its parent ran follows what it is now', async () => {
  const world = createWorld();
  const parent = world.addJob();
  const child = world.addJob({ name: 'child', parent_id: parent.id, trigger_on: 'failure' });
  const run = await world.run(parent);
  world.update(child, { trigger_on: 'success' });
  await world.finish(run);
  expect(world.dispatches(child)).toHaveLength(1);
});

test('D-69 a child that gets its condition while the output is read is not taken for one without', async () => {
  const world = createWorld();
  const parent = world.addJob();
  const child = world.addJob({
    name: 'child',
    parent_id: parent.id,
    trigger_on: 'failure',
    trigger_condition: 'contains:x',
  });
  const run = await world.run(parent);
  world.fake.finish(run?.id ?? 0, { out: 'nothing\n' });
  world.update(child, { trigger_on: 'success' });
  await world.until(() => world.statuses(parent)[0] === 'ok');
  expect(world.dispatches(child)).toHaveLength(0);
});
