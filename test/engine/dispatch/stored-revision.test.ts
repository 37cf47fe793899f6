import { describe, expect, test } from 'vitest';
import type { Run } from '../../../src/store/nouns/run.ts';
import { ANA, NOON } from '../../support/builders.ts';
import { answerOf, createWorld, type World } from '../../support/world.ts';

const specOf = (world: World, run: Run | undefined) => {
  const spec = world.fake.specs.findLast(({ runId }) => runId === run?.id);
  if (spec === undefined) throw new Error(`run ${run?.id} was never started`);
  return spec;
};

describe('what was asked for as it stood runs as it stood', () => {
  test('D-92 a replay runs the revision that crashed, whatever the job has become', async () => {
    const world = createWorld();
    const job = world.addJob({ delivery_guarantee: 'at-least-once', payload_message: 'old.sh', cwd: '/tmp' });
    const first = await world.run(job);
    world.update(job, { payload_message: 'new.sh', cwd: null });
    world.fake.vanish(first?.id ?? 0);
    await world.settle();
    const [, replay] = world.runs(job);
    expect(replay).toMatchObject({ replayOf: first?.id, jobRevision: 1, status: 'running' });
    expect(specOf(world, replay)).toMatchObject({ command: 'old.sh', cwd: '/tmp' });
  });

  test('D-64 a retry runs the job as it is by then, since the edit may be what puts it right', async () => {
    const world = createWorld();
    const job = world.addJob({ max_retries: 1, payload_message: 'old.sh' });
    const first = await world.run(job);
    world.update(job, { payload_message: 'new.sh' });
    await world.finish(first, { code: 1 });
    await world.advance(30_000);
    expect(specOf(world, world.runs(job)[1]).command).toBe('new.sh');
  });

  test('D-64 a retry of a rerun is of the same stored revision', async () => {
    const world = createWorld();
    const job = world.addJob({ max_retries: 1, payload_message: 'old.sh' });
    await world.finish(await world.run(job));
    world.update(job, { payload_message: 'new.sh' });
    await world.act(world.commands.rerunRun(world.runs(job)[0]?.id ?? 0, ANA));
    await world.finish(world.runs(job)[1], { code: 1 });
    await world.advance(30_000);
    expect(world.runs(job)[2]).toMatchObject({ cause: 'retry', jobRevision: 1 });
    expect(specOf(world, world.runs(job)[2]).command).toBe('old.sh');
  });

  test('a run is read by the exit codes it was admitted with, and taken back by the next engine with them', async () => {
    const world = createWorld();
    const job = world.addJob({ success_exit_codes: [0, 3] });
    const run = await world.run(job);
    world.update(job, { success_exit_codes: [0] });
    await world.restart();
    await world.finish(run, { code: 3 });
    expect(world.statuses(job)).toEqual(['ok']);
  });

  test('D-32 a check that was started as a watchdog’s does not delete what its job has become', async () => {
    const world = createWorld();
    const job = world.addJob({ job_type: 'watchdog', watchdog_check_cmd: 'check.sh' });
    const run = await world.run(job);
    world.update(job, { job_type: 'standard', watchdog_check_cmd: null });
    await world.finish(run, { out: '{"status":"done"}' });
    expect(world.runs(job)).toMatchObject([{ status: 'ok', summary: 'finished' }]);
    expect(world.job(job).deletedAt).toBeUndefined();
  });

  test('the guards look at the job as it is: a pool it has by now, and whether it was deleted', async () => {
    const world = createWorld();
    const job = world.addJob();
    await world.finish(await world.run(job));
    const holder = world.addJob({ name: 'holder', resource_pool: 'io' });
    await world.run(holder);
    world.update(job, { resource_pool: 'io' });
    await world.act(world.commands.rerunRun(world.runs(job)[0]?.id ?? 0, ANA));
    expect(world.why(job).at(-1)).toBe('wait pool-busy');
  });
});

describe('D-86 a patch for one run', () => {
  test('changes what is run in that run alone, and is kept with it', async () => {
    const world = createWorld();
    const job = world.addJob({ payload_message: 'usual.sh', env: { A: '1' } });
    await world.act(world.commands.runNow(job.id, ANA, 'once', { payload_message: 'other.sh', env: null }));
    const [run] = world.runs(job);
    expect(run).toMatchObject({ jobRevision: 1, override: { payload_message: 'other.sh', env: {} } });
    expect(specOf(world, run).command).toBe('other.sh');
    await world.finish(run);
    expect(world.store.decisions.list(job.id, 1)).toMatchObject([
      { verdict: 'start', detail: `run ${run?.id} with its own payload_message, env` },
    ]);
    const next = await world.run(job);
    expect(next?.override).toBeUndefined();
    expect(specOf(world, next).command).toBe('usual.sh');
  });

  test('holds while it waits, whatever is edited meanwhile, and is repeated by a rerun', async () => {
    const world = createWorld();
    const job = world.addJob({ overlap_policy: 'queue', payload_message: 'usual.sh' });
    const first = await world.run(job);
    await world.act(world.commands.runNow(job.id, ANA, 'once', { cwd: '/tmp' }));
    world.update(job, { payload_message: 'edited.sh' });
    await world.finish(first);
    const [, second] = world.runs(job);
    expect(specOf(world, second)).toMatchObject({ command: 'usual.sh', cwd: '/tmp' });
    await world.finish(second);
    await world.act(world.commands.rerunRun(second?.id ?? 0, ANA));
    expect(specOf(world, world.runs(job)[2])).toMatchObject({ command: 'usual.sh', cwd: '/tmp' });
  });

  test('is part of what is approved: an approval says what differs, and its digest is another one', async () => {
    const world = createWorld();
    const job = world.addJob({ approval_required: true, approval_scope: 'all' });
    await world.act(world.commands.runNow(job.id, ANA, 'plain'));
    answerOf(world.commands.approve(world.approvals()[0]?.id ?? 0, { actor: ANA }));
    await world.settle();
    await world.finish(world.runs(job)[1]);
    await world.act(world.commands.runNow(job.id, ANA, 'own', { payload_message: 'other.sh' }));
    const [plain, own] = world.approvals();
    expect(own?.subject).toMatchObject({ payload: 'other.sh', override: { payload_message: 'other.sh' } });
    expect(own?.digest).not.toBe(plain?.digest);
    world.update(job, { payload_message: 'edited.sh' });
    answerOf(world.commands.approve(own?.id ?? 0, { actor: ANA }));
    await world.settle();
    expect(specOf(world, world.runs(job).at(-1)).command).toBe('other.sh');
  });

  test.each([
    [{}, 'an object with the fields'],
    [[], 'an object with the fields'],
    [{ schedule_every_ms: 5_000 }, 'schedule_every_ms: cannot differ in one run'],
    [{ payload_mesage: 'x' }, 'payload_mesage'],
    [{ run_timeout_ms: 1 }, 'run_timeout_ms: 1 is not allowed'],
    [{ payload_message: ' ' }, 'payload_message'],
  ])('%j is refused, and nothing is queued', (patch, said) => {
    const world = createWorld({ startAt: NOON });
    const job = world.addJob();
    const answer = world.commands.runNow(job.id, ANA, 'once', patch);
    expect(answer).toMatchObject({ kind: 'refused', code: 'bad-override' });
    expect(answer.kind === 'done' ? '' : answer.message).toContain(said);
    expect(world.dispatches(job)).toEqual([]);
  });
});
