import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
beforeAll(() => {
  program = createProgram();
});
afterAll(() => program.remove());

type JobDocument = { id: string; enabled: boolean; definition: Record<string, unknown>; next_run_at?: string };

test('jobs are added from JSON, a file, stdin and flags, and say when they fire', async () => {
  const job = (name: string) =>
    JSON.stringify({ name, schedule_cron: '30 2 * * *', session_target: 'shell', payload_message: 'true' });
  writeFileSync(join(program.home, 'job.json'), `\uFEFF${job('from file')}`);
  const json = await program.json<{ job: JobDocument }>('jobs', 'add', job('from json'));
  expect(json).toMatchObject({ code: 0, ok: true, data: { job: { definition: { schedule_tz: 'UTC' } } } });
  expect(json.data.job.next_run_at).toMatch(/T02:30:00.000Z$/);
  expect(await program.run('jobs', 'add', '--file', 'job.json')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^added from file \(\w{10}\), next /),
  });
  expect(await program.runWith({ input: job('from stdin') }, 'jobs', 'add', '-')).toMatchObject({ code: 0 });
  const flags = await program.json<{ job: JobDocument; waits_for_engine: boolean }>(
    ...[
      'jobs',
      'add',
      '--name',
      'from flags',
      '--cron',
      '30 2 * * *',
      '--shell',
      'echo hi',
      '--retries',
      '2',
      '--timeout',
      '90s',
    ],
  );
  expect(flags.data.job.definition).toMatchObject({
    schedule_tz: 'Europe/Berlin',
    max_retries: 2,
    run_timeout_ms: 90_000,
  });
  expect(flags.data.waits_for_engine).toBe(true);
  const names = (await program.json<{ name: string }[]>('jobs', 'list')).data.map(({ name }) => name);
  expect(names).toEqual(['from file', 'from flags', 'from json', 'from stdin']);
});

test('the database and the home can be read by their owner only', () => {
  expect(statSync(join(program.home, 'openclaw-tui.db')).mode & 0o777).toBe(0o600);
});

test('validate and --dry-run write nothing', async () => {
  const before = readFileSync(join(program.home, 'openclaw-tui.db'));
  const words = ['--name', 'nobody', '--every', '5m', '--shell', 'true'];
  expect(await program.run('jobs', 'validate', ...words)).toMatchObject({
    code: 0,
    out: expect.stringContaining('nothing was written'),
  });
  expect(await program.run('jobs', 'add', '--dry-run', ...words)).toMatchObject({
    code: 0,
    out: expect.stringContaining('schedule_every_ms'),
  });
  expect(readFileSync(join(program.home, 'openclaw-tui.db')).equals(before)).toBe(true);
  expect((await program.json<unknown[]>('jobs', 'list')).data).toHaveLength(4);
});

test('a past time needs --allow-past', async () => {
  const words = ['jobs', 'add', '--name', 'past', '--at', '2020-01-01 10:00', '--shell', 'true', '--disabled'];
  expect(await program.run(...words)).toMatchObject({ code: 1 });
  expect(await program.run(...words, '--allow-past')).toMatchObject({ code: 0 });
});

test('S-3 next shows instants, wall times and what the clocks do', async () => {
  const next = await program.json<{ zone: string; fires: { at: string; wall: string; note?: string }[] }>(
    'jobs',
    'next',
    'from flags',
    '-n',
    '3',
  );
  expect(next.data).toMatchObject({ zone: 'Europe/Berlin' });
  expect(next.data.fires).toHaveLength(3);
  const usual = next.data.fires.filter(({ note }) => note !== 'gap-shifted');
  expect(usual.every(({ wall }) => wall.endsWith('02:30'))).toBe(true);
  const year = await program.json<{ fires: { wall: string; note?: string }[] }>(
    'jobs',
    'next',
    'from flags',
    '-n',
    // From one last Sunday of March to the next, wherever this starts.
    '372',
  );
  const shifted = year.data.fires.filter(({ note }) => note === 'gap-shifted').map(({ wall }) => wall);
  expect(shifted).not.toEqual([]);
  expect(shifted.filter((wall) => !/^\d{4}-03-\d\d 03:00$/.test(wall))).toEqual([]);
  const table = await program.run('jobs', 'next', 'from flags');
  expect(table.out.split('\n')[0]).toMatch(/^instant +wall +in +note$/);
  expect(table.out.trimEnd().split('\n')).toHaveLength(21);
});

test('list and show are tables for a person', async () => {
  const list = await program.run('jobs', 'list');
  expect(list).toMatchObject({ code: 0, err: '' });
  expect(list.out.split('\n')[0]).toMatch(/^name +schedule +next +last +state +id$/);
  expect(list.out).toMatch(/^from flags +30 2 \* \* \* +in \S+ +- +on +\w{10}$/m);
  const show = await program.run('jobs', 'show', 'from flags');
  expect(show.out).toMatch(/^runs +echo hi$/m);
  expect(show.out).toMatch(/^schedule +30 2 \* \* \*$/m);
  expect(show.out).toMatch(/^max_retries +2$/m);
});

test('a schedule on the clocks of another zone is listed and shown with that zone', async () => {
  await program.run(
    'jobs',
    'add',
    '--name',
    'open',
    '--cron',
    '30 9 * * 1-5',
    '--tz',
    'America/New_York',
    '--shell',
    'true',
  );
  const shown = /30 9 \* \* 1-5, America\/New_York(?= |$)/m;
  expect((await program.run('jobs', 'list')).out).toMatch(shown);
  expect((await program.run('jobs', 'show', 'open')).out).toMatch(shown);
  await program.run('jobs', 'delete', 'open');
});

test('enable, disable and delete', async () => {
  expect(await program.run('jobs', 'disable', 'from json')).toMatchObject({ code: 0, out: 'disabled from json\n' });
  expect((await program.json<{ name: string }[]>('jobs', 'list', '--disabled')).data.map(({ name }) => name)).toEqual([
    'from json',
    'past',
  ]);
  expect((await program.run('jobs', 'enable', 'from json')).out).toMatch(/^enabled from json, next in /);
  expect((await program.run('jobs', 'delete', 'from json')).out).toMatch(/^deleted from json \(\w{10}\)\n$/);
  expect(await program.run('jobs', 'show', 'from json')).toMatchObject({ code: 3 });
});

test('without an engine, run and cancel are recorded, say so and are no failure', async () => {
  const dry = await program.run('jobs', 'run', 'from flags', '--dry-run');
  expect(dry).toMatchObject({ code: 0, out: expect.stringMatching(/^would run +echo hi$/m) });
  const run = await program.run('jobs', 'run', 'from flags');
  expect(run).toMatchObject({ code: 0, out: expect.stringMatching(/^asked from flags to run \(dispatch \d+\): /) });
  expect(run.err).toMatch(/^waits for an engine: none runs on this database/);
  const why = await program.run('why', 'from flags');
  expect(why.out).toMatch(
    /^from flags waits for an engine: a dispatch by hand is due since .* and none runs on this database\.\n {2}openclaw-tui starts one .*\nNext: /,
  );
  const cancel = await program.json<{ jobs: string[]; runs: number[] }>('jobs', 'cancel', 'from flags');
  expect(cancel).toMatchObject({ code: 0, data: { runs: [] } });
  expect(await program.json('jobs', 'show', 'from flags')).toMatchObject({ data: { enabled: false } });
});

test('status is one screen of numbers', async () => {
  const status = await program.json<Record<string, unknown>>('status');
  expect(status.data).toMatchObject({
    engine: null,
    jobs: 4,
    running: 0,
    approvals: 0,
    alerts: 0,
    database: { path: join(program.home, 'openclaw-tui.db') },
  });
  expect((await program.run('status')).out).toMatch(/^engine +none runs on this database$/m);
});

test('empty lists say what would be here', async () => {
  expect((await program.run('runs', 'list')).out).toMatch(/^No runs\./);
  expect((await program.run('approvals', 'list')).out).toMatch(/^No approvals wait\./);
  expect((await program.run('alerts', 'list')).out).toBe('No alerts.\n');
});

test('S-11 next shows a fire time that is excluded, and names what excludes it', async () => {
  const closed = {
    name: 'closed',
    session_target: 'shell',
    payload_message: 'true',
    schedule_cron: '0 3 * * *',
    exclude: ['daily 02:00-04:00'],
  };
  expect(await program.run('jobs', 'add', JSON.stringify(closed))).toMatchObject({ code: 0 });
  const next = await program.json<{ fires: { note?: string }[] }>('jobs', 'next', 'closed', '-n', '1');
  expect(next.data.fires).toMatchObject([{ note: 'excluded: daily 02:00-04:00' }]);
});

test('a list marks a job that cannot be read, and why', async () => {
  await program.run('jobs', 'add', '--name', 'torn', '--cron', '@daily', '--shell', 'true');
  const db = new Database(join(program.home, 'openclaw-tui.db'));
  db.prepare(`UPDATE jobs SET definition = '{}' WHERE name = 'torn'`).run();
  db.close();
  const { out } = await program.run('jobs', 'list');
  expect(out.split('\n').find((line) => line.startsWith('torn'))).toContain(
    'cannot be read: definition: says nothing to run',
  );
  const listed = await program.json<{ name: string; problem?: string }[]>('jobs', 'list');
  expect(listed.data.filter(({ problem }) => problem !== undefined).map(({ name }) => name)).toEqual(['torn']);
  await program.run('jobs', 'delete', 'torn', '--yes');
});
