import { expect, test, vi } from 'vitest';
import { ANA, BEN, jobInput } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

const OPTIONS = { actor: ANA, machineZone: 'UTC' };

test('a refused job leaves no trace, and names field, value and what is allowed', () => {
  const world = createWorld();
  const refused = world.commands.addJob(jobInput({ priority: 500 }), OPTIONS);
  expect(refused).toMatchObject({ kind: 'refused', code: 'bad-job', field: 'priority' });
  expect(refused.kind === 'refused' && refused.message).toMatch(/^priority: .*500.*100/);
  expect(world.store.jobs.count()).toBe(0);
  expect(world.store.audit.list(1)).toEqual([]);
});

test('a parent that does not exist, and a circle, are refused', () => {
  const world = createWorld();
  expect(world.commands.addJob(jobInput({ parent_id: 'nobody' }), OPTIONS)).toMatchObject({ field: 'parent_id' });
  const top = world.addJob({ name: 'top' });
  const child = world.addJob({ name: 'child', parent_id: top.id });
  expect(world.commands.updateJob(top.id, { parent_id: child.id }, OPTIONS)).toMatchObject({
    kind: 'refused',
    field: 'parent_id',
  });
});

test('checking a job writes nothing', () => {
  const world = createWorld();
  expect(world.commands.checkJob(jobInput(), OPTIONS)).toMatchObject({ kind: 'done' });
  expect(world.store.jobs.count()).toBe(0);
});

test('a second job of the same name is taken with a warning that names the first', async () => {
  const world = createWorld();
  const first = world.addJob();
  const { warnings } = await world.act(world.commands.addJob(jobInput(), OPTIONS));
  expect(warnings).toEqual([`name: 1 other job is called so too (${first.id}); tell them apart by their ids`]);
});

test('importing twice changes nothing, and names what is refused', async () => {
  const world = createWorld();
  const items = [
    { identity: 'line 1', job: jobInput({ name: 'one', schedule_cron: '0 3 * * *' }), line: 1 },
    { identity: 'line 2', job: jobInput({ name: 'two', schedule_cron: '0 3 * *' }), line: 2 },
  ];
  const how = { ...OPTIONS, enabled: false, disabledBecause: 'cron runs it' };
  const first = await world.act(world.commands.importJobs(items, how));
  expect(first.added).toMatchObject([{ enabled: false, disabledBecause: 'cron runs it' }]);
  expect(first.refused).toMatchObject([{ identity: 'line 2', line: 2, field: 'schedule_cron' }]);
  const again = await world.act(world.commands.importJobs(items, how));
  expect(again).toMatchObject({ added: [], unchanged: ['line 1'] });
  expect(world.store.jobs.count()).toBe(1);
});

test('switching on what is on, or off what is off, says so and writes nothing', async () => {
  const world = createWorld();
  const job = world.addJob();
  expect(world.commands.enableJob(job.id, ANA)).toMatchObject({ kind: 'conflict', code: 'already-enabled' });
  await world.act(world.commands.disableJob(job.id, ANA));
  expect(world.commands.disableJob(job.id, BEN)).toMatchObject({ kind: 'conflict', code: 'already-disabled' });
  expect(world.store.audit.list(10).map(({ action }) => action)).toEqual(['job.disable', 'job.add']);
});

test('the forecast of a run by hand is what the guards would say', async () => {
  const world = createWorld({ maxActiveRuns: 2 });
  const job = world.addJob({ resource_pool: 'io' });
  const other = world.addJob({ name: 'other', resource_pool: 'io' });
  const third = world.addJob({ name: 'third' });
  const asking = world.addJob({ name: 'asking', approval_required: true, approval_scope: 'all' });
  expect(world.commands.forecast(job.id)).toBe('starts at once');
  expect(world.commands.forecast(asking.id)).toBe('asks for approval first');
  await world.run(job);
  expect(world.commands.forecast(other.id)).toBe('waits: pool io full: run 1 backup holds it');
  await world.run(third);
  expect(world.commands.forecast(third.id)).toBe('refused: run 2 is still running, overlap skip');
  const fourth = world.addJob({ name: 'fourth' });
  expect(world.commands.forecast(fourth.id)).toBe('waits: 2 of 2 runs are active');
  expect(world.commands.forecast('nobody')).toBe('refused: no such job');
  expect(world.runs()).toHaveLength(2);
});

test('an edit that another process made in between is not lost', async () => {
  const world = createWorld();
  const job = world.addJob();
  const elsewhere = world.open('command');
  elsewhere.write(() => {
    const stored = elsewhere.jobs.get(job.id);
    if (stored === undefined) throw new Error('gone');
    const definition = { ...stored.definition, priority: 7 };
    elsewhere.jobs.edit(
      { ...stored, definition, enabled: true, scheduleText: 'by hand', changesSchedule: false },
      BEN,
      world.now(),
    );
  });
  expect(world.update(job, { tags: ['night'] }).definition).toMatchObject({ priority: 7, tags: ['night'] });
});

test('every command of a person is in the audit with its actor, and the chain of hashes holds', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.run(job);
  world.commands.cancelRun(1, BEN);
  world.update(job, { priority: 1 });
  world.commands.deleteJob(job.id, BEN);
  const entries = world.store.audit.list(10).reverse();
  expect(entries.map(({ action, actor }) => `${actor.name} ${action}`)).toEqual([
    'ana job.add',
    'ana job.run',
    'ben run.cancel',
    'ana job.edit',
    'ben job.delete',
  ]);
  expect(entries.map(({ previousHash }) => previousHash)).toEqual([
    '',
    ...entries.slice(0, -1).map(({ hash }) => hash),
  ]);
});

test.each([
  ['SQLITE_FULL', 'disk-full', 'the disk is full'],
  ['SQLITE_IOERR_WRITE', 'database-unwritable', 'the database cannot be written'],
  ['SQLITE_READONLY', 'database-unwritable', 'the database cannot be written'],
  ['SQLITE_CORRUPT', 'database-damaged', 'the database is damaged'],
])('R-8 %s is a refusal that says what goes on, and nothing was done', (code, refusal, why) => {
  const world = createWorld();
  const add = vi.spyOn(world.store.audit, 'add').mockImplementation(() => {
    throw Object.assign(new Error('as SQLite words it'), { code });
  });
  expect(world.commands.addJob(jobInput(), OPTIONS)).toMatchObject({
    kind: 'refused',
    code: refusal,
    message: `nothing was done: ${why}`,
    hint: expect.stringContaining('nothing new starts, what runs goes on'),
  });
  add.mockRestore();
  expect(world.store.jobs.count()).toBe(0);
});

test('a database that is busy is a refusal, and nothing was done', () => {
  const world = createWorld();
  const other = world.open('command');
  other.db.exec('BEGIN IMMEDIATE');
  expect(world.commands.addJob(jobInput(), OPTIONS)).toMatchObject({ kind: 'refused', code: 'database-busy' });
  other.db.exec('ROLLBACK');
  expect(world.commands.addJob(jobInput(), OPTIONS)).toMatchObject({ kind: 'done' });
});
