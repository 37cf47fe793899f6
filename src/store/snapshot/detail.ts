import type { Db } from '../database.ts';
import type { JobDefinition } from '../nouns/job-fields.ts';
import type { Run, RunOutput } from '../nouns/run.ts';
import { type Started, starterOf } from '../nouns/starter.ts';
import { rowReader } from '../rows.ts';
import { type AlertRow, readAlert } from './alerts.ts';
import { type ApprovalRecord, approvalRecordQuery } from './approval-record.ts';
import { type ApprovalRow, readApproval } from './approvals.ts';
import { type Follower, followersQuery } from './followers.ts';
import { type JobRevision, jobRevisionsQuery } from './job-revisions.ts';
import { type PastRow, runsOfJobQuery } from './runs.ts';

export type DetailTarget =
  | { kind: 'job'; jobId: string }
  | { kind: 'run'; runId: number }
  | { kind: 'queued'; dispatchId: number; jobId: string }
  | { kind: 'approval'; approvalId: number }
  | { kind: 'alert'; alertId: number };

/** A job with what has become of it lately. */
export type JobFacts = {
  id: string;
  name: string;
  definition: JobDefinition;
  enabled: boolean;
  disabledBecause?: string;
  revision: number;
  updatedAt: number;
  anchorAt: number;
  scheduleText: string;
  /** The fire time on the schedule that `nextRunAt` stands for. */
  nextSlotAt?: number;
  nextRunAt?: number;
  /** It failed, and nothing is due before. */
  backingOffUntil?: number;
  consecutiveErrors: number;
  last10: string;
  usualMs?: number;
  p95Ms?: number;
  parentName?: string;
  history: PastRow[];
  /** Names of the jobs that its end starts. */
  children: { name: string; on: string }[];
  lastFailure?: PastRow;
};

export type SourceFacts = { run: PastRow; lastLine?: string; lineCount?: number };

export type Detail =
  | { kind: 'job'; job: JobFacts; revisions?: JobRevision[] }
  | { kind: 'queued'; dispatchId: number; job: JobFacts }
  | {
      kind: 'run';
      run: Run;
      output?: RunOutput;
      job: JobFacts;
      /** What it was admitted with, where that is not what its job is now. */
      ran?: JobDefinition;
      /** What came of it, the newest first. */
      followers: Follower[];
      /** How many more it started than are listed there. */
      moreFollowers?: number;
    }
  | {
      kind: 'approval';
      approval: ApprovalRow;
      job: JobFacts;
      source?: SourceFacts;
      /** The newest approval of this job that was granted, to compare with. */
      previous?: ApprovalRow;
      /** Since when the risk is what it is, where the revisions tell. */
      riskSetAt?: number;
      /** The person who started it, or the chain it belongs to. */
      startedBy?: string;
      record?: ApprovalRecord;
    }
  | { kind: 'alert'; alert: AlertRow; job?: JobFacts };

const HISTORY_MAX = 40;
const LINES_MAX = 40;
const CHILDREN_MAX = 25;
const FAILURE_SCAN_MAX = 200;
const REVISIONS_MAX = 50;

const readJob = rowReader<Omit<JobFacts, 'history' | 'children' | 'lastFailure'>>({
  lenientJson: ['definition'],
  booleans: ['enabled'],
});
const readRun = rowReader<Run>({ json: ['requested_by', 'stop_requested_by'], lenientJson: ['override'] });
const readOutput = rowReader<RunOutput>({ booleans: ['stdout_cut', 'stderr_cut'] });

/** Everything the detail and the sheets show of one item; undefined when it is gone. */
export function detailQueries(db: Db) {
  const job = jobFacts(db);
  const run = db.prepare<[number]>(`SELECT * FROM runs WHERE id = ?`);
  const output = db.prepare<[number]>(`SELECT * FROM run_output WHERE run_id = ?`);
  const alert = db.prepare<[number]>(`SELECT * FROM alerts WHERE id = ?`);
  const approval = approvalFacts(db);
  const ranAs = ranDefinition(db);
  const followers = followersQuery(db);
  const revisions = jobRevisionsQuery(db);

  return (target: DetailTarget): Detail | undefined => {
    switch (target.kind) {
      case 'job': {
        const facts = job(target.jobId);
        return facts && { kind: 'job', job: facts, revisions: revisions(target.jobId) };
      }
      case 'queued': {
        const facts = job(target.jobId);
        return facts && { kind: 'queued', dispatchId: target.dispatchId, job: facts };
      }
      case 'run': {
        const row = run.get(target.runId);
        if (row === undefined) return undefined;
        const found = readRun(row);
        const facts = job(found.jobId);
        const stored = output.get(target.runId);
        if (facts === undefined) return undefined;
        const differs = found.jobRevision !== facts.revision || found.override !== undefined;
        const ran = differs ? ranAs(found, facts) : undefined;
        return {
          kind: 'run',
          run: found,
          job: facts,
          ...followers(found),
          ...(stored === undefined ? {} : { output: readOutput(stored) }),
          ...(ran === undefined ? {} : { ran }),
        };
      }
      case 'approval': {
        const found = approval(target.approvalId);
        const facts = found && job(found.approval.jobId);
        return found && facts && { kind: 'approval', ...found, job: facts };
      }
      case 'alert': {
        const row = alert.get(target.alertId);
        if (row === undefined) return undefined;
        const found = readAlert(row);
        const facts = found.jobId === undefined ? undefined : job(found.jobId);
        return { kind: 'alert', alert: found, ...(facts === undefined ? {} : { job: facts }) };
      }
    }
  };
}

/** The stored revision with what the run changed for itself; a revision may be gone. */
function ranDefinition(db: Db) {
  const revision = db.prepare<[string, number]>(
    `SELECT definition FROM job_revisions WHERE job_id = ? AND revision = ?`,
  );
  const read = rowReader<{ definition: JobDefinition }>({ lenientJson: ['definition'] });
  return ({ jobId, jobRevision, override }: Run, job: JobFacts): JobDefinition | undefined => {
    const row = jobRevision === job.revision ? undefined : revision.get(jobId, jobRevision);
    if (jobRevision !== job.revision && row === undefined) return undefined;
    const fields = Object.entries({ ...(row === undefined ? job : read(row)).definition, ...override });
    return Object.fromEntries(fields.filter(([, value]) => value !== null)) as JobDefinition;
  };
}

function jobFacts(db: Db) {
  const history = runsOfJobQuery(db);
  const job = db.prepare<[string]>(`
    SELECT jobs.id, jobs.name, jobs.definition, jobs.enabled, jobs.disabled_because, jobs.revision, jobs.updated_at,
      jobs.anchor_at, jobs.schedule_text, jobs.next_slot_at, jobs.next_run_at, jobs.backing_off_until, jobs.consecutive_errors, jobs.last_10, jobs.usual_ms, jobs.p95_ms,
      parents.name AS parent_name
    FROM jobs
    LEFT JOIN jobs AS parents ON parents.id = jobs.parent_id
    WHERE jobs.id = ?`);
  const children = db.prepare<[string], { name: string; on: string }>(`
    SELECT name, coalesce(CASE WHEN json_valid(definition) THEN definition ->> '$.trigger_on' END, 'success') AS "on"
    FROM jobs
    WHERE parent_id = +? AND deleted_at IS NULL
    ORDER BY created_at
    LIMIT ${CHILDREN_MAX}`);
  const lastFailed = db.prepare<[string], { id: number }>(`
    SELECT id
    FROM (SELECT id, status FROM runs WHERE job_id = +? ORDER BY id DESC LIMIT ${FAILURE_SCAN_MAX})
    WHERE status IN ('error', 'timeout', 'crashed')
    ORDER BY id DESC
    LIMIT 1`);
  const one = pastRun(db);

  return (id: string): JobFacts | undefined => {
    const row = job.get(id);
    if (row === undefined) return undefined;
    const failed = lastFailed.get(id);
    const lastFailure = failed === undefined ? undefined : one(failed.id);
    return {
      ...readJob(row),
      history: history(id, HISTORY_MAX),
      children: children.all(id),
      ...(lastFailure === undefined ? {} : { lastFailure }),
    };
  };
}

function pastRun(db: Db) {
  const read = rowReader<PastRow>();
  const find = db.prepare<[number]>(`
    SELECT 'r' || id AS key, id AS run_id, dispatch_id, job_id, job_name, status, cause, started_at,
      coalesce(finished_at, created_at) AS finished_at, duration_ms, exit_code, signal, error, summary, retry_count,
      CASE WHEN json_valid(requested_by) THEN requested_by ->> '$.name' END AS by
    FROM runs
    WHERE id = ?`);
  return (runId: number): PastRow | undefined => {
    const row = find.get(runId);
    return row === undefined ? undefined : read(row);
  };
}

/** Who is at the head of what led to an approval. */
function starterQuery(db: Db) {
  const find = db.prepare<[number]>(`SELECT requested_by, triggered_by_run FROM runs WHERE id = ?`);
  const read = rowReader<Started>({ json: ['requested_by'] });
  const runOf = (id: number): Started | undefined => {
    const row = find.get(id);
    return row === undefined ? undefined : read(row);
  };
  return ({ requestedBy, sourceRunId }: ApprovalRow) =>
    starterOf({ requestedBy, ...(sourceRunId === undefined ? {} : { triggeredByRun: sourceRunId }) }, runOf);
}

function approvalFacts(db: Db) {
  const find = db.prepare<[number]>(`SELECT * FROM approvals WHERE id = ?`);
  const granted = db.prepare<[string, string, number]>(`
    SELECT *
    FROM approvals
    WHERE job_id = +? AND status = +? AND id < +?
    ORDER BY id DESC
    LIMIT 1`);
  const output = db.prepare<[number], { stdout: string; cut: number }>(
    `SELECT stdout, stdout_cut AS cut FROM run_output WHERE run_id = ?`,
  );
  const revisions = db.prepare<[string], { at: number; risk: string | null }>(`
    SELECT at, CASE WHEN json_valid(definition) THEN definition ->> '$.approval_risk' END AS risk
    FROM job_revisions
    WHERE job_id = +?
    ORDER BY revision DESC
    LIMIT ${REVISIONS_MAX}`);
  const run = pastRun(db);
  const record = approvalRecordQuery(db);
  const startedBy = starterQuery(db);

  const sourceOf = (runId: number): SourceFacts | undefined => {
    const found = run(runId);
    if (found === undefined) return undefined;
    const stored = output.get(runId);
    const lines = (stored?.stdout ?? '').trimEnd().split('\n', LINES_MAX * 1000);
    const lastLine = lines.at(-1) || found.summary;
    const counted = stored !== undefined && stored.cut === 0 && stored.stdout !== '';
    return {
      run: found,
      ...(lastLine === undefined ? {} : { lastLine }),
      ...(counted ? { lineCount: lines.length } : {}),
    };
  };

  return (id: number) => {
    const row = find.get(id);
    if (row === undefined) return undefined;
    const approval = readApproval(row);
    const earlier = ['approved', 'dispatched']
      .map((status) => granted.get(approval.jobId, status, id))
      .flatMap((found) => (found === undefined ? [] : [readApproval(found)]))
      .sort((a, b) => b.id - a.id);
    const source = approval.sourceRunId === undefined ? undefined : sourceOf(approval.sourceRunId);
    const starter = startedBy(approval);
    const riskSetAt = riskSince(revisions.all(approval.jobId), approval.risk);
    return {
      approval,
      ...(source === undefined ? {} : { source }),
      ...(earlier[0] === undefined ? {} : { previous: earlier[0] }),
      ...(riskSetAt === undefined ? {} : { riskSetAt }),
      ...(starter === undefined ? {} : { startedBy: starter.name }),
      record: record(approval),
    };
  };
}

/** The revisions come newest first; the risk is as old as the last of them in a row that has it. */
function riskSince(revisions: { at: number; risk: string | null }[], risk: string): number | undefined {
  let since: number | undefined;
  for (const revision of revisions) {
    if ((revision.risk ?? 'normal') !== risk) break;
    since = revision.at;
  }
  return since;
}
