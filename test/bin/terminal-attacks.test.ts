import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import type { Command } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProgram as declareAll } from '../../bin/program.ts';
import { ATTACK, obeyed, poison } from './support/poison.ts';
import { createProgram, ENTRY, OWN_NODE, type Program } from './support/program.ts';

/** These open a console, wait for somebody, write outside of the home, or print a script. */
const LEFT_OUT = /^(demo|drain|service|completion|backup restore)/;
/** Two at a time keep both cores of a small machine busy. */
const AT_ONCE = 2;

let program: Program;
let jobId: string;
let runId: string;
beforeAll(async () => {
  program = createProgram();
  writeFileSync(join(program.home, 'attack'), ATTACK);
  const add = (...words: string[]) => program.run('jobs', 'add', ...words);
  const print = ['--shell', 'cat attack; cat attack >&2; exit 3', '--cwd', program.home];
  await add('--name', 'one', ...print, '--cron', '0 3 * * *', '--description', 'd', '--tag', 't', '--env', 'A=b');
  await add('--name', 'two', '--shell', 'true', '--approval');
  await add('--name', 'kid', '--parent', 'one', '--shell', 'true', '--trigger-condition', 'contains:x');
  await add('--name', 'slow', '--shell', 'true', '--every', '1h', '--pool', 'p');
  await program.run('alias', 'add', 'ops', 'webhook', 'https://x.example/y');
  await program.run('jobs', 'update', 'one', '--delivery-to', '@ops', '--set', 'delivery_mode=announce-always');
  await program.run('pause', 'slow', '--note', 'n', '--until', '2h');
  for (const job of ['one', 'two', 'one']) await program.run('jobs', 'run', job);
  await program.run('--no-ui', '--once');
  await program.run('jobs', 'run', 'slow');
  const { data: runs } = await program.json<{ id: number; job_name: string; status: string }[]>('runs', 'list');
  runId = String(runs.find(({ job_name: name, status }) => name === 'one' && status === 'error')?.id);
  const { data } = await program.json<{ id: string; name: string }[]>('jobs', 'list');
  jobId = data.find(({ name }) => name === 'one')?.id ?? '';
  expect(poison(join(program.home, 'openclaw-tui.db'))).toBeGreaterThan(50);
}, 60_000);
afterAll(() => program.remove());

/** What a real terminal was sent. */
function sentBy(words: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const child = spawn(OWN_NODE, [ENTRY, '--home', program.home, ...words], {
    name: 'xterm-256color',
    cols: 150,
    rows: 50,
    cwd: program.home,
    env: { PATH: process.env.PATH, HOME: program.home, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env },
  });
  let sent = '';
  child.onData((text) => {
    sent += text;
  });
  return new Promise((resolve) => child.onExit(() => setImmediate(() => resolve(sent))));
}

const leavesOf = (command: Command, path: readonly string[] = []): { command: Command; path: string[] }[] =>
  command.commands.length === 0
    ? [{ command, path: [...path] }]
    : command.commands.flatMap((sub) => leavesOf(sub, [...path, sub.name()]));

/** An operand that leads somewhere: the job with the worst name, the first of what is numbered, else the attack itself. */
const operandsOf = ({ registeredArguments }: Command): string[] =>
  registeredArguments.map((argument) => {
    const name = argument.name();
    if (/^jobs?$/.test(name)) return jobId;
    if (name === 'stream') return 'stdout';
    return /^(run|alert|approval|message|dispatch|slots)$/.test(name) ? '1' : ATTACK;
  });

test('R-12 no command lets a terminal obey or hide what jobs, people and files wrote', async () => {
  const waiting = leavesOf(declareAll(async () => {})).filter(({ path }) => !LEFT_OUT.test(path.join(' ')));
  expect(waiting.length).toBeGreaterThan(40);
  const broken: Record<string, string[]> = {};
  let shown = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const sent = await sentBy([...next.path, ...operandsOf(next.command)]);
      const lines = obeyed(sent);
      if (lines.length > 0) broken[next.path.join(' ')] = lines;
      // The visible part of the attack: what has none of it proves nothing.
      if (sent.includes('xxx')) shown += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(broken).toEqual({});
  expect(shown).toBeGreaterThan(20);
}, 180_000);

test.each([
  [['jobs', 'list', '--json']],
  [['runs', 'list', '--json']],
  [['audit', 'list', '--json']],
  [['jobs', 'show', `no ${ATTACK}`, '--json']],
  [['jobs', 'show', `no ${ATTACK}`]],
  [[ATTACK]],
  [['jobs', 'list', `--${ATTACK}`]],
  [['--config', `/none/${ATTACK}`, 'status']],
  [['--home', `/proc/${ATTACK}`, 'status']],
  [['runs', 'output', 'ONE', 'stdout']],
  [['runs', 'output', 'ONE', 'stderr']],
  [['runs', 'follow', 'ONE']],
])('R-12 nor does a document, a mistake or output: %j', async (words) => {
  const sent = await sentBy(words.map((word) => (word === 'ONE' ? runId : word)));
  expect(sent).toMatch(/xx|\\u009b/);
  expect(obeyed(sent)).toEqual([]);
});

test('R-12 a configuration with the attack in its keys is refused in a harmless line', async () => {
  const path = join(program.home, 'bad.json');
  writeFileSync(path, JSON.stringify({ [ATTACK]: 1 }));
  expect(obeyed(await sentBy(['--config', path, 'status']))).toEqual([]);
  writeFileSync(path, `{"ui": ${ATTACK}`);
  expect(obeyed(await sentBy(['--config', path, 'status']))).toEqual([]);
});

test('R-12 crontab lines with the attack in command, variable and user are planned harmlessly', async () => {
  const path = join(program.home, 'crontab');
  const line = ATTACK.replace(/[\r\n]/g, '');
  writeFileSync(
    path,
    `0 3 * * * echo xxx ${line}\nX${line}=1\nMAILTO=${line}\n* * ${line} * * true\n@${line} x\nCRON_TZ=${line}\n* * * * * true\n`,
  );
  for (const words of [
    ['import', 'crontab', path, '--dry-run'],
    ['import', 'crontab', '--system', path, '--dry-run'],
  ]) {
    const sent = await sentBy(words);
    expect(sent).toContain('xx');
    expect(obeyed(sent)).toEqual([]);
  }
});
