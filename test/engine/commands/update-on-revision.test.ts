import { expect, test } from 'vitest';
import { ANA, BEN } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

const OPTIONS = { actor: ANA, machineZone: 'UTC' };

test('D-71 an edit made on an older revision is a lost race that names what was changed, and writes nothing', () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 1 });
  world.commands.updateJob(job.id, { max_retries: 4, priority: 2 }, { ...OPTIONS, actor: BEN });
  const late = world.commands.updateJob(job.id, { priority: 9 }, { ...OPTIONS, revision: job.revision });
  expect(late).toMatchObject({
    kind: 'conflict',
    code: 'changed-meanwhile',
    message: `not saved: ${job.definition.name} was changed meanwhile (priority, max_retries)`,
  });
  expect(world.store.jobs.get(job.id)?.definition.priority).toBe(2);
});

test('D-71 an edit on the newest revision is made, and gives back what it took the place of', () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 1 });
  const saved = world.commands.updateJob(job.id, { max_retries: 4 }, { ...OPTIONS, revision: job.revision });
  expect(saved).toMatchObject({
    kind: 'done',
    value: { before: { revision: job.revision, definition: { max_retries: 1 } }, job: { revision: job.revision + 1 } },
  });
});

test('D-02 a job that is switched off for a reason says it, as an import does', () => {
  const world = createWorld();
  const job = world.addJob();
  world.commands.disableJob(job.id, ANA, 'cron runs it');
  expect(world.store.jobs.get(job.id)).toMatchObject({ enabled: false, disabledBecause: 'cron runs it' });
});
