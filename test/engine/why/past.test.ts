import { expect, test } from 'vitest';
import { ANA } from '../../support/builders.ts';
import { whyNow } from '../../support/why.ts';
import { createWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const EVERY_MINUTE = { schedule_cron: '* * * * *' };

test('without an engine a job that is due says so, and not what was skipped or ran before', async () => {
  const world = createWorld();
  const job = world.addJob(EVERY_MINUTE);
  await world.advance(2 * MINUTE);
  await world.finish(1);
  world.crash();
  await world.clock.advance(3 * MINUTE);
  const seen = { ...world, store: world.open('command') } as World;
  expect(whyNow(seen, job, { engine: 'none' })).toMatchObject({
    answer: {
      code: 'not-run',
      reason: 'no-engine',
      text: 'backup did not run at 12:03: no engine runs on this database; it ran last 4m ago: ok (run 1)',
      brief: 'due since 12:03: no engine runs on this database; it ran last 4m ago: ok (run 1)',
      remedy: expect.stringContaining('openclaw-tui starts one'),
    },
    also: [],
  });
  await world.start();
});

test('D-64 a retry that was refused is no fire time that did not run', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_cron: '1 * * * *', max_retries: 3 });
  await world.advance(MINUTE);
  await world.finish(1, { code: 7 });
  await world.run(job);
  await world.advance(MINUTE);
  await world.finish(2);
  const { answer, also } = whyNow(world, job);
  expect(answer).toMatchObject({ code: 'ran', text: expect.stringMatching(/^backup ran last at 12:01 .*run 2.*: ok/) });
  expect(also).toMatchObject([
    {
      code: 'not-run',
      reason: 'overlap-skip',
      text: 'backup was not tried again for 12:01: run 2 was still running (since 12:01, ended 12:02)',
    },
  ]);
});

test('a run that ended after the fire time that was skipped is told with it', async () => {
  const world = createWorld();
  const job = world.addJob(EVERY_MINUTE);
  await world.advance(MINUTE);
  await world.act(world.commands.pause([{ scope: 'job', key: job.id }], { actor: ANA }));
  await world.advance(MINUTE);
  await world.act(world.commands.resume([{ scope: 'job', key: job.id }], ANA));
  await world.advance(1_000);
  await world.finish(1, { code: 7 });
  const { answer, also } = whyNow(world, job);
  expect(answer).toMatchObject({ code: 'not-run', reason: 'paused' });
  expect(also).toMatchObject([
    { code: 'ran', text: expect.stringMatching(/^backup ran last at 12:01 .*run 1.*: error, .* after 1m01s$/) },
  ]);
});
