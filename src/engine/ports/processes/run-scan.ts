import { resolve } from 'node:path';
import type { ProcessInfo } from '../processes.ts';
import { HAS_PROC } from './identity.ts';
import { type Candidate, everybodyNow, familyOf, markOf, TREE_MAX } from './scan.ts';

/** `left`: it left the group that TERM and KILL go to. */
export type RunProcess = ProcessInfo & { place: 'group' | 'left' };
export type ScannedRun = { runId: number; folder: string; pid: number; pidStart: string };

/** Environments read in one look, the youngest processes first: a look must fit into a frame. */
const LOOKS_MAX = 500;
const KNOWN_MAX = 32_768;

/** Who was looked at already: of this run, or of no run that is asked about. */
type Known = { kin: Set<string>; strangers: Set<string> };

/**
 * All processes of a run as they are now: its group, their descendants, and what has got rid of its parents but was seen among
 * them before or still carries the run's mark. Looked at again and again while somebody watches, so no mark is read twice.
 */
export function createRunScan(): (run: ScannedRun) => RunProcess[] {
  const known: Known = { kin: new Set(), strangers: new Set() };
  return (run) => {
    const everybody = everybodyNow();
    const leader = everybody.find(({ pid }) => pid === run.pid);
    // The id belongs to somebody else by now, and so may its group.
    const isReused = leader !== undefined && run.pidStart !== '' && HAS_PROC && leader.startTicks !== run.pidStart;
    const family = isReused ? [] : familyOf(run.pid, everybody);
    const among = new Set(family.map(({ pid }) => pid));
    for (const set of [known.kin, known.strangers]) if (set.size > KNOWN_MAX) set.clear();
    const others = HAS_PROC ? everybody.filter((one) => !among.has(one.pid) && isYounger(one, run)) : [];
    for (const one of family) known.kin.add(keyOf(one, run));
    return [...family, ...strayed(others, run, known)].slice(0, TREE_MAX).map((one) => ({
      ...one.describe(),
      place: one.groupId === run.pid && !isReused ? 'group' : 'left',
    }));
  };
}

const keyOf = ({ pid, startTicks }: Candidate, { runId }: ScannedRun): string => `${runId}:${pid}:${startTicks}`;

const isYounger = ({ startTicks, pid }: Candidate, run: ScannedRun): boolean =>
  pid !== process.pid && Number(startTicks) >= Number(run.pidStart);

function strayed(others: readonly Candidate[], run: ScannedRun, { kin, strangers }: Known): Candidate[] {
  const folder = resolve(run.folder);
  const unknown = others.filter((one) => !kin.has(keyOf(one, run)) && !strangers.has(keyOf(one, run)));
  for (const one of unknown.sort((a, b) => Number(b.startTicks) - Number(a.startTicks)).slice(0, LOOKS_MAX)) {
    const mark = markOf(one.pid);
    const isOurs = mark?.runId === run.runId && (mark.folder === undefined || mark.folder === folder);
    (isOurs ? kin : strangers).add(keyOf(one, run));
  }
  return others.filter((one) => kin.has(keyOf(one, run)));
}
