import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
beforeAll(async () => {
  program = createProgram();
  const words = ['--every', '5m', '--shell', 'true'];
  await program.run('jobs', 'add', '--name', 'backup', '--pool', 'io', '--tag', 'night', ...words);
});
afterAll(() => program.remove());

type Pauses = { pauses: { scope: string; until?: string; note: string; paused_by: { name: string } }[] };

test('everything is paused with a note, and status, why and jobs show say so until it is resumed', async () => {
  const paused = await program.run('pause', '--note', 'moving house');
  expect(paused).toMatchObject({ code: 0, err: '' });
  expect(paused.out).toMatch(/^paused everything by \S+ now, until somebody resumes: moving house\n$/);
  expect((await program.run('status')).out).toMatch(/^paused +everything by .*: moving house$/m);
  const why = await program.run('why', 'backup');
  expect(why.out).toMatch(
    /^backup does not start by itself: everything is paused by \S+: moving house; it never ran\.\n {2}resume ends the pause\nNext: .*, so it is skipped unless that is resumed before; no engine/,
  );
  expect((await program.run('jobs', 'show', 'backup')).out).toMatch(/^paused +everything by /m);
  expect((await program.run('jobs', 'list')).err).toMatch(/^paused: everything by .*: moving house\n$/);
  const listed = async () => (await program.json<{ paused: boolean }[]>('jobs', 'list')).data;
  expect(await listed()).toMatchObject([{ name: 'backup', paused: true, pause: { note: 'moving house' } }]);
  expect((await program.run('jobs', 'list')).out).toMatch(/^backup .* paused +\w+$/m);
  expect(await program.run('resume')).toMatchObject({ code: 0, out: 'resumed everything\n' });
  expect(await listed()).toMatchObject([{ name: 'backup', paused: false }]);
  expect((await program.run('status')).out).not.toMatch(/^paused/m);
  expect(await program.json('status')).toMatchObject({ data: { pauses: [] } });
});

test('jobs, pools and tags are paused until a time; what is unknown is remarked or refused', async () => {
  const { data } = await program.json<Pauses>('pause', 'backup', '--pool', 'io', '--tag', 'night', '--until', '2h');
  expect(data.pauses.map(({ scope }) => scope)).toEqual(['job', 'pool', 'tag']);
  expect(data.pauses[0]?.until).toMatch(/^\d{4}-.*Z$/);
  const clock = await program.json<Pauses>('pause', '--tag', 'night', '--until', '00:00');
  // Berlin's midnight, in the winter or the summer.
  expect(clock.data.pauses[0]?.until).toMatch(/T2[23]:00:00.000Z$/);
  expect(await program.run('pause', '--tag', 'nigth')).toMatchObject({
    code: 0,
    err: 'note: no job has the tag nigth\n',
  });
  expect(await program.json('pause', 'nobody')).toMatchObject({ code: 3 });
  expect(await program.json('pause', '--until', 'tomorrow')).toMatchObject({ code: 2, error: { code: 'bad-until' } });
  expect(await program.json('pause', '--until', '2020-01-01 10:00')).toMatchObject({ code: 1 });
  const missed = await program.run('resume');
  expect(missed).toMatchObject({ code: 4, out: '' });
  expect(missed.err).toContain('no pause of everything; still paused: backup, pool io, tag night, tag nigth');
  const rest = await program.run('resume', 'backup', '--pool', 'io', '--tag', 'night');
  expect(rest).toMatchObject({ out: 'resumed backup, pool io, tag night\n', err: 'still paused: tag nigth\n' });
});

test('until when a pause lasts is told on the clocks of the reader wherever it is told', async () => {
  await program.run('pause', 'backup', '--until', '2030-11-24 10:00');
  const end = 'the job is paused by \\S+ until 2030-11-24 10:00';
  expect((await program.run('jobs', 'next', 'backup')).err).toMatch(new RegExp(`^backup: ${end}\n$`));
  expect((await program.run('why', 'backup')).out).toMatch(new RegExp(`^backup does not start by itself: ${end};`));
  await program.run('resume', 'backup');
});

test('drain pauses everything, says that no engine runs, and leaves an older pause as it is', async () => {
  const drained = await program.run('drain', '--note', 'kernel');
  expect(drained).toMatchObject({ code: 0, err: expect.stringContaining('no engine runs on this database') });
  expect(drained.out).toMatch(/^paused everything by .*: kernel\nnothing runs; 0 wait\n$/);
  const again = await program.json('drain');
  expect(again.data).toMatchObject({ pause: { scope: 'all', note: 'kernel' }, running: [], waiting: 0, engine: null });
});

test('pools are listed and set', async () => {
  expect(await program.run('pools', 'set', 'io', '3')).toMatchObject({ out: 'pool io has 3 slots, before 1\n' });
  const table = await program.run('pools', 'list');
  expect(table.out.split('\n')[0]).toMatch(/^pool +slots +active +waiting +jobs +held by$/);
  expect(table.out.split('\n')[1]).toMatch(/^io +3 +0 +0 +1 +-$/);
  expect(await program.json('pools', 'set', 'io', 'many')).toMatchObject({ code: 2, error: { field: 'slots' } });
  expect(await program.json('pools', 'set', 'io', '0')).toMatchObject({ code: 1, error: { code: 'bad-slots' } });
});
