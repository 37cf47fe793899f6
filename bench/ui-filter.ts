// What a filter and a pause over a large home take between two keys: each slice of a list, and a whole pass through it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReader } from '../src/store/reader.ts';
import type { Slice, SliceFrom } from '../src/store/snapshot/slices.ts';
import { createSnapshots } from '../src/store/snapshot.ts';
import { requestOf } from '../src/ui/filter/request.ts';
import { fillHome, JOBS } from './large-home.ts';
import { ms, report } from './report.ts';
import { percentile } from './statistics.ts';

const BENCH = 'ui-filter';
const AIM_MS = 2;
const SLICES_MAX = 600;
const TIMES = 60;

const FILTERS: Readonly<Record<string, string>> = {
  'a word that many have': 'job',
  'a word that nobody has': 'nobody',
  'a pattern': '/9+8$/',
  'a pattern that nobody fits': '/^nobody[0-9]*$/',
  'letters in their order': '~jb99',
  'a field': 'tag:night',
  'a status': '!status:on',
};

const home = mkdtempSync(join(tmpdir(), 'openclaw-bench-'));
const path = join(home, 'openclaw-tui.db');
fillHome(path, Date.now());
const reader = openReader(path);
const snapshots = createSnapshots(reader.db);

for (const [what, text] of Object.entries(FILTERS)) {
  measureSlices(`filter over ${JOBS.toLocaleString('en')} jobs, ${what}: a slice`, (from) =>
    snapshots.jobSlices(requestOf('jobs.all', text), from),
  );
}
measureSlices('filter over past runs, a pattern: a slice', (from) =>
  snapshots.pastRunSlices(requestOf('runs.recent', '/9+8$/'), from),
);
measure('what a pause of a tag would cover', () => snapshots.pauseScope.facts({ scope: 'tag', key: 'night' }));
measure('what a pause of a pool would cover', () => snapshots.pauseScope.facts({ scope: 'pool', key: 'io' }));
measure('what a pause of everything would cover', () => snapshots.pauseScope.facts({ scope: 'all', key: '' }));
measure('tags and pools to choose from', () => snapshots.pauseScope.names());

reader.close();
rmSync(home, { recursive: true, force: true });

function measureSlices(what: string, slice: (from: SliceFrom | undefined) => Slice<unknown>): void {
  const took: number[] = [];
  const worked: number[] = [];
  let from: SliceFrom | undefined;
  let looked = 0;
  do {
    const read = timed(() => slice(from), took, worked);
    from = read.next;
    looked += read.looked;
  } while (from !== undefined && took.length < SLICES_MAX);
  const whole = took.reduce((sum, each) => sum + each, 0);
  const rows = Math.round(looked / took.length);
  tell(what, took, worked, `${took.length.toLocaleString('en')} of ${rows} rows, together ${ms(whole)}`);
}

function measure(what: string, act: () => unknown): void {
  const took: number[] = [];
  const worked: number[] = [];
  act();
  for (let index = 0; index < TIMES; index += 1) timed(act, took, worked);
  tell(what, took, worked, `${TIMES} times`);
}

function timed<T>(act: () => T, took: number[], worked: number[]): T {
  const from = performance.now();
  const before = process.threadCpuUsage();
  const found = act();
  const { user, system } = process.threadCpuUsage(before);
  took.push(performance.now() - from);
  worked.push((user + system) / 1_000);
  return found;
}

/** The aim is held against the median: the spread is that of a machine with others on it. */
function tell(what: string, took: readonly number[], worked: readonly number[], more: string): void {
  const middle = percentile(took, 0.5);
  report({
    bench: BENCH,
    what,
    value: `${middle.toFixed(2)} ms`,
    spread: `p99 ${percentile(took, 0.99).toFixed(2)} ms, processor ${percentile(worked, 0.5).toFixed(2)} ms; ${more}`,
    aim: { text: ms(AIM_MS), met: middle <= AIM_MS },
  });
}
