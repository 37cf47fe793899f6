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

test('the same request is one dispatch', async () => {
  const world = createWorld();
  const run = await world.run(world.addJob({ overlap_policy: 'allow' }));
  answerOf(world.commands.rerunRun(run?.id ?? 0, ANA, 'once'));
  expect(world.commands.rerunRun(run?.id ?? 0, ANA, 'once')).toMatchObject({ kind: 'conflict' });
});

test('what would not be the same is refused: a changed job, a deleted one, a run that is not there', async () => {
  const world = createWorld();
  const job = world.addJob();
  const run = await world.run(job);
  await world.finish(run);
  const rerun = () => world.commands.rerunRun(run?.id ?? 0, ANA);
  world.update(job, { payload_message: 'other.sh' });
  expect(rerun()).toMatchObject({ kind: 'refused', code: 'job-changed', hint: expect.stringContaining('jobs run') });
  answerOf(world.commands.deleteJob(job.id, ANA));
  expect(rerun()).toMatchObject({ kind: 'refused', code: 'job-deleted' });
  expect(world.commands.rerunRun(99, ANA)).toMatchObject({ kind: 'not-found' });
});
