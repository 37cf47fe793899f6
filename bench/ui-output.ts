// A run that printed a gigabyte: opened, its end, its start, and a search through all of it.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../src/store/store.ts';
import { aimAtMost, ms, range, report } from './report.ts';
import { percentile } from './statistics.ts';
import { addJob, after, type BenchConsole, benchHome, openBenchConsole } from './ui-console.ts';
import { reportLoop } from './ui-keys-timed.ts';

const BENCH = 'ui-output';
const BYTES = 1_000_000_000;
const BLOCK_BYTES = 1_000_000;
const ROUNDS = 3;
const FRAME_AIM_MS = 60;
const FIRST = 'the first of all lines';
const MIDDLE = 'a needle in the middle';
const WANTED = 'needle';
const LAST = 'the last of all lines';
const PAST_RUNS = ']';
const REST_MS = 500;

const home = benchHome();
try {
  addJob(home.path);
  addRun(join(home.path, 'openclaw-tui.db'));
  print(join(home.path, 'runs', '1'));
  await measurePlaces();
  await measureSearch();
} finally {
  home.remove();
}

async function measurePlaces(): Promise<void> {
  const opened: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const console_ = await atRuns(false);
    opened.push(await console_.shows(LAST, () => console_.write(PAST_RUNS)));
    console_.write('\r');
    await after(REST_MS);
    starts.push(await console_.shows(FIRST, () => console_.write('g')));
    await after(REST_MS);
    ends.push(await console_.shows(LAST, () => console_.write('G')));
    console_.end();
    await console_.ended;
  }
  reportTimes('1 GB of output: from the key to its last lines, opened', opened);
  reportTimes('the same: from its end to its start', starts);
  reportTimes('the same: from its start to its end', ends);
}

async function measureSearch(): Promise<void> {
  const console_ = await atRuns(true);
  await console_.shows(LAST, () => console_.write(PAST_RUNS));
  console_.write('\r');
  await after(REST_MS);
  await console_.shows(FIRST, () => console_.write('g'));
  await after(REST_MS);
  console_.write('/');
  await after(REST_MS);
  console_.write(WANTED);
  await after(REST_MS);
  // What letters cost that come all at once is no matter of the search.
  await console_.probe();
  const took = await console_.shows(MIDDLE, () => console_.write('\r'));
  const loop = await console_.probe();
  report({
    bench: BENCH,
    what: 'search for plain words, from the start to the middle of 1 GB',
    value: ms(took),
    spread: `${(BYTES / 2 / 1_000 / took).toFixed(0)} MB/s`,
  });
  reportLoop(BENCH, 'while it is searched', loop);
  console_.end();
  await console_.ended;
}

async function atRuns(probed: boolean): Promise<BenchConsole> {
  const console_ = openBenchConsole(home.path, { words: ['--attach', '--screen', 'runs'], probed });
  await console_.drawn;
  await console_.quiet(300);
  return console_;
}

function reportTimes(what: string, times: readonly number[]): void {
  const median = percentile(times, 0.5);
  report({
    bench: BENCH,
    what,
    value: ms(median),
    spread: `${range(ms(Math.min(...times)), ms(Math.max(...times)))}, ${times.length} times`,
    aim: aimAtMost(median, FRAME_AIM_MS, ms),
  });
}

/** One that is over; what it printed lies in its folder still. */
function addRun(path: string): void {
  const store = openStore({ path, role: 'command' });
  const at = Date.now() - 60_000;
  store.db
    .prepare(`
      INSERT INTO runs (id, job_id, job_name, job_revision, dispatch_id, cause, status, created_at, started_at, finished_at,
        due_at, requested_by, cause_root, idempotency_key, fence, out_bytes)
      SELECT 1, id, name, 1, 1, 'manual', 'ok', @at, @at, @at + 900, @at,
        '{"kind":"person","name":"ana","via":"cli"}', 'run:1', 'run:1', 1, ${BYTES} FROM jobs`)
    .run({ at });
  store.close();
}

function print(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const line = 'INFO  worker 12 wrote 4,096 rows of the table "public.orders" in 31 ms\n';
  const block = line.repeat(Math.floor(BLOCK_BYTES / line.length));
  const blocks = Math.floor(BYTES / block.length);
  const out = openSync(join(folder, 'out'), 'w');
  writeSync(out, `${FIRST}\n`);
  for (let index = 0; index < blocks; index += 1) {
    if (index === Math.floor(blocks / 2)) writeSync(out, `${MIDDLE}\n`);
    writeSync(out, block);
  }
  writeSync(out, `${LAST}\n`);
  closeSync(out);
  closeSync(openSync(join(folder, 'err'), 'w'));
}
