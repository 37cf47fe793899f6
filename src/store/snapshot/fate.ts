import type { Db } from '../database.ts';
import type { Actor } from '../nouns/actor.ts';

/** What became of an item that left its list: it stays on its row with this for a while. */
export type Fate = { state: 'ok' | 'failed' | 'neutral'; word: string; text: string };

type ApprovalEnd = { status: string; decided_by: string | null; note: string | null; started_run_id: number | null };
type RunEnd = {
  id: number;
  status: string;
  duration_ms: number | null;
  exit_code: number | null;
  error: string | null;
};

/** Keys are those of the lists: `a7` approval, `d7` dispatch, `l7` alert, `<job>@<instant>` a fire time. */
export function fateQueries(db: Db) {
  const approval = db.prepare<[number], ApprovalEnd>(
    `SELECT status, decided_by, note, started_run_id FROM approvals WHERE id = ?`,
  );
  const run = db.prepare<[number], RunEnd>(`
    SELECT id, status, duration_ms, exit_code, error
    FROM runs
    WHERE dispatch_id = +?
    ORDER BY id DESC
    LIMIT 1`);
  const dispatch = db.prepare<[number], { status: string }>(`SELECT status FROM dispatches WHERE id = ?`);
  const alert = db.prepare<[number], { state: string; acknowledged_by: string | null }>(
    `SELECT state, acknowledged_by FROM alerts WHERE id = ?`,
  );
  const slot = db.prepare<[string, number], { state: string; run_id: number | null; detail: string | null }>(`
    SELECT state, run_id, detail
    FROM slots
    WHERE job_id = +? AND slot_at <= +?
    ORDER BY slot_at DESC
    LIMIT 1`);

  return (key: string): Fate | undefined => {
    const at = key.lastIndexOf('@');
    if (at > 0) return ofSlot(slot.get(key.slice(0, at), Number(key.slice(at + 1)) || 0));
    const id = Number(key.slice(1));
    switch (key[0]) {
      case 'a':
        return ofApproval(approval.get(id));
      case 'd':
        return ofRun(run.get(id)) ?? ofDispatch(dispatch.get(id));
      case 'l':
        return ofAlert(alert.get(id));
      default:
        return undefined;
    }
  };
}

const nameOf = (json: string | null): string => (json === null ? 'engine' : (JSON.parse(json) as Actor).name);

function ofApproval(row: ApprovalEnd | undefined): Fate | undefined {
  const run = row?.started_run_id == null ? '' : `, run ${row.started_run_id}`;
  switch (row?.status) {
    case 'approved':
    case 'dispatched':
      return { state: 'ok', word: 'approved', text: `approved by ${nameOf(row.decided_by)}${run}` };
    case 'rejected':
      return {
        state: 'neutral',
        word: 'rejected',
        text: `rejected by ${nameOf(row.decided_by)}${row.note ? ` “${row.note}”` : ''}`,
      };
    case 'timed_out':
      return { state: 'neutral', word: 'lapsed', text: `lapsed${run}` };
    case 'cancelled':
      return { state: 'neutral', word: 'cancelled', text: 'cancelled' };
    default:
      return undefined;
  }
}

function ofRun(row: RunEnd | undefined): Fate | undefined {
  switch (row?.status) {
    case 'ok':
      return { state: 'ok', word: 'ok', text: `run ${row.id} ok` };
    case 'error':
    case 'timeout':
    case 'crashed':
      return { state: 'failed', word: row.status, text: row.error ?? `run ${row.id} ${row.status}` };
    case 'cancelled':
    case 'skipped':
      return { state: 'neutral', word: row.status, text: `run ${row.id} ${row.status}` };
    default:
      return undefined;
  }
}

const ofDispatch = (row: { status: string } | undefined): Fate | undefined =>
  row?.status === 'cancelled'
    ? { state: 'neutral', word: 'cancelled', text: 'left the queue without a run' }
    : undefined;

const ofAlert = (row: { state: string; acknowledged_by: string | null } | undefined): Fate | undefined =>
  row === undefined || row.state === 'open'
    ? undefined
    : {
        state: 'neutral',
        word: row.state,
        text: row.state === 'acknowledged' ? `acknowledged by ${nameOf(row.acknowledged_by)}` : row.state,
      };

function ofSlot(row: { state: string; run_id: number | null; detail: string | null } | undefined): Fate | undefined {
  switch (row?.state) {
    case 'ran':
      return { state: 'ok', word: 'started', text: row.run_id === null ? 'started' : `started, run ${row.run_id}` };
    case 'due':
      return { state: 'neutral', word: 'queued', text: 'queued' };
    case 'skipped':
    case 'missed':
      return { state: 'neutral', word: row.state, text: `${row.state}${row.detail ? `: ${row.detail}` : ''}` };
    default:
      return undefined;
  }
}
