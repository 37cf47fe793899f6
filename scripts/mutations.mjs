// Takes each guard and step of test/mutations/ away in turn, and asks whether its named test notices.
// node scripts/mutations.mjs [part of a name, file or title …]   works on HEAD, in copies below the temporary folder
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COPIES_MAX = 2;
const HUNG_AFTER_MS = 120_000;

const words = process.argv.slice(2);
const base = mkdtempSync(join(tmpdir(), 'mutations-'));
const working = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, leave);
process.exitCode = 1;
try {
  const copies = Array.from({ length: Math.min(COPIES_MAX, availableParallelism()) }, (_, index) => copyOfHead(index));
  const { MUTATIONS } = await import(pathToFileURL(join(copies[0], 'test/mutations/table.ts')).href);
  const chosen = MUTATIONS.filter(({ name, file, test }) =>
    words.every((word) => `${name} ${file} ${test.file} ${test.title}`.includes(word)),
  );
  const failures = [...(await unmutated(copies[0], chosen)), ...(await mutated(copies, chosen))];
  console.log(`\n${chosen.length - failures.length} of ${chosen.length} mutations were noticed`);
  for (const failure of failures) console.log(`  ${failure}`);
  process.exitCode = failures.length === 0 && chosen.length > 0 ? 0 : 1;
} finally {
  rmSync(base, { recursive: true, force: true });
}

/** The tests are groups of their own, which no Ctrl-C reaches: what hangs there would go on. */
function leave(signal) {
  for (const child of working) process.kill(-child.pid, 'SIGKILL');
  rmSync(base, { recursive: true, force: true });
  process.kill(process.pid, signal);
}

function copyOfHead(index) {
  const folder = join(base, String(index));
  const archive = execFileSync('git', ['archive', '--prefix', `${index}/`, 'HEAD'], {
    cwd: ROOT,
    maxBuffer: 1_000_000_000,
  });
  execFileSync('tar', ['x', '-C', base], { input: archive });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** All named tests as they are, in one go: each has to be there and to pass. */
async function unmutated(copy, mutations) {
  const files = [...new Set(mutations.map(({ test }) => test.file))];
  const { tests } = await vitest(copy, files);
  return mutations.flatMap(({ name, test }) => {
    const own = tests.filter(({ file, title }) => file === test.file && pattern(test.title).test(title));
    if (own.length === 0) return [`${name}: no test of ${test.file} is called “${test.title}”`];
    return own.every(({ passed }) => passed) ? [] : [`${name}: its test fails without it`];
  });
}

async function mutated(copies, mutations) {
  const waiting = [...mutations];
  const failures = [];
  const work = async (copy) => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const startedAt = performance.now();
      const answer = await tryOne(copy, next);
      if (answer !== 'noticed') failures.push(`${next.name}: ${answer}`);
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      console.log(`${answer === 'noticed' ? '✓' : '✗'} ${next.name.padEnd(56)} ${seconds.padStart(5)} s  ${answer}`);
    }
  };
  await Promise.all(copies.map(work));
  return failures;
}

async function tryOne(copy, { file, from, to, test }) {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(from).length !== 2) return `its text stands ${source.split(from).length - 1} times in ${file}`;
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  try {
    const { tests, hung } = await vitest(copy, [test.file], test.title);
    if (hung) return 'noticed';
    if (tests.length === 0) return 'broken: nothing could be run';
    return tests.some(({ passed }) => !passed) ? 'noticed' : `SURVIVED ${test.file} “${test.title}”`;
  } finally {
    writeFileSync(path, source);
  }
}

function vitest(copy, files, title) {
  const report = join(copy, 'mutation-report.json');
  rmSync(report, { force: true });
  const args = ['run', '--project', 'unit', '--reporter=json', `--outputFile=${report}`, '--no-file-parallelism'];
  const only = title === undefined ? [] : ['-t', pattern(title).source];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), ...args, ...only, ...files], {
      cwd: copy,
      stdio: 'ignore',
      detached: true,
    });
    working.add(child);
    let hung = false;
    const timer = setTimeout(
      () => {
        hung = true;
        process.kill(-child.pid, 'SIGKILL');
      },
      HUNG_AFTER_MS * Math.max(1, files.length / 4),
    );
    child.on('close', () => {
      working.delete(child);
      clearTimeout(timer);
      resolve({ hung, tests: hung ? [] : readReport(report, copy) });
    });
  });
}

function readReport(path, copy) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Nothing was run at all.
    return [];
  }
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ fullName, status }) => ({
        file: name.slice(copy.length + 1),
        title: fullName,
        passed: status === 'passed',
      })),
  );
}

/** A part of a title as it is written; what a table fills in stands for anything. */
function pattern(title) {
  return new RegExp(title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/%[sdij]/g, '.*'));
}
