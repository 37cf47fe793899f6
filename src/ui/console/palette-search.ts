import fuzzysort from 'fuzzysort';
import { NAME_SLICE_MAX, NAMES_START, type NamesFrom } from '../../store/snapshot/names.ts';
import { type Found, type FoundJob, type FoundRun, wantedOf } from '../palette/palette.ts';
import type { Core } from './core.ts';

/** The best so many are kept, of jobs and of runs. */
export const FOUND_MAX = 40;
const NEXT_SLICE_MS = 2;

type Scored = { score: number; name: string; row: number };

/** Looks for what the palette asks: what begins like it at once, everything else slice by slice, between the keys. */
export function searchForPalette(core: Core): void {
  const { palette } = core.model.view();
  if (palette === undefined) {
    core.timers.cancel('palette');
    return;
  }
  const text = wantedOf(palette);
  if (text === palette.found.text) return;
  core.timers.cancel('palette');
  if (text === '') {
    core.queue.push({ type: 'found', found: { text, jobs: [], runs: [], isWhole: true } });
    return;
  }
  const { names } = core.options.snapshots;
  const search: Search = {
    text,
    first: names.jobsStarting(text),
    best: [],
    runs: runsFor(core, text),
    from: NAMES_START,
  };
  lookAtSlice(core, search);
}

type Search = {
  text: string;
  first: FoundJob[];
  best: Scored[];
  runs: FoundRun[];
  /** Undefined when all names were looked at. */
  from: NamesFrom | undefined;
};

function lookAtSlice(core: Core, search: Search): void {
  const { names } = core.options.snapshots;
  if (search.from === undefined) return;
  const rows = names.slice(search.from);
  const last = rows.at(-1);
  search.from = rows.length < NAME_SLICE_MAX || last === undefined ? undefined : { name: last[0], row: last[1] };
  const fresh = rows.filter(([name]) => hasLetters(name, search.text)).map(([name, row]) => scored(search, name, row));
  if (fresh.length > 0) search.best = [...search.best, ...fresh].sort((a, b) => b.score - a.score).slice(0, FOUND_MAX);
  core.queue.push({ type: 'found', found: foundOf(core, search) });
  if (search.from === undefined) return;
  core.timers.after('palette', NEXT_SLICE_MS, () => goOn(core, search));
}

function goOn(core: Core, search: Search): void {
  const { palette } = core.model.view();
  if (palette === undefined || wantedOf(palette) !== search.text) return;
  const before = core.queue.length;
  lookAtSlice(core, search);
  const event = core.queue.splice(before).at(-1);
  if (event !== undefined) core.dispatch(event);
}

const scored = ({ text }: Search, name: string, row: number): Scored => ({
  score: fuzzysort.single(text, name)?.score ?? 0,
  name,
  row,
});

function foundOf(core: Core, search: Search): Found {
  const { names } = core.options.snapshots;
  const best = search.best.flatMap(({ row }) => names.jobAt(row) ?? []);
  const jobs = [...new Map([...search.first, ...best].map((job) => [job.jobId, job])).values()];
  return { text: search.text, jobs, runs: search.runs, isWhole: search.from === undefined };
}

function runsFor(core: Core, text: string): FoundRun[] {
  const { names } = core.options.snapshots;
  const exact = /^\d{1,15}$/.test(text) ? names.run(Number(text)) : undefined;
  const others = names
    .recentRuns()
    .filter((run) => String(run.runId).startsWith(text) || hasLetters(run.jobName, text))
    .slice(0, FOUND_MAX);
  return exact === undefined ? others : [exact, ...others.filter(({ runId }) => runId !== exact.runId)];
}

/** Whether all the letters come in this order: far cheaper than a score. */
export function hasLetters(name: string, wanted: string): boolean {
  let at = 0;
  const lower = name.toLowerCase();
  for (const letter of wanted.toLowerCase()) {
    if (letter === ' ') continue;
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
