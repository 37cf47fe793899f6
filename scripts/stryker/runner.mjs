// Runs each test as it is, and then once for every change that it reaches and that no test has noticed yet.
// The changes are all compiled in and switched on by their number, so that nothing is loaded anew between them.
import { appendFileSync, openSync, readFileSync, writeSync } from 'node:fs';
import { TestRunner } from 'vitest';

/** A change that is passed so many times as often as the code without it does not come to an end. */
const HITS_MAX = 100;
/** Slower tests, in processor time, would take hours; STRYKER_TEST_MS allows more. */
const TEST_MAX_MS = Number(process.env.STRYKER_TEST_MS ?? 10);
/** With a limit, a change that so many tests of one file did not notice is not tried against the rest of it. */
const TRIES_MAX = Number(process.env.STRYKER_TRIES ?? Number.POSITIVE_INFINITY);
const PLACE_BYTES = 600;
const SPOILED = 75;
const { STRYKER_LOG, STRYKER_PLACE } = process.env;

globalThis.__stryker__ ??= {};
const stryker = globalThis.__stryker__;
const place = openSync(STRYKER_PLACE, 'w');
const loaded = new Set();
const tries = new Map();
const noticed = new Set(
  readFileSync(STRYKER_LOG, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => JSON.parse(line).change ?? []),
);

export async function runWithChanges(test) {
  const run = TestRunner.getTestFn(test);
  const id = `${test.file.name}: ${test.name}`.slice(0, 200);
  const reached = await reachedBy(run, id);
  if (Object.keys(reached).length === 0) return;
  // The first time compiles; what a test takes is what it takes afterwards.
  const before = process.cpuUsage();
  await errorOf(run);
  const { user, system } = process.cpuUsage(before);
  const tookMs = (user + system) / 1_000;
  append({ test: id, tookMs: Math.round(tookMs), reached: Object.keys(reached), atLoad: newAtLoad() });
  if (tookMs > TEST_MAX_MS) return;
  for (const [change, hits] of Object.entries(reached)) {
    if (!noticed.has(change) && mayTry(change, test.file.name)) await tryOne({ change, hits, id, run });
  }
}

function mayTry(change, file) {
  const key = `${change} ${file}`;
  const count = (tries.get(key) ?? 0) + 1;
  tries.set(key, count);
  return count <= TRIES_MAX;
}

/** The changes on the way of a test, and how often it passes each. */
async function reachedBy(run, id) {
  forget();
  delete stryker.mutantCoverage?.perTest[id];
  stryker.currentTestId = id;
  try {
    await run();
  } catch (error) {
    // Counting what it passes makes a test of a million characters many times slower.
    if (isTimeout(error)) return {};
    throw error;
  } finally {
    stryker.currentTestId = undefined;
  }
  return stryker.mutantCoverage?.perTest[id] ?? {};
}

const isTimeout = (error) => /Test timed out/.test(String(error));

async function tryOne({ change, hits, id, run }) {
  standAt({ change, test: id });
  Object.assign(stryker, { activeMutant: change, hitCount: 0, hitLimit: hits * HITS_MAX });
  const error = await errorOf(run);
  const isEndless = stryker.hitCount > stryker.hitLimit || isTimeout(error);
  Object.assign(stryker, { activeMutant: undefined, hitCount: undefined });
  standAt({});
  if (error === undefined && !isEndless) return;
  noticed.add(change);
  append({ change, answer: isEndless ? 'timeout' : 'killed', by: id });
  if ((await errorOf(run)) === undefined) return;
  // What the change left behind outlives it: the rest has to begin anew in another process.
  append({ spoiledBy: change, test: id });
  process.exit(SPOILED);
}

async function errorOf(run) {
  forget();
  stryker.currentTestId = 'again';
  try {
    await run();
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing was thrown');
  } finally {
    stryker.currentTestId = undefined;
  }
}

/** What the rules remember would hide a change, or keep it. */
function forget() {
  for (const memory of globalThis.__memories__ ?? []) memory.clear();
}

function newAtLoad() {
  const fresh = Object.keys(stryker.mutantCoverage?.static ?? {}).filter((change) => !loaded.has(change));
  for (const change of fresh) loaded.add(change);
  return fresh;
}

function standAt(where) {
  writeSync(place, JSON.stringify(where).padEnd(PLACE_BYTES), 0);
}

const append = (entry) => appendFileSync(STRYKER_LOG, `${JSON.stringify(entry)}\n`);
