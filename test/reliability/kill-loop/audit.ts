import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dispatch } from '../../../src/store/nouns/dispatch.ts';
import type { Run } from '../../../src/store/nouns/run.ts';
import { violations } from '../../engine/invariants.ts';
import type { Home } from '../support/home.ts';
import { type Ledger, readLedger } from '../support/ledger.ts';
import type { LoopJobs } from './jobs.ts';
import type { OnPeriod } from './loop.ts';
import type { Accepted } from './moves.ts';
import { missingSlots } from './slots.ts';

const LIMIT = 8;

export type Findings = {
  lost: string[];
  doubled: string[];
  untrue: string[];
  orphans: string[];
  stuck: string[];
  folders: string[];
  slots: string[];
  /** All of them, and what the loop itself met. */
  problems: string[];
  runs: number;
  starts: number;
  crashed: number;
  replays: number;
  neverStarted: number;
  slotCount: number;
};

export const noFindings = (): Findings => ({
  lost: [],
  doubled: [],
  untrue: [],
  orphans: [],
  stuck: [],
  folders: [],
  slots: [],
  problems: [],
  runs: 0,
  starts: 0,
  crashed: 0,
  replays: 0,
  neverStarted: 0,
  slotCount: 0,
});

export type Evidence = {
  jobs: LoopJobs;
  periods: readonly OnPeriod[];
  /** What did not come to rest. */
  left: readonly string[];
  accepted: Accepted;
  cutRuns: ReadonlySet<number>;
};

/** Holds the database, the runs' own ledger, the processes and the folders against each other. */
export const auditHome = (home: Home, evidence: Evidence, into: Findings): void => {
  const runs = home.runs();
  const dispatches = home.dispatches();
  const ledger = readLedger(evidence.jobs.ledger);
  const slots = missingSlots(home, evidence.jobs.steady, evidence.periods);
  const found = {
    lost: [...lostDispatches(home, evidence, runs, dispatches), ...lostFollowers(home, evidence, runs)],
    doubled: doubledStarts(ledger, runs),
    untrue: untrueEnds(ledger, runs, evidence.cutRuns),
    orphans: home.processes().map(({ pid }) => `process ${pid} lives on`),
    stuck: [...evidence.left, ...violations(asWorld(home), LIMIT)],
    folders: leftFolders(home, runs),
    slots: slots.missing,
  };
  for (const [kind, words] of Object.entries(found)) {
    into[kind as keyof typeof found] = words;
    into.problems.push(...words.map((one) => `${kind}: ${one}`));
  }
  into.runs = runs.length;
  into.starts = ledger.starts.length;
  into.crashed = runs.filter(({ status }) => status === 'crashed').length;
  into.replays = runs.filter(({ replayOf }) => replayOf !== undefined).length;
  into.neverStarted = runs.filter(({ error }) => error?.startsWith('never started')).length;
  into.slotCount = slots.count;
};

/** Whatever was accepted, and whatever is in the queue at all, ended: by a run, or with a reason on record. */
export const lostDispatches = (
  home: Home,
  { accepted }: { accepted: Pick<Accepted, 'dispatchIds'> },
  runs: readonly Run[],
  dispatches: readonly Dispatch[],
): string[] => {
  const known = new Set(dispatches.map(({ id }) => id));
  const gone = accepted.dispatchIds
    .filter((id) => !known.has(id))
    .map((id) => `dispatch ${id} was accepted and is gone`);
  const ran = new Set(runs.filter(({ finishedAt }) => finishedAt !== undefined).map(({ dispatchId }) => dispatchId));
  const mute = dispatches.filter((dispatch) => !ran.has(dispatch.id) && !isTold(home, dispatch));
  return [...gone, ...mute.map(({ id, status }) => `dispatch ${id} is ${status} without a run or a reason`)];
};

/** Equal decisions of a job in a row are one row, and so are fire times that were passed over for one reason. */
const isTold = (home: Home, { id, jobId, slotAt, endedAt = 0 }: Dispatch): boolean => {
  const decided = home.store.db
    .prepare(`
      SELECT 1 FROM decisions
      WHERE verdict <> 'start' AND job_id = ? AND (dispatch_id = ? OR ? BETWEEN first_at AND last_at) LIMIT 1`)
    .get(jobId, id, endedAt);
  if (decided !== undefined || slotAt === undefined) return decided !== undefined;
  const slot = home.store.slots.at(jobId, slotAt);
  return slot?.reason !== undefined && slot.lastSlotAt >= slotAt;
};

/** What follows from an end is written with it: the child of an ok, the replay of a crash. */
const lostFollowers = (home: Home, { jobs }: Evidence, runs: readonly Run[]): string[] => {
  const { dispatches } = home.store;
  const children = jobs.parents.flatMap(({ parent, onSuccess }) =>
    runs
      .filter(({ jobId, status }) => jobId === parent.id && status === 'ok')
      .filter(({ id }) => dispatches.byOccasion(`chain:${id}:${onSuccess.id}`) === undefined)
      .map(({ id }) => `run ${id} of ${parent.definition.name} ended ok and its child has no dispatch`),
  );
  const again = new Set(
    [...jobs.asked, ...jobs.steady]
      .filter(({ definition }) => definition.delivery_guarantee === 'at-least-once')
      .map(({ id }) => id),
  );
  const replays = runs
    .filter(({ jobId, status, replayOf }) => again.has(jobId) && status === 'crashed' && replayOf === undefined)
    .filter(({ jobId }) => home.store.jobs.get(jobId)?.enabled === true)
    .filter(({ id, jobId }) => dispatches.byOccasion(`replay:${id}:${jobId}`) === undefined)
    .map(({ id }) => `run ${id} crashed and is not replayed`);
  return [...children, ...replays];
};

/** One start for a run, one for a dispatch, one for an idempotency key unless it is a replay of a crash. */
export const doubledStarts = ({ starts, torn }: Ledger, runs: readonly Run[]): string[] => {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const found = torn === 0 ? [] : [`${torn} torn lines in the ledger`];
  const seen = new Map<string, number>();
  const once = (what: string, runId: number): void => {
    const before = seen.get(what);
    if (before === undefined) seen.set(what, runId);
    else found.push(`${what} started as run ${before} and as run ${runId}`);
  };
  for (const { runId, key, slot } of starts) {
    const run = byId.get(runId);
    if (run === undefined) {
      found.push(`run ${runId} started and is not in the database`);
      continue;
    }
    const crashed = run.replayOf === undefined ? undefined : byId.get(run.replayOf);
    const isReplay = crashed?.status === 'crashed' && crashed.idempotencyKey === run.idempotencyKey;
    if (run.replayOf !== undefined && !isReplay)
      found.push(`run ${runId} replays ${run.replayOf}, which did not crash`);
    if (key !== run.idempotencyKey) found.push(`run ${runId} was given the key ${key}, not ${run.idempotencyKey}`);
    once(`run ${runId}`, runId);
    once(`dispatch ${run.dispatchId}`, runId);
    once(`key ${key}${isReplay ? ' again' : ''}`, runId);
    if (slot !== '-' && run.retryOf === undefined && !isReplay) once(`slot ${slot} of ${run.jobName}`, runId);
  }
  return found;
};

/** An end on record is the end that the run itself saw. */
export const untrueEnds = ({ starts, ends }: Ledger, runs: readonly Run[], cut: ReadonlySet<number>): string[] => {
  const endOf = new Map(ends.map((end) => [end.runId, end]));
  const began = new Set(starts.map(({ runId }) => runId));
  return runs.flatMap((run) => {
    const end = endOf.get(run.id);
    const who = `run ${run.id} of ${run.jobName} (${run.status})`;
    if (run.status === 'ok' && end === undefined) return [`${who} never reached its end`];
    if (run.status === 'skipped' && began.has(run.id)) return [`${who} was started`];
    if (run.status === 'crashed' && !cut.has(run.id)) return [`${who} was not killed: ${run.error}`];
    if (end === undefined || cut.has(run.id) || run.stopReason !== undefined) return [];
    return run.exitCode === end.code ? [] : [`${who} ended with ${end.code}, and ${run.exitCode} is on record`];
  });
};

/** A settled run leaves no folder, unless its output is too large, or recovery keeps its start token from late wakers. */
const leftFolders = (home: Home, runs: readonly Run[]): string[] => {
  const folder = join(home.directory, 'runs');
  const byId = new Map(runs.map((run) => [run.id, run]));
  return (existsSync(folder) ? readdirSync(folder) : []).flatMap((name) => {
    const run = byId.get(Number(name));
    const files = readdirSync(join(folder, name));
    const isClaim = files.length === 1 && readFileSync(join(folder, name, 'started'), 'utf8').startsWith('claimed');
    return run?.finishedAt !== undefined && isClaim
      ? []
      : [`folder ${name} of a run that is ${run?.status ?? 'unknown'}: ${files.join(' ')}`];
  });
};

/** What the invariants of the simulation look at. */
const asWorld = (home: Home): Parameters<typeof violations>[0] => {
  const { store, rows } = home;
  const of = <T extends { jobId: string }>(list: T[], job?: { id: string } | string): T[] =>
    job === undefined ? list : list.filter(({ jobId }) => jobId === (typeof job === 'string' ? job : job.id));
  const world = {
    store,
    now: () => Date.now(),
    runs: (job?: string) => of(home.runs(), job),
    dispatches: (job?: string) => of(home.dispatches(), job),
    approvals: () => rows('SELECT id FROM approvals', (row) => store.approvals.get((row as { id: number }).id)),
    jobs: () => rows('SELECT id FROM jobs', (row) => row as { id: string }),
    job: (id: string) => store.jobs.get(id),
    slots: (job: { id: string }) => store.slots.list(job.id, 10_000).reverse(),
    messages: () => store.outbox.pending(1_000),
  };
  return world as unknown as Parameters<typeof violations>[0];
};
