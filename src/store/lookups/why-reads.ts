import type { Db } from '../database.ts';
import type { Decision, SlotRow } from '../nouns/decision.ts';
import type { Dispatch } from '../nouns/dispatch.ts';
import type { Pause } from '../nouns/pause.ts';
import type { WhyApproval, WhyJob, WhyParent, WhyRecord, WhyRun, WhyWaiting } from '../nouns/why.ts';
import { rowReader } from '../rows.ts';
import { placeReads } from './place-reads.ts';

const WAITING_MAX = 5;
const HOLDERS_MAX = 64;
const PAUSES_MAX = 1_000;
/** As many of a job are looked at and counted, the oldest first: for one job that is nearly the order of rank. */
const WAITING_SCAN_MAX = 1_000;

const OPEN = `status IN ('pending', 'claimed', 'awaiting_approval')`;
const ACTIVE = `status IN ('pending', 'running')`;

export const WHY_RUN_COLUMNS = `runs.id, runs.job_id, runs.job_name, runs.status, runs.cause, runs.created_at, runs.started_at,
  runs.finished_at, runs.slot_at, runs.due_at, runs.error, runs.retry_of, runs.retry_count, runs.triggered_by_run,
  runs.replay_of, runs.requested_by, (SELECT usual_ms FROM jobs WHERE jobs.id = runs.job_id) AS usual_ms`;

const toJob = rowReader<WhyJob>({ json: ['definition'], booleans: ['enabled'] });
const toParent = rowReader<WhyParent>({ booleans: ['enabled'] });
const toDecision = rowReader<Decision>();
const toSlot = rowReader<SlotRow>();
const toPause = rowReader<Pause>({ json: ['paused_by'] });
const toDispatch = rowReader<Dispatch>({ json: ['requested_by'], booleans: ['queued'] });
const toApproval = rowReader<WhyApproval>({ json: ['requested_by'] });
export const toWhyRun = rowReader<WhyRun>({ json: ['requested_by'] });

const one = <T>(row: unknown, read: (row: unknown) => T): T | undefined => (row === undefined ? undefined : read(row));

/** Everything an explanation of one job looks at: some twenty short looks, none longer the more there is on record. */
export function whyReads(db: Db) {
  const job = db.prepare(`
    SELECT id, definition, enabled, disabled_because, disabled_at, schedule_text, schedule_revision, created_at, deleted_at,
      anchor_at, next_slot_at, next_run_at, backing_off_from, backing_off_until, consecutive_errors, usual_ms
    FROM jobs
    WHERE id = ?`);
  const parent = db.prepare(`
    SELECT parents.id, parents.name, parents.enabled, parents.next_run_at
    FROM jobs
    JOIN jobs AS parents ON parents.id = jobs.parent_id
    WHERE jobs.id = ? AND parents.deleted_at IS NULL`);
  const waiting = db.prepare(`
    SELECT *
    FROM (
      SELECT * FROM dispatches INDEXED BY dispatches_open
      WHERE job_id = +? AND ${OPEN} AND status <> 'claimed'
      LIMIT ${WAITING_SCAN_MAX})
    ORDER BY rank
    LIMIT ${WAITING_MAX}`);
  const waitingCount = db.prepare<[string], { n: number }>(`
    SELECT count(*) AS n
    FROM (
      SELECT 1 FROM dispatches INDEXED BY dispatches_open
      WHERE job_id = +? AND ${OPEN} AND status <> 'claimed'
      LIMIT ${WAITING_SCAN_MAX})`);
  const decisions = db.prepare(`SELECT * FROM decisions WHERE job_id = +? ORDER BY id DESC LIMIT +?`);
  const slots = db.prepare(`SELECT * FROM slots WHERE job_id = +? ORDER BY slot_at DESC LIMIT +?`);
  const pauses = db.prepare(`SELECT * FROM pauses ORDER BY paused_at, scope, key LIMIT ${PAUSES_MAX}`);
  // The engine that found it full tells of it by this alert alone.
  const noRoom = db.prepare(`
    SELECT 1 FROM alerts WHERE key = 'disk:room' AND state <> 'resolved' AND severity = 'crit'`);
  const runs = runFinders(db);
  const explainWaiting = waitingReads(db, runs);

  return (jobId: string, { limit, now }: { limit: number; now: number }): WhyRecord | undefined => {
    const found = one(job.get(jobId), toJob);
    if (found === undefined) return undefined;
    const above = one(parent.get(jobId), toParent);
    const lastRun = runs.last(jobId);
    const holdersOf = remembered(runs.holdersOf);
    const parentRun = above === undefined ? undefined : runs.last(above.id);
    return {
      job: found,
      ...(above === undefined
        ? {}
        : { parent: { ...above, ...(parentRun === undefined ? {} : { lastRun: parentRun }) } }),
      active: runs.activeOf(jobId),
      waiting: waiting.all(jobId).map((row) => explainWaiting(toDispatch(row), holdersOf, now)),
      waitingCount: waitingCount.get(jobId)?.n ?? 0,
      ...(lastRun === undefined ? {} : { lastRun }),
      decisions: decisions.all(jobId, limit).map(toDecision),
      slots: slots.all(jobId, limit).map(toSlot),
      pauses: pauses.all().map(toPause),
      diskIsFull: noRoom.get() !== undefined,
    };
  };
}

type RunFinders = ReturnType<typeof runFinders>;

function runFinders(db: Db) {
  const find = db.prepare(`SELECT ${WHY_RUN_COLUMNS} FROM runs WHERE id = ?`);
  const last = db.prepare(`SELECT ${WHY_RUN_COLUMNS} FROM runs WHERE job_id = +? ORDER BY id DESC LIMIT 1`);
  const ofJob = db.prepare(`
    SELECT ${WHY_RUN_COLUMNS} FROM runs INDEXED BY runs_active
    WHERE job_id = +? AND ${ACTIVE}
    ORDER BY id
    LIMIT ${HOLDERS_MAX}`);
  const ofPool = db.prepare(`
    SELECT ${WHY_RUN_COLUMNS} FROM runs INDEXED BY runs_active_pool
    WHERE resource_pool = +? AND resource_pool IS NOT NULL AND ${ACTIVE}
    ORDER BY id
    LIMIT ${HOLDERS_MAX}`);
  const all = db.prepare(`
    SELECT ${WHY_RUN_COLUMNS} FROM runs INDEXED BY runs_status
    WHERE ${ACTIVE}
    LIMIT ${HOLDERS_MAX}`);
  const turns = db.prepare(`
    SELECT ${WHY_RUN_COLUMNS} FROM runs INDEXED BY runs_status
    WHERE ${ACTIVE} AND (
      SELECT json_extract(definition, '$.session_target') = 'isolated' AND json_extract(definition, '$.job_type') <> 'watchdog'
      FROM jobs
      WHERE jobs.id = runs.job_id AND json_valid(definition))
    LIMIT ${HOLDERS_MAX}`);
  const activeOf = (jobId: string): WhyRun[] => ofJob.all(jobId).map(toWhyRun);
  return {
    find: (id: number): WhyRun | undefined => one(find.get(id), toWhyRun),
    last: (jobId: string): WhyRun | undefined => one(last.get(jobId), toWhyRun),
    activeOf,
    /** The runs that have what a blocked dispatch waits for. */
    holdersOf(blocker: string): WhyRun[] {
      if (blocker === 'limit:turns') return turns.all().map(toWhyRun);
      if (blocker === 'limit') return all.all().map(toWhyRun);
      if (blocker.startsWith('pool:')) return ofPool.all(blocker.slice('pool:'.length)).map(toWhyRun);
      return blocker.startsWith('job:') ? activeOf(blocker.slice('job:'.length)) : [];
    },
  };
}

/** Dispatches of one job mostly wait for the same thing; within one look it is asked once. */
function remembered(ask: (blocker: string) => WhyRun[]): (blocker: string) => WhyRun[] {
  const answers = new Map<string, WhyRun[]>();
  return (blocker) => {
    const known = answers.get(blocker) ?? ask(blocker);
    answers.set(blocker, known);
    return known;
  };
}

/** What one dispatch waits for, who has it, and who is before it. */
function waitingReads(db: Db, runs: RunFinders) {
  const said = db.prepare(`
    SELECT * FROM decisions WHERE dispatch_id = +? AND dispatch_id IS NOT NULL ORDER BY id DESC LIMIT 1`);
  const approval = db.prepare(`
    SELECT id, asked_at, expires_at, on_timeout, risk, requested_by FROM approvals WHERE id = ? AND status = 'pending'`);
  const pendingOf = db.prepare(`
    SELECT id, asked_at, expires_at, on_timeout, risk, requested_by FROM approvals
    WHERE job_id = +? AND status = 'pending'
    ORDER BY id
    LIMIT 1`);
  const placeOf = placeReads(db);

  const approvalOf = ({ status, approvalId, jobId }: Dispatch, reason: string | undefined): WhyApproval | undefined => {
    if (status === 'awaiting_approval') return one(approval.get(approvalId ?? 0), toApproval);
    return reason === 'approval-pending' ? one(pendingOf.get(jobId), toApproval) : undefined;
  };

  return (dispatch: Dispatch, holdersOf: (blocker: string) => WhyRun[], now: number): WhyWaiting => {
    const decision = one(said.get(dispatch.id), toDecision);
    const asked = approvalOf(dispatch, decision?.reason);
    const sourceId = dispatch.retryOf ?? dispatch.replayOf ?? dispatch.sourceRunId;
    const source = sourceId === undefined ? undefined : runs.find(sourceId);
    const place = dispatch.status === 'pending' ? placeOf(dispatch, now) : undefined;
    return {
      dispatch,
      holders: dispatch.blockedOn === undefined ? [] : holdersOf(dispatch.blockedOn),
      ...(decision === undefined ? {} : { said: decision }),
      ...(place === undefined ? {} : { place }),
      ...(asked === undefined ? {} : { approval: asked }),
      ...(source === undefined ? {} : { source }),
    };
  };
}
