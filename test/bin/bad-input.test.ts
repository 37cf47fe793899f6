import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  A_JOB,
  CRON_LINES,
  FIELDS,
  FLAGS,
  IDS,
  jobWith,
  MISTAKES,
  type Mistake,
  PLACES,
  TEXTS,
} from './support/mistakes.ts';
import { createProgram, ENTRY, OWN_NODE, type Program } from './support/program.ts';

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
  writeBadFiles();
});
afterAll(() => program.remove());

function writeBadFiles(): void {
  const files: Record<string, string | Buffer> = {
    'a-file': 'not a home',
    'nul.json': '{"name":"a\u0000b"}',
    'latin.json': Buffer.from('{"name":"größe"}', 'latin1'),
    'huge.json': `{"description":"${'d'.repeat(5_000_000)}"}`,
    'deep.json': '['.repeat(100_000),
    'deep-env.json': `${jobWith({}).slice(0, -1)},"env":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_001)}`,
    'wrong-type.json': '{"max_active_runs":"8"}',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(program.home, name), content);
  const own = join(program.home, 'openclaw-tui.db');
  const change = (name: string, sql: string): void => {
    const db = new Database(join(program.home, name));
    db.exec(sql);
    db.close();
  };
  change('openclaw-tui.db', 'PRAGMA wal_checkpoint(TRUNCATE)');
  copyFileSync(own, join(program.home, 'newer.db'));
  change('newer.db', 'PRAGMA user_version = 999');
  change('foreign.db', 'CREATE TABLE customers (name TEXT)');
  writeFileSync(join(program.home, 'damaged.db'), readFileSync(own).fill(7, 4_096));
}

const ONE_LINE = /^openclaw-tui: [^\n]+\n$/;
const LINE_MAX = 1_100;
/** What would make a terminal do something; the end of the line is allowed. */
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;
const AT_ONCE = 2;

/** Those mistakes that were not answered as they should be, with what came instead. */
async function unanswered(mistakes: readonly Mistake[]): Promise<string[]> {
  const wrong: string[] = [];
  const left = [...mistakes];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [words, code, says] = next;
      const { code: got, out, err } = await program.run(...words);
      const isClean = ONE_LINE.test(err) && !OBEYED.test(err) && err.length <= LINE_MAX;
      if (got !== code || !says.test(err) || !isClean || out !== '') {
        wrong.push(
          `${words.join(' ').slice(0, 200)} → ${got}, not ${code}: ${JSON.stringify(err)} ${out.slice(0, 200)}`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return wrong;
}

/** Through a shell, for its redirections. */
function shell(line: string): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn('/bin/sh', ['-c', `exec "$0" "$1" --home "$2" ${line}`, OWN_NODE, ENTRY, program.home]);
  const texts = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.err += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...texts })));
}

test('every mistake is one line on stderr that says what and why, with its exit code', async () => {
  expect(await unanswered(MISTAKES)).toEqual([]);
});

test('every field of a job is checked: one line names the field, the value and what is allowed', async () => {
  expect(await unanswered(FIELDS.map(([fields, says]) => [['jobs', 'add', jobWith(fields)], 1, says]))).toEqual([]);
});

test('cron lines that are none are refused by the part that is wrong', async () => {
  expect(await unanswered(CRON_LINES.map(([line, says]) => [[...A_JOB, '--cron', line], 1, says]))).toEqual([]);
});

test('JSON that is none, too long or no text is refused by its place', async () => {
  expect(await unanswered(TEXTS)).toEqual([]);
});

test('flags that are wrong, empty or contradict each other are refused, also where they would do nothing', async () => {
  expect(await unanswered(FLAGS)).toEqual([]);
});

test('ids that are empty, endless or hold escapes are cleaned and cut in the answer', async () => {
  expect(await unanswered(IDS)).toEqual([]);
});

test('homes, databases and configurations that are none are named, and left as they were', async () => {
  const before = readFileSync(join(program.home, 'newer.db'));
  expect(await unanswered(PLACES)).toEqual([]);
  expect(readFileSync(join(program.home, 'newer.db')).equals(before)).toBe(true);
  expect(readFileSync(join(program.home, 'a-file'), 'utf8')).toBe('not a home');
});

test('a broken configuration in the home keeps nobody from looking and stopping, and is told; what goes by it is refused', async () => {
  const config = join(program.home, 'config.json');
  writeFileSync(config, '{"max_active_run": 3}');
  const told = /^note: configuration not read: .*unknown key max_active_run; the defaults hold for this command$/m;
  try {
    for (const words of [['status'], ['why', 'nightly'], ['runs', 'list'], ['approvals', 'list'], ['drain']]) {
      expect(await program.run(...words)).toMatchObject({ code: 0, err: expect.stringMatching(told) });
    }
    expect((await program.json('jobs', 'list')).ok).toBe(true);
    for (const words of [
      ['jobs', 'run', 'nightly'],
      ['approvals', 'approve', '1'],
      ['--no-ui', '--once'],
    ]) {
      expect(await program.run(...words)).toMatchObject({ code: 2, err: expect.stringContaining('max_active_runs?') });
    }
  } finally {
    rmSync(config);
    await program.run('resume');
  }
});

test('with stdin or stdout closed or full there is still one line at most, and never a stack', async () => {
  expect(await shell('jobs add - <&-')).toMatchObject({ code: 2, err: expect.stringMatching(ONE_LINE) });
  expect(await shell('jobs add - </dev/zero')).toMatchObject({ code: 2, err: expect.stringMatching(/longer than/) });
  expect(await shell('status >&-')).toMatchObject({ code: 0, err: '' });
  expect(await shell('status >/dev/full')).toMatchObject({ code: 1, err: expect.stringMatching(ONE_LINE) });
  expect(await shell('jobs show nobody 2>/dev/full')).toMatchObject({ code: 1, out: '' });
  expect(await shell('status <&- >&- 2>&-')).toMatchObject({ code: 0, out: '', err: '' });
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
  db.exec(`PRAGMA ignore_check_constraints = ON; UPDATE audit SET actor = 'nobody'`);
  db.close();
  const ended = await program.run('audit', 'list');
  const log = join(program.home, 'logs', 'openclaw-tui.log');
  expect(ended).toMatchObject({ code: 70, out: '' });
  expect(ended.err).toMatch(/^openclaw-tui: stopped by a fault of its own: [^\n]+\n$/);
  expect(ended.err).toContain(`the log is ${log}`);
  expect(readFileSync(log, 'utf8')).toContain('"stack":"');
  expect((await program.run('audit', 'list', '--verbose')).err).toMatch(/^ {2,}at /m);
});
