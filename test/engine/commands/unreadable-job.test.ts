import { expect, test } from 'vitest';
import { ANA } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

const WHOLE = { session_target: 'shell', payload_message: 'backup.sh', schedule_cron: '0 3 * * *' };
const DEFINITIONS = ['{}', '{"name": "torn'];

/** A job as a hand or a bad disk may leave it, with an approval that waits. */
async function aTornJob(definition: string) {
  const world = createWorld();
  const job = world.addJob({
    name: 'torn',
    schedule_cron: '0 3 * * *',
    approval_required: true,
    approval_scope: 'all',
  });
  await world.run(job);
  const { db } = world.store;
  db.pragma('ignore_check_constraints = ON');
  db.prepare('UPDATE jobs SET definition = ? WHERE id = ?').run(definition, job.id);
  return { world, job, options: { actor: ANA, machineZone: 'UTC' } };
}

test.each(DEFINITIONS)('a job stored as %s is refused by name, with what helps', async (definition) => {
  const { world, job } = await aTornJob(definition);
  const answer = world.commands.disableJob(job.id, ANA);
  expect(answer).toMatchObject({ kind: 'refused', code: 'job-unreadable' });
  if (answer.kind !== 'refused') return;
  expect(answer.message).toMatch(/^job torn cannot be read: its definition(: name: | is no JSON)/);
  expect(`${answer.message}${answer.hint}`).not.toContain('\n');
  expect(answer.hint).toBe(
    `jobs update ${job.id} with a whole definition puts it right, jobs delete ${job.id} takes it away`,
  );
});

test.each(DEFINITIONS)('D-72 a job stored as %s can be deleted, and what waits of it ends', async (definition) => {
  const { world, job } = await aTornJob(definition);
  expect(world.commands.deleteJob(job.id, ANA)).toMatchObject({ kind: 'done' });
  expect(world.approvals()).toMatchObject([{ status: 'cancelled' }]);
  expect(world.dispatches()).toMatchObject([{ status: 'cancelled' }]);
});

test.each(DEFINITIONS)(
  'D-71 a job stored as %s is put right by a whole definition, and fires again',
  async (definition) => {
    const { world, job, options } = await aTornJob(definition);
    expect(world.commands.checkUpdate(job.id, WHOLE, options)).toMatchObject({ kind: 'done' });
    const answer = world.commands.updateJob(job.id, WHOLE, options);
    expect(answer).toMatchObject({
      kind: 'done',
      value: { job: { enabled: true, revision: 2, definition: { ...WHOLE, name: 'torn' } } },
    });
    expect(world.job(job).nextRunAt).toBeGreaterThan(world.now());
  },
);

test.each(DEFINITIONS)('a part is no definition for a job stored as %s, and nothing is written', async (definition) => {
  const { world, job, options } = await aTornJob(definition);
  const answer = world.commands.updateJob(job.id, { schedule_cron: '0 4 * * *' }, options);
  expect(answer).toMatchObject({
    kind: 'refused',
    code: 'bad-job',
    hint: expect.stringMatching(/^what is stored of it cannot be read, so give the whole definition/),
  });
  expect(world.store.db.prepare('SELECT definition FROM jobs').pluck().get()).toBe(definition);
});
