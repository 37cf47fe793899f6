import { ENGINE } from '../../store/nouns/actor.ts';
import type { Store } from '../../store/store.ts';
import type { JobAge } from '../../store/upkeep/jobs.ts';
import { deleteJob } from '../dispatch/retire-job.ts';
import { type CutOffs, hasOldRuns, hasOldSlots, jobFate, runsKept } from '../rules/retention.ts';
import { type Chore, STEP_ROWS_MAX, type Tidied } from './chore.ts';

/** A page costs about as much as a few rows that are removed. */
const JOBS_A_STEP = 32;

/** D-72, D-101. Every job once: its old runs and slots, and the job itself where its time is over. */
export function* walkJobs(store: Store, cuts: CutOffs, tidied: Tidied): Chore {
  const { jobs } = store.upkeep();
  let after = '';
  for (;;) {
    const page = jobs.page(after, JOBS_A_STEP);
    for (const job of page) yield* tidyJob(store, job, cuts, tidied);
    const last = page.at(-1);
    if (last === undefined || page.length < JOBS_A_STEP) return;
    after = last.id;
    yield;
  }
}

function* tidyJob(store: Store, job: JobAge, cuts: CutOffs, tidied: Tidied): Chore {
  const { jobs } = store.upkeep();
  if (hasOldRuns(job, cuts)) yield* pruneRuns(store, job, cuts, tidied);
  if (hasOldSlots(job, cuts)) yield* pruneSlots(store, job, cuts, tidied);
  const fate = jobFate({ ...job, hasRuns: job.oldestRunAt !== undefined && jobs.hasRun(job.id) }, cuts);
  if (fate.kind === 'drop') yield* dropJob(store, job, tidied);
  if (fate.kind === 'delete') retire(store, job, fate.because, cuts, tidied);
}

function* pruneRuns(store: Store, job: JobAge, cuts: CutOffs, tidied: Tidied): Chore {
  const { runs } = store.upkeep();
  const through = runs.newestBeyond(job.id, runsKept(job, cuts));
  if (through === undefined) return;
  let after: number | undefined = 0;
  while (after !== undefined) {
    const { removed, next } = runs.prune(job.id, {
      after,
      through,
      before: cuts.runsBefore,
      limit: STEP_ROWS_MAX,
    });
    tidied.folders.push(...removed);
    tidied.rows += removed.length;
    after = next;
    yield;
  }
}

function* pruneSlots(store: Store, job: JobAge, cuts: CutOffs, tidied: Tidied): Chore {
  for (;;) {
    const removed = store.upkeep().jobs.slots(job.id, cuts.othersBefore, STEP_ROWS_MAX);
    tidied.rows += removed;
    if (removed < STEP_ROWS_MAX) return;
    yield;
  }
}

/** The row of a deleted job goes after its last run, unless an alert or a child still names it. */
function* dropJob(store: Store, { id }: JobAge, tidied: Tidied): Chore {
  const { jobs } = store.upkeep();
  if (jobs.hasOpen(id) || jobs.hasAlert(id) || jobs.hasChild(id)) return;
  for (;;) {
    const removed = jobs.drop(id, STEP_ROWS_MAX);
    tidied.rows += removed;
    if (removed === 0) return;
    yield;
  }
}

/** As a person would delete it, but never while something of it runs, waits or asks. */
function retire(store: Store, { id, isSpent }: JobAge, because: string, { now }: CutOffs, tidied: Tidied): void {
  const { jobs } = store.upkeep();
  if (jobs.hasOpen(id) || (isSpent && jobs.hasAlert(id))) return;
  const job = store.jobs.get(id);
  if (job === undefined) return;
  deleteJob(store, job, { actor: ENGINE }, now);
  const subject = { subjectKind: 'job', subjectId: id, subjectName: job.definition.name } as const;
  store.audit.add({ actor: ENGINE, action: 'job.delete', ...subject, detail: { because } }, now);
  tidied.rows += 1;
}
