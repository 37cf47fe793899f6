// Plays seeds of the simulation: the real store and engine under a virtual clock in a made-up world.
// node scripts/simulation.mjs [--seeds 1000] [--from 1] [--moves 500] [--workers N] [--seed N [--keep]]
// --seed N plays that one alone, exactly as before; with --keep its database stays and its place is told.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WORKERS_MAX = 16;
const FAILURES_MAX = 10;
const FAULTS_A_LINE = 3;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    moves: { type: 'string', default: '500' },
    workers: { type: 'string', default: String(availableParallelism()) },
    seed: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const first = whole('seed', values.seed ?? values.from);
const last = values.seed === undefined ? first + whole('seeds', values.seeds) - 1 : first;
const moves = whole('moves', values.moves);
const workers = Math.min(whole('workers', values.workers), WORKERS_MAX, last - first + 1);

// Memory, where there is some: none of this is worth a wait for a disk.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'openclaw-simulation-'));
const startedAt = performance.now();
const totals = { seeds: 0, moves: 0, runs: 0, starts: 0, virtualMs: 0, events: {} };
const failures = [];
const children = new Set();
let stopped = '';
process.exitCode = 1;
// Whoever has no more time is told what was played until then.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
try {
  await Promise.all(Array.from({ length: workers }, (_, index) => play(first + index)));
  report();
} finally {
  if (values.keep) console.log(`kept in ${folder}: ${readdirSync(folder).join(' ')}`);
  else rmSync(folder, { recursive: true, force: true });
}

function whole(name, text) {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  console.error(`--${name} ${text}: a whole number from 1 is wanted`);
  process.exit(2);
}

function stop() {
  stopped = ', stopped early';
  for (const child of children) child.kill();
}

async function play(from) {
  const words = [folder, moves, from, workers, last, values.keep ? 'keep' : 'remove'].map(String);
  const child = spawn(process.execPath, [join(ROOT, 'test/simulation/worker.ts'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  for await (const line of createInterface({ input: child.stdout })) {
    take(JSON.parse(line));
    if (failures.length >= FAILURES_MAX) stop();
  }
  const how = await ended;
  if (how !== 0 && stopped === '') failures.push(`a worker ended with ${how}`);
}

function take({ seed, verdict, shrunk }) {
  totals.seeds += 1;
  if (verdict.kind === 'violated') {
    failures.push(textOf(seed, verdict, shrunk));
    console.log(failures.at(-1));
  } else add(verdict.counts);
  if (totals.seeds % 10 === 0) console.log(`${totals.seeds} of ${last - first + 1} seeds`);
  if (values.seed !== undefined && verdict.kind === 'held') console.log(`digest ${verdict.digest}`);
}

function add({ events, ...counts }) {
  for (const [name, count] of Object.entries(counts)) totals[name] += count;
  for (const [name, count] of Object.entries(events)) totals.events[name] = (totals.events[name] ?? 0) + count;
}

function textOf(seed, verdict, shrunk) {
  return [
    `seed ${seed}: after move ${verdict.at} of ${moves}`,
    ...verdict.violations.slice(0, FAULTS_A_LINE).map((one) => `  ${one}`),
    `  shrunk to ${shrunk.moves.length} moves, where after move ${shrunk.verdict.at}: ${shrunk.verdict.violations[0]}`,
    ...shrunk.moves.map((move) => `    ${JSON.stringify(move)}`),
    `  replay: node scripts/simulation.mjs --moves ${moves} --seed ${seed} --keep`,
  ].join('\n');
}

function report() {
  const seconds = (performance.now() - startedAt) / 1_000;
  const hours = totals.virtualMs / 3_600_000;
  console.log(
    `\n${totals.seeds} seeds of ${moves} moves (seeds ${first} to ${last}${stopped}): ${failures.length} violated something\n` +
      `${totals.moves} moves, ${totals.runs} runs, ${totals.starts} processes, ${hours.toFixed(0)} virtual hours, in ${seconds.toFixed(0)} s with ${workers} workers`,
  );
  for (const [name, count] of Object.entries(totals.events).sort()) console.log(`  ${name}: ${count}`);
  if (failures.length === 0) process.exitCode = 0;
}
