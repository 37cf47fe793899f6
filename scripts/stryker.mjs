// Changes the rules in every way that Stryker knows, and counts what their tests notice; one process goes through all of it.
// node scripts/stryker.mjs [--survivors] [part of a rule's path …]   works in a copy below the temporary folder
import { spawn } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { change } from './stryker/change.mjs';
import { HEADER, rowsOf, survivorsOf, verdictsOf } from './stryker/report.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SETTINGS = JSON.parse(readFileSync(join(ROOT, 'stryker.config.json'), 'utf8'));
const COPIED = [
  'src',
  'test',
  'docs',
  'scripts',
  'package.json',
  'vitest.stryker.config.ts',
  'vitest.stryker.runner.mjs',
];
/** A directory's rules are tried against its own tests, and these. */
const TESTS_BESIDE = {
  'src/engine/rules': [
    'test/engine/proof/{guards-table,settlement}.test.ts',
    'test/engine/rules/calendar/entry.test.ts',
  ],
  'src/engine/rules/calendar': ['test/engine/rules/calendar.test.ts'],
  'src/engine/rules/why': ['test/engine/why/*.test.ts'],
};
const HUNG_AFTER_MS = 60_000;
const STARTS_MAX = 50;
const PRINTED_MAX = 4_000;

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const copy = mkdtempSync(join(tmpdir(), 'stryker-'));
const log = join(copy, 'log.jsonl');
const place = join(copy, 'place.json');
let working;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, leave);
try {
  for (const part of COPIED) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  console.log(HEADER);
  for (const [directory, files] of Object.entries(Object.groupBy(chosenFiles(), dirname))) {
    await measure(directory, files);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function chosenFiles() {
  const [globs, excluded] = [false, true].map((isExcluded) =>
    SETTINGS.mutate.filter((glob) => glob.startsWith('!') === isExcluded),
  );
  return globSync(globs, { cwd: copy, exclude: excluded.map((glob) => glob.slice(1)) })
    .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
    .sort();
}

async function measure(directory, files) {
  const changes = await change(copy, files, SETTINGS.mutator);
  writeFileSync(log, '');
  const tests = [`${directory.replace('src', 'test')}/*.test.ts`, ...(TESTS_BESIDE[directory] ?? [])];
  for (let start = 0; (await pass(tests)) === 'again'; start += 1) {
    if (start === STARTS_MAX) throw new Error(`${directory} is not done after ${STARTS_MAX} starts`);
  }
  const verdictOf = verdictsOf(entries());
  for (const row of rowsOf(changes, verdictOf)) console.log(row);
  if (process.argv.includes('--survivors')) {
    for (const line of survivorsOf(changes, verdictOf, (file) => readFileSync(join(ROOT, file), 'utf8'))) {
      console.log(line);
    }
  }
  for (const file of files) cpSync(join(ROOT, file), join(copy, file));
}

/** Goes through the tests. A change that hangs ends the pass, and so does one that leaves something behind. */
async function pass(tests) {
  const spoiledBefore = spoiled();
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '-c', 'vitest.stryker.config.ts'], {
    cwd: copy,
    env: { ...process.env, STRYKER_TESTS: tests.join(' '), STRYKER_LOG: log, STRYKER_PLACE: place },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  working = child;
  let printed = '';
  child.stdout.on('data', (data) => {
    printed = (printed + data).slice(-PRINTED_MAX);
  });
  let seen = '';
  let hung;
  const look = setInterval(() => {
    const now = existsSync(place) ? `${readFileSync(place, 'utf8')}${readFileSync(log).length}` : '';
    if (now === seen && now.includes('"change"')) {
      hung = JSON.parse(readFileSync(place, 'utf8'));
      process.kill(-child.pid, 'SIGKILL');
    }
    seen = now;
  }, HUNG_AFTER_MS);
  const code = await new Promise((resolve) => child.once('close', resolve));
  working = undefined;
  clearInterval(look);
  if (hung !== undefined) {
    writeFileSync(log, `${JSON.stringify({ change: hung.change, answer: 'timeout', by: hung.test })}\n`, { flag: 'a' });
    return 'again';
  }
  if (code === 0) return 'over';
  if (spoiled() > spoiledBefore) return 'again';
  throw new Error(`the tests do not pass without a change\n${printed}`);
}

/** The tests are a group of their own, which no Ctrl-C reaches: they would go on for hours. */
function leave(signal) {
  if (working !== undefined) process.kill(-working.pid, 'SIGKILL');
  rmSync(copy, { recursive: true, force: true });
  process.kill(process.pid, signal);
}

function spoiled() {
  return entries().filter(({ spoiledBy }) => spoiledBy !== undefined).length;
}

function entries() {
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
