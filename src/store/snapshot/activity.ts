import type { Db } from '../database.ts';
import type { Actor } from '../nouns/actor.ts';
import { isFiltered, needleOf, type Page, type PageRequest, wholePage } from './page.ts';

export type ActivityState =
  | 'running'
  | 'waiting'
  | 'ok'
  | 'failed'
  | 'timeout'
  | 'crashed'
  | 'cancelled'
  | 'skipped'
  | 'asked'
  | 'asked-high'
  | 'approved'
  | 'rejected'
  | 'lapsed'
  | 'alert'
  | 'acknowledged'
  | 'note'
  /** The place where the person who looks was cut off. */
  | 'left';

/** One thing that happened, as a sentence with its subject first. */
export type ActivityRow = {
  key: string;
  at: number;
  who: string;
  state: ActivityState;
  text: string;
  /** How long the run took, for the screen to put behind the text. */
  tookMs?: number;
  jobId?: string;
  runId?: number;
};

const EACH_MAX = 100;

type DecisionRow = {
  id: number;
  job_id: string;
  name: string;
  run_id: number | null;
  verdict: string;
  reason: string | null;
  detail: string;
  last_at: number;
  count: number;
  cause: string | null;
  by: string | null;
};
type EndRow = { id: number; job_id: string; job_name: string; status: string; finished_at: number; ms: number | null };
type AskedRow = {
  id: number;
  job_id: string;
  job_name: string;
  risk: string;
  status: string;
  asked_at: number;
  decided_at: number | null;
  decided_by: string | null;
  started_run_id: number | null;
  on_timeout: string;
};
type AlertRow = {
  id: number;
  title: string;
  state: string;
  last_at: number;
  job_id: string | null;
  run_id: number | null;
};
/** Who an actor is. */
export const nameOf = (json: string | null): string => (json === null ? 'engine' : (JSON.parse(json) as Actor).name);

/** What the engine and people did, newest first, from the tables where it is written anyway. */
export function activityQueries(db: Db) {
  const decisions = db.prepare<[], DecisionRow>(`
    SELECT decisions.id, decisions.job_id, jobs.name, decisions.run_id, verdict, reason, detail, last_at, count,
      (SELECT cause FROM dispatches WHERE dispatches.id = decisions.dispatch_id) AS cause,
      (SELECT requested_by FROM dispatches WHERE dispatches.id = decisions.dispatch_id) AS by
    FROM decisions
    JOIN jobs ON jobs.id = decisions.job_id
    WHERE decisions.last_at > 0
    ORDER BY decisions.last_at DESC
    LIMIT ${EACH_MAX}`);
  const ends = db.prepare<[], EndRow>(`
    SELECT id, job_id, job_name, status, finished_at, duration_ms AS ms
    FROM runs
    WHERE finished_at > 0
    ORDER BY finished_at DESC
    LIMIT ${EACH_MAX}`);
  const decided = db.prepare<[], AskedRow>(
    `SELECT * FROM approvals WHERE decided_at > 0 ORDER BY decided_at DESC LIMIT ${EACH_MAX}`,
  );
  const alerts = db.prepare<[string], AlertRow>(
    `SELECT * FROM alerts WHERE state = +? ORDER BY last_at DESC LIMIT ${EACH_MAX}`,
  );

  return {
    decisions(request: PageRequest): Page<ActivityRow> {
      const each = [
        decisions.all().map(ofDecision),
        ends.all().flatMap(ofEnd),
        decided.all().flatMap(ofAnswer),
        alerts.all('open').map(ofAlert),
      ];
      const newest = each.flat().sort((a, b) => b.at - a.at);
      const rows = newest.slice(0, EACH_MAX * 2);
      const isAll = rows.length === newest.length && each.every(({ length }) => length < EACH_MAX);
      return { ...matching(rows, request), ...(isAll || !isFiltered(request) ? {} : { looked: rows.length }) };
    },
  };
}

function matching(rows: ActivityRow[], request: PageRequest): Page<ActivityRow> {
  const needle = needleOf(request);
  return {
    ...wholePage(
      rows.filter((row) => `${row.who} ${row.text}`.toLowerCase().includes(needle) && request.matches?.(row) !== false),
    ),
    total: rows.length,
  };
}

function ofDecision(row: DecisionRow): ActivityRow {
  const base = {
    key: `e${row.id}`,
    at: row.last_at,
    jobId: row.job_id,
    ...(row.run_id === null ? {} : { runId: row.run_id }),
  };
  const times = row.count > 1 ? ` ×${row.count}` : '';
  switch (row.verdict) {
    case 'start': {
      const by = row.cause === 'manual' ? ' by hand' : '';
      return {
        ...base,
        who: nameOf(row.by),
        state: 'running',
        text: `run ${row.run_id ?? '?'} ${row.name} started${by}`,
      };
    }
    case 'ask':
      return { ...base, who: 'engine', state: 'asked', text: `${row.name} asks for approval${times}` };
    case 'wait':
      return {
        ...base,
        who: 'engine',
        state: 'waiting',
        text: `${row.name} waits: ${row.detail || row.reason}${times}`,
      };
    default:
      return {
        ...base,
        who: 'engine',
        state: 'skipped',
        text: `${row.name} skipped: ${row.detail || row.reason}${times}`,
      };
  }
}

const END_STATES: Readonly<Record<string, ActivityState>> = {
  ok: 'ok',
  error: 'failed',
  timeout: 'timeout',
  crashed: 'crashed',
  cancelled: 'cancelled',
  skipped: 'skipped',
};

function ofEnd(row: EndRow): ActivityRow[] {
  const state = END_STATES[row.status];
  if (state === undefined) return [];
  const text = `run ${row.id} ${row.job_name} ${row.status}`;
  const base = { key: `r${row.id}`, at: row.finished_at, who: 'engine', jobId: row.job_id, runId: row.id };
  return [{ ...base, state, text, ...(row.ms === null ? {} : { tookMs: row.ms }) }];
}

function ofAnswer(row: AskedRow): ActivityRow[] {
  const base = { key: `a${row.id}`, at: row.decided_at ?? row.asked_at, jobId: row.job_id };
  switch (row.status) {
    case 'approved':
    case 'dispatched': {
      const run = row.started_run_id === null ? '' : `, run ${row.started_run_id}`;
      return [{ ...base, who: nameOf(row.decided_by), state: 'approved', text: `approved ${row.job_name}${run}` }];
    }
    case 'rejected':
      return [{ ...base, who: nameOf(row.decided_by), state: 'rejected', text: `rejected ${row.job_name}` }];
    case 'timed_out': {
      const end = row.on_timeout === 'approve' ? 'APPROVED' : 'rejected';
      return [{ ...base, who: 'engine', state: 'lapsed', text: `${row.job_name} lapsed, ${end}` }];
    }
    default:
      return [];
  }
}

const ofAlert = (row: AlertRow): ActivityRow => ({
  key: `l${row.id}`,
  at: row.last_at,
  who: 'engine',
  state: 'alert',
  text: row.title,
  ...(row.job_id === null ? {} : { jobId: row.job_id }),
  ...(row.run_id === null ? {} : { runId: row.run_id }),
});
