import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from '../../../src/store/store.ts';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
let store: Store;
beforeAll(async () => {
  program = createProgram();
  await program.run('jobs', 'add', '--name', 'backup', '--shell', 'true');
  await program.run('jobs', 'add', '--name', 'report', '--shell', 'true');
  await program.run('jobs', 'disable', 'backup');
  store = openStore({ path: `${program.home}/openclaw-tui.db`, role: 'command' });
});
afterAll(async () => {
  store.close();
  await program.remove();
});

type Entry = { id: number; action: string; subject_name: string; actor: { name: string; via: string } };

test('what was done is listed newest first, with who and from where', async () => {
  const { data } = await program.json<Entry[]>('audit', 'list');
  expect(data.map(({ action, subject_name }) => `${action} ${subject_name}`)).toEqual([
    'job.disable backup',
    'job.add report',
    'job.add backup',
  ]);
  expect(data[0]?.actor.via).toBe('cli');
  expect((await program.run('audit', 'list')).out).toMatch(/^ *3 +\S+ \S+ +\S+ \(cli.*\) +job\.disable +backup/m);
});

test('the list is narrowed by job, action, person and age', async () => {
  const actions = async (...words: string[]) =>
    (await program.json<Entry[]>('audit', 'list', ...words)).data.map((entry) => entry.id);
  expect(await actions('--job', 'backup')).toEqual([3, 1]);
  expect(await actions('--action', 'job.add')).toEqual([2, 1]);
  expect(await actions('--action', 'job')).toEqual([3, 2, 1]);
  expect(await actions('--action', 'jo')).toEqual([]);
  expect(await actions('--by', 'nobody-of-this-name')).toEqual([]);
  expect(await actions('--last', '1h')).toEqual([3, 2, 1]);
  expect((await program.run('audit', 'list', '--by', 'nobody-of-this-name')).out).toMatch(/^No entries\./);
  expect(await program.json('audit', 'list', '--last', 'soon')).toMatchObject({ code: 2 });
  expect(await program.json('audit', 'list', '--job', 'nothing')).toMatchObject({ code: 3 });
});

test('an unchanged chain is intact, and one whose past was changed is not', async () => {
  expect((await program.run('audit', 'verify')).out).toMatch(
    /^intact: 3 entries; the newest is 3 with hash [0-9a-f]{64}\n$/,
  );
  store.db.prepare(`UPDATE audit SET subject_name = 'other' WHERE id = 2`).run();
  const answer = await program.json('audit', 'verify');
  expect(answer).toMatchObject({
    code: 1,
    error: { code: 'audit-broken', message: expect.stringContaining('entry 2') },
  });
  store.db.prepare(`UPDATE audit SET subject_name = 'report' WHERE id = 2`).run();
  store.db.prepare(`DELETE FROM audit WHERE id = 2`).run();
  expect(await program.json('audit', 'verify')).toMatchObject({
    code: 1,
    error: { message: expect.stringContaining('entry 3') },
  });
});
