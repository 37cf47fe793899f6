import { expect, test } from 'vitest';
import { ANA } from '../../support/builders.ts';
import { answerOf, createWorld } from '../../support/world.ts';

test('a run is repeated by hand, after the same parent run', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({ name: 'child', parent_id: parent.id });
  const source = await world.run(parent);
  await world.finish(source);
  const [first] = world.runs(child);
  await world.finish(first, { code: 1 });
  await world.act(world.commands.rerunRun(first?.id ?? 0, ANA));
  expect(world.runs(child)[1]).toMatchObject({ status: 'running', cause: 'manual', triggeredByRun: source?.id });
  expect(world.store.audit.list(1)).toMatchObject([{ action: 'run.rerun', detail: { run: first?.id } }]);
});

test('D-65 a child that is run again by hand adds no error, and neither does its retry', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({ name: 'child', parent_id: parent.id, max_retries: 1, retry_delay_s: 5 });
  await world.finish(await world.run(parent));
  const [first] = world.runs(child);
  await world.finish(first);
  await world.act(world.commands.rerunRun(first?.id ?? 0, ANA));
  await world.finish(world.runs(child)[1], { code: 1 });
  await world.advance(6_000);
  const retry = world.runs(child)[2];
  expect(retry).toMatchObject({ status: 'running', cause: 'retry', triggeredByRun: first?.triggeredByRun });
  await world.finish(retry, { code: 1 });
  expect(world.job(child)).toMatchObject({ lastStatus: 'error', consecutiveErrors: 0 });
});

test('the same request is one dispatch', async () => {
  const world = createWorld();
  const run = await world.run(world.addJob({ overlap_policy: 'allow' }));
  answerOf(world.commands.rerunRun(run?.id ?? 0, ANA, 'once'));
  expect(world.commands.rerunRun(run?.id ?? 0, ANA, 'once')).toMatchObject({ kind: 'conflict' });
});

test('a changed job runs once more as it was in that run, also after another change', async () => {
  const world = createWorld();
  const job = world.addJob({ payload_message: 'first.sh', cwd: '/tmp', env: { A: '1' } });
  const run = await world.run(job);
  await world.finish(run);
  world.update(job, { payload_message: 'other.sh', cwd: null, env: { B: '2' }, run_timeout_ms: 9_000 });
  await world.act(world.commands.rerunRun(run?.id ?? 0, ANA));
  expect(world.runs(job)[1]).toMatchObject({ status: 'running', jobRevision: 1 });
  expect(world.fake.specs[1]).toMatchObject({ command: 'first.sh', cwd: '/tmp', env: { A: '1' } });
  expect(world.fake.specs[1]?.env).not.toHaveProperty('B');
  expect(world.store.decisions.list(job.id, 1)).toMatchObject([{ detail: 'run 2 of revision 1' }]);
});

test('a dispatch that waits is of the stored revision as well, whatever is edited meanwhile', async () => {
  const world = createWorld();
  const job = world.addJob({ payload_message: 'first.sh', overlap_policy: 'queue' });
  const run = await world.run(job);
  answerOf(world.commands.rerunRun(run?.id ?? 0, ANA));
  world.update(job, { payload_message: 'other.sh' });
  await world.finish(run);
  expect(world.fake.specs[1]?.command).toBe('first.sh');
});

test('what cannot be the same is refused: a deleted job, another kind of job, a revision or run that is not there', async () => {
  const world = createWorld();
  const job = world.addJob();
  const run = await world.run(job);
  await world.finish(run);
  const rerun = () => world.commands.rerunRun(run?.id ?? 0, ANA);
  world.update(job, { job_type: 'watchdog', watchdog_check_cmd: 'check.sh' });
  expect(rerun()).toMatchObject({ kind: 'refused', code: 'job-changed', hint: expect.stringContaining('jobs run') });
  world.update(job, { job_type: 'standard', watchdog_check_cmd: null });
  world.store.db.exec('DELETE FROM job_revisions WHERE revision = 1');
  expect(rerun()).toMatchObject({ kind: 'refused', code: 'revision-gone' });
  answerOf(world.commands.deleteJob(job.id, ANA));
  expect(rerun()).toMatchObject({ kind: 'refused', code: 'job-deleted', message: 'not run again: backup was deleted' });
  expect(world.commands.rerunRun(99, ANA)).toMatchObject({ kind: 'not-found' });
});

test('D-05 a child that is run again by hand is not asked about, and neither is its retry', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({ name: 'child', parent_id: parent.id, max_retries: 1, retry_delay_s: 5 });
  await world.finish(await world.run(parent));
  const [first] = world.runs(child);
  await world.finish(first);
  world.commands.updateJob(child.id, { approval_required: true }, { actor: ANA, machineZone: 'UTC' });
  await world.act(world.commands.rerunRun(first?.id ?? 0, ANA));
  await world.finish(world.runs(child)[1], { code: 1 });
  await world.advance(6_000);
  expect(world.statuses(child)).toEqual(['ok', 'error', 'running']);
});

test('a run is repeated with a change for the new run alone, on top of what was its own', async () => {
  const world = createWorld();
  const job = world.addJob({ payload_message: 'copy.sh --day mon', cwd: '/tmp' });
  answerOf(world.commands.runNow(job.id, ANA, 'first', { run_timeout_ms: 9_000 }));
  await world.settle();
  const [first] = world.runs(job);
  await world.finish(first, { code: 1 });
  const patch = { payload_message: 'copy.sh --day tue' };
  expect(world.commands.checkRerun(first?.id ?? 0, patch)).toMatchObject({
    kind: 'done',
    value: { jobRevision: 1, override: { run_timeout_ms: 9_000, ...patch }, definition: { cwd: '/tmp', ...patch } },
  });
  await world.act(world.commands.rerunRun(first?.id ?? 0, ANA, 'again', patch));
  expect(world.runs(job)[1]).toMatchObject({ override: { run_timeout_ms: 9_000, ...patch } });
  expect(world.fake.specs[1]).toMatchObject({ command: 'copy.sh --day tue', cwd: '/tmp' });
  expect(world.store.audit.list(1)).toMatchObject([{ action: 'run.rerun', detail: { changes: ['payload_message'] } }]);
  expect(world.job(job)).toMatchObject({ revision: 1 });
});

test('a change that the job would not be sound with is refused in one line, and nothing is asked for', async () => {
  const world = createWorld();
  const run = await world.run(world.addJob({ overlap_policy: 'allow' }));
  const rerun = (patch: unknown) => world.commands.rerunRun(run?.id ?? 0, ANA, 'again', patch);
  expect(rerun({ payload_message: '' })).toMatchObject({ kind: 'refused', code: 'bad-override' });
  expect(rerun({ schedule_cron: '* * * * *' })).toMatchObject({ kind: 'refused', field: 'schedule_cron' });
  expect(world.commands.checkRerun(999, {})).toMatchObject({ kind: 'not-found' });
  await world.settle();
  expect(world.runs()).toHaveLength(1);
});
