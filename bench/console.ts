// What the console takes: processor time to its first true frame, and memory on a home of years. The program has to be built.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { openStore } from '../src/store/store.ts';
import { fillHome, JOBS } from './large-home.ts';
import { ms, range, report } from './report.ts';
import { percentile } from './statistics.ts';

const ENTRY = fileURLToPath(new URL('../bin/openclaw-tui.js', import.meta.url));
const STARTS = 9;
const START_AIM_MS = 350;
const MEMORY_AIM_MB = 150;
const TICK_MS = 10;
const WALK = ['5', 'j', 'j', '\u001b[6~', '\u001b[6~', 'G', 'g', '2', '1', '6', '4', '3'];
const KEY_EVERY_MS = 400;
const REST_MS = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'openclaw-tui-bench-'));
const home = (name: string): string => join(folder, name);
const words = (name: string, ...more: string[]): string[] => [
  '--max-semi-space-size=4',
  ENTRY,
  '--home',
  home(name),
  ...more,
];
try {
  await measureStarts();
  await measureMemory();
} finally {
  rmSync(folder, { recursive: true });
}

async function measureStarts(): Promise<void> {
  addJob('small');
  const times: number[] = [];
  // The first one compiles what the others read.
  for (let start = 0; start <= STARTS; start += 1) {
    const console_ = open('small');
    await console_.drawn;
    if (start > 0) times.push(processorMs(console_.pid));
    console_.end();
    await console_.ended;
  }
  const median = percentile(times, 0.5);
  report({
    bench: 'console',
    what: 'processor time to the first frame, with the engine',
    value: ms(median),
    spread: range(ms(Math.min(...times)), ms(Math.max(...times))),
    aim: { text: `${START_AIM_MS} ms`, met: median <= START_AIM_MS },
  });
}

async function measureMemory(): Promise<void> {
  addJob('large');
  fillLarge();
  const console_ = open('large', '--attach');
  await console_.drawn;
  for (const key of WALK) {
    console_.write(key);
    await after(KEY_EVERY_MS);
  }
  await after(REST_MS);
  const megabytes = statusKb(console_.pid, 'VmRSS') / 1_024;
  report({
    bench: 'console',
    what: `memory with ${JOBS.toLocaleString('en')} jobs, after a walk through all panels`,
    value: `${megabytes.toFixed(0)} MiB`,
    spread: `at most ${(statusKb(console_.pid, 'VmHWM') / 1_024).toFixed(0)} MiB`,
    aim: { text: `${MEMORY_AIM_MB} MiB`, met: megabytes <= MEMORY_AIM_MB },
  });
  console_.end();
  await console_.ended;
}

function addJob(name: string): void {
  const job = ['jobs', 'add', '--name', 'one', '--shell', 'true', '--every', '1h'];
  execFileSync(process.execPath, [ENTRY, '--home', home(name), ...job], { stdio: 'ignore' });
}

/** The rows of a large home, with definitions that a console can show. */
function fillLarge(): void {
  const path = join(home('large'), 'openclaw-tui.db');
  const before = openStore({ path, role: 'command' });
  const [one] = before.db.prepare<[], { definition: string }>('SELECT definition FROM jobs').all();
  before.close();
  fillHome(path, Date.now());
  const store = openStore({ path, role: 'command' });
  const person = '{"kind":"person","name":"ana","via":"cli"}';
  store.db
    .prepare(`UPDATE jobs SET definition = json_set(?, '$.name', name), created_by = ?`)
    .run(one?.definition, person);
  store.db.prepare(`UPDATE dispatches SET requested_by = ? WHERE requested_by = '{}'`).run(person);
  store.db
    .prepare(`UPDATE approvals SET requested_by = ?, subject = json_object('jobRevision', 1, 'target', 'shell',
      'payload', 'true', 'envNames', json_array(), 'timeoutMs', 300000)`)
    .run(person);
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  store.close();
}

function open(name: string, ...more: string[]) {
  const child = spawn(process.execPath, words(name, ...more), {
    name: 'xterm-256color',
    cols: 120,
    rows: 40,
    env: { PATH: process.env.PATH ?? '', HOME: folder, TERM: 'xterm-256color', LANG: 'C.UTF-8' },
  });
  const drawn = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let text = '';
  child.onData((part) => {
    if (part.includes('\u001b[6n')) child.write('\u001b[1;2R');
    text = (text + part).slice(-200_000);
    if (/\d\d:\d\d:\d\d UTC/.test(text) && text.includes('leave…')) drawn.resolve();
  });
  child.onExit(() => {
    ended.resolve();
    drawn.reject(new Error(`the console ended before it drew anything:\n${text}`));
  });
  return {
    pid: child.pid,
    drawn: drawn.promise,
    ended: ended.promise,
    write: (keys: string) => child.write(keys),
    end: () => child.kill('SIGTERM'),
  };
}

function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function statusKb(pid: number, name: string): number {
  return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

function after(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
}
