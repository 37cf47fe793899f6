import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProgram, type Program } from './support/program.ts';

let program: Program;
let jobId: string;
beforeAll(async () => {
  program = createProgram();
  const added = await program.json<{ job: { id: string } }>('jobs', 'add', '--name', 'nightly', '--shell', 'true');
  jobId = added.data.job.id;
  await program.run('jobs', 'add', '--name', 'twin', '--shell', 'true');
  await program.run('jobs', 'add', '--name', 'twin', '--shell', 'true');
  writeFileSync(join(program.home, 'broken.json'), '{"name": "x",\n "enabled": tru}');
  writeFileSync(join(program.home, 'bad-config.json'), '{"max_active_run": 3}');
  mkdirSync(join(program.home, 'folder'));
});
afterAll(() => program.remove());

/** Every mistake: what was typed, the exit code, and what its one line says. */
const MISTAKES: [words: string[], code: number, says: RegExp][] = [
  [['jbos'], 2, /unknown command jbos; jobs\?/],
  [['jbos', 'list', '--limit', '3'], 2, /unknown command jbos; jobs\?/],
  [['jobs'], 2, /no command given.*--help/],
  [['jobs', 'lsit'], 2, /unknown command 'lsit'; list\?/],
  [['jobs', 'list', '--enabld'], 2, /unknown option '--enabld'; --enabled\?/],
  [['jobs', 'list', 'surplus'], 2, /too many arguments/],
  [['jobs', 'show'], 2, /missing required argument 'job'/],
  [['jobs', 'list', '--limit', 'many'], 2, /'many' is invalid.*whole number 1–1000/],
  [['jobs', 'add', '--name'], 2, /'--name <name>' argument missing/],
  [['jobs', 'add'], 2, /no job given/],
  [['jobs', 'add', '{}', '--name', 'x'], 2, /given twice: JSON and --name/],
  [['jobs', 'add', '{"name": "x",\n "enabled": tru}'], 2, /not JSON: line 2, column 13: expected a value, found t/],
  [['jobs', 'add', '--file', 'broken.json'], 2, /line 2, column 13/],
  [['jobs', 'add', '--file', 'none.json'], 2, /cannot read none.json: no such file/],
  [['jobs', 'add', '--file', 'folder'], 2, /cannot read folder: it is a folder/],
  [['jobs', 'add', '[]'], 1, /a job is an object with fields/],
  [['jobs', 'add', '{"nmae":"x","session_target":"shell","payload_message":"true"}'], 1, /nmae.*name/],
  [['jobs', 'add', '--name', 'x', '--shell', 'true', '--cron', '61 * * * *'], 1, /schedule_cron.*61/],
  [['jobs', 'add', '--name', 'x', '--shell', 'true', '--cron', '0 0 31 2 *'], 1, /schedule_cron.*never/],
  [
    ['jobs', 'add', '--name', 'x', '--shell', 'true', '--cron', '0 0 * * *', '--tz', 'Mars/Olympus'],
    1,
    /schedule_tz.*Mars/,
  ],
  [['jobs', 'add', '--name', 'x', '--shell', 'true', '--at', '2020-01-01 10:00'], 1, /schedule_at.*past/],
  [['jobs', 'add', '--name', 'x', '--shell', 'true', '--at', 'tomorrow'], 1, /schedule_at.*tomorrow/],
  [['jobs', 'add', '--name', 'x', '--shell', 'true', '--at', '2027-03-28 02:30'], 2, /clocks of Europe\/Berlin skip/],
  [['jobs', 'add', '--name', 'x', '--shell', 'true', '--every', '5q'], 2, /'5q' is invalid/],
  [
    ['jobs', 'add', '--name', 'x', '--shell', 'true', '--overlap', 'pile'],
    2,
    /'pile' is invalid.*skip, queue, allow, replace/,
  ],
  [['jobs', 'add', '--name', 'x', '--shell', 'true', '--parent', 'nihgtly'], 3, /no job called nihgtly; nightly\?/],
  [['jobs', 'add', '--name', 'x', '--shell', 'true', '--set', 'jitter_s=-1'], 1, /jitter_s: -1 is not allowed/],
  [['jobs', 'validate', '{"name":"x"}'], 1, /payload_message/],
  [['jobs', 'show', 'nihgtly'], 3, /no job called nihgtly; nightly\?/],
  [['jobs', 'run', 'twin'], 2, /several jobs are called twin: \w{10}, \w{10}; give the id/],
  [['jobs', 'delete', '\u001b[2Jx'], 3, /no job called x/],
  [['runs', 'show', 'abc'], 2, /abc is no run id/],
  [['runs', 'show', '999'], 3, /no run 999/],
  [['runs', 'output', '999'], 3, /no run 999/],
  [['runs', 'cancel', '999'], 3, /no run 999/],
  [['runs', 'list', '--status', 'faild'], 2, /no status called faild; failed\?/],
  [['approvals', 'approve', '7'], 3, /no approval 7/],
  [['approvals', 'approve'], 2, /give approvals or jobs, or --all/],
  [['approvals', 'reject', 'nightly'], 3, /no approval of nightly waits/],
  [['alerts', 'ack', '5'], 3, /no alert 5/],
  [['why', 'nobody'], 3, /no job called nobody/],
  [['import', 'crontab', 'none.crontab'], 2, /none.crontab: no such file/],
  [['--config', 'bad-config.json', 'status'], 2, /unknown key max_active_run; max_active_runs\?/],
  [['--db', 'folder', 'status'], 1, /folder is a folder, not a database file/],
  [['--db', 'broken.json', 'status'], 1, /broken.json is not a database/],
  [['--no-ui', '--attach'], 2, /--no-ui and --attach exclude each other/],
  [['--once'], 2, /--once goes with --no-ui/],
  [['--attach'], 2, /no console opened: stdin is no terminal/],
];

test('every mistake is one line on stderr that says what and why, with its exit code', async () => {
  const wrong: string[] = [];
  for (const [words, code, says] of MISTAKES) {
    const ended = await program.run(...words);
    const oneLine = /^openclaw-tui: [^\n]+\n$/.test(ended.err);
    if (ended.code !== code || !says.test(ended.err) || !oneLine || ended.out !== '') {
      wrong.push(
        `${words.join(' ')} → ${ended.code} (not ${code}) out ${JSON.stringify(ended.out)} err ${JSON.stringify(ended.err)}`,
      );
    }
  }
  expect(wrong).toEqual([]);
});

test('nothing of it was written', async () => {
  const jobs = await program.json<{ name: string }[]>('jobs', 'list');
  expect(jobs.data.map((job) => job.name)).toEqual(['nightly', 'twin', 'twin']);
  const runs = await program.json<unknown[]>('runs', 'list');
  expect(runs.data).toEqual([]);
});

test('with --json the same mistakes are one document on stdout, wherever the flag stands', async () => {
  const samples: [string[], number, Record<string, unknown>][] = [
    [['jbos'], 2, { code: 'unknown-command', hint: 'jobs?' }],
    [['jobs', 'list', '--enabld'], 2, { code: 'unknown-option', hint: '--enabled?' }],
    [['jobs', 'show', 'nihgtly'], 3, { code: 'job-not-found', hint: 'nightly?' }],
    [['jobs', 'add', '{"nmae":"x"}'], 1, { field: 'nmae' }],
  ];
  for (const [words, code, error] of samples) {
    expect(await program.json(...words)).toMatchObject({ code, ok: false, error });
  }
  const inFront = await program.run('--json', 'jobs', 'show', 'nihgtly');
  expect(JSON.parse(inFront.out)).toMatchObject({ ok: false });
});

test('a job is found by its id, a prefix of it and its name', async () => {
  for (const wanted of [jobId, jobId.slice(0, 5), 'nightly']) {
    expect(await program.json('jobs', 'show', wanted)).toMatchObject({ ok: true, data: { id: jobId } });
  }
});

test('a fault of its own is one line, exit 70, with the stack in the log and on stderr only when asked', async () => {
  const db = new Database(join(program.home, 'openclaw-tui.db'));
  db.prepare(`UPDATE jobs SET definition = '{}' WHERE id = ?`).run(jobId);
  db.close();
  const ended = await program.run('jobs', 'show', jobId);
  const log = join(program.home, 'logs', 'openclaw-tui.log');
  expect(ended).toMatchObject({ code: 70, out: '' });
  expect(ended.err).toMatch(/^openclaw-tui: stopped by a fault of its own: [^\n]+\n$/);
  expect(ended.err).toContain(`the log is ${log}`);
  expect(readFileSync(log, 'utf8')).toContain('"stack":"');
  expect((await program.run('jobs', 'show', jobId, '--verbose')).err).toMatch(/^ {2,}at /m);
});
