import type { Db } from './database.ts';
import type { Actor } from './nouns/actor.ts';
import type { Run, RunEnd, RunOutput, StartMark, StopReason, StopStage } from './nouns/run.ts';
import { bind, rowReader } from './rows.ts';

export type NewRun = Pick<
  Run,
  'jobId' | 'jobName' | 'jobRevision' | 'dispatchId' | 'cause' | 'dueAt' | 'requestedBy' | 'retryCount' | 'fence'
> &
  Partial<
    Pick<
      Run,
      | 'slotAt'
      | 'override'
      | 'resourcePool'
      | 'retryOf'
      | 'triggeredByRun'
      | 'replayOf'
      | 'approvalId'
      | 'causeRoot'
      | 'commandDigest'
      | 'idempotencyKey'
    >
  > & { status: 'pending' | 'awaiting_approval' };

export type RunFinish = {
  status: RunEnd | 'approved';
  finishedAt: number;
  durationMs?: number;
  exitCode?: number;
  signal?: string;
  error?: string;
  summary?: string;
  outBytes?: number;
  errBytes?: number;
  tokensIn?: number;
  tokensOut?: number;
};

/** What another process may change about a run that goes on. */
export type RunState = Pick<
  Run,
  'status' | 'startedAt' | 'stopReason' | 'stopRequestedAt' | 'stopRequestedBy' | 'stopStage'
>;

const toState = rowReader<RunState>({ json: ['stop_requested_by'] });
const toRun = rowReader<Run>({ json: ['requested_by', 'stop_requested_by', 'override'] });
const toOutput = rowReader<RunOutput>({ booleans: ['stdout_cut', 'stderr_cut'] });
const optional = (row: unknown): Run | undefined => (row === undefined ? undefined : toRun(row));

export function runStore(db: Db) {
  const find = db.prepare(`SELECT * FROM runs WHERE id = ?`);
  const state = db.prepare(`
    SELECT status, started_at, stop_reason, stop_requested_at, stop_requested_by, stop_stage FROM runs WHERE id = ?`);
  const active = db.prepare(`SELECT * FROM runs WHERE status IN ('pending', 'running') ORDER BY id`);
  const activeOf = db.prepare(`
    SELECT * FROM runs INDEXED BY runs_active
    WHERE job_id = +? AND status IN ('pending', 'running')
    ORDER BY id`);
  const countActive = db.prepare<[], { n: number }>(`
    SELECT count(*) AS n FROM runs WHERE status IN ('pending', 'running')`);
  const countTurns = db.prepare<[], { n: number }>(`
    SELECT count(*) AS n
    FROM runs
    JOIN jobs ON jobs.id = runs.job_id
    WHERE runs.status IN ('pending', 'running') AND json_valid(jobs.definition)
      AND json_extract(jobs.definition, '$.session_target') = 'isolated'
      AND json_extract(jobs.definition, '$.job_type') <> 'watchdog'`);
  const countPool = db.prepare<[string], { n: number }>(`
    SELECT count(*) AS n FROM runs
    WHERE resource_pool = ? AND status IN ('pending', 'running')`);
  const holderOfPool = db.prepare(`
    SELECT * FROM runs WHERE resource_pool = +? AND status IN ('pending', 'running') ORDER BY id LIMIT 1`);
  const ofDispatch = db.prepare(`SELECT * FROM runs WHERE dispatch_id = +? ORDER BY id DESC LIMIT 1`);
  const output = db.prepare(`SELECT * FROM run_output WHERE run_id = ?`);
  const raiseIds = db.prepare(`
    INSERT INTO sqlite_sequence (name, seq)
    SELECT 'runs', ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'runs')`);
  const raiseSeq = db.prepare(`UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'runs'`);
  const count = (row: { n: number } | undefined): number => row?.n ?? 0;
  return {
    ...runWrites(db),
    ...runStops(db),
    get: (id: number): Run | undefined => optional(find.get(id)),
    /** A look at few columns, where the rest is known. */
    state: (id: number): RunState | undefined => {
      const row = state.get(id);
      return row === undefined ? undefined : toState(row);
    },
    active: (): Run[] => active.all().map(toRun),
    activeOf: (jobId: string): Run[] => activeOf.all(jobId).map(toRun),
    countActive: (): number => count(countActive.get()),
    /** Of agents; from the moment they are admitted. */
    countActiveTurns: (): number => count(countTurns.get()),
    countActiveInPool: (pool: string): number => count(countPool.get(pool)),
    holderOfPool: (pool: string): Run | undefined => optional(holderOfPool.get(pool)),
    latestOfDispatch: (dispatchId: number): Run | undefined => optional(ofDispatch.get(dispatchId)),
    output: (runId: number): RunOutput | undefined => {
      const row = output.get(runId);
      return row === undefined ? undefined : toOutput(row);
    },
    /** New runs get ids above this one, so that a folder left by a lost database is never taken for theirs. */
    raiseIdsAbove(id: number): void {
      raiseIds.run(id);
      raiseSeq.run(id);
    },
  };
}

const EMPTY = {
  slotAt: undefined,
  override: undefined,
  resourcePool: undefined,
  retryOf: undefined,
  triggeredByRun: undefined,
  replayOf: undefined,
  approvalId: undefined,
  commandDigest: undefined,
};

const UNMARKED = {
  pid: undefined,
  pidStart: undefined,
  bootId: undefined,
  agentId: undefined,
  sessionKey: undefined,
};

function runWrites(db: Db) {
  // The first attempt's own id is its root cause and its idempotency key, so it is known before the insert.
  const next = db.prepare<[], { id: number }>(`SELECT seq + 1 AS id FROM sqlite_sequence WHERE name = 'runs'`);
  const insert = db.prepare(`
    INSERT INTO runs (id, job_id, job_name, job_revision, dispatch_id, cause, status, created_at, slot_at, due_at, resource_pool,
      requested_by, retry_of, retry_count, triggered_by_run, replay_of, approval_id, cause_root, idempotency_key,
      command_digest, override, fence)
    VALUES (@id, @jobId, @jobName, @jobRevision, @dispatchId, @cause, @status, @now, @slotAt, @dueAt, @resourcePool,
      @requestedBy, @retryOf, @retryCount, @triggeredByRun, @replayOf, @approvalId, @causeRoot, @idempotencyKey,
      @commandDigest, @override, @fence)`);
  const started = db.prepare(`
    UPDATE runs
    SET status = 'running', started_at = @startedAt, pid = @pid, pid_start = @pidStart, boot_id = @bootId,
      agent_id = @agentId, session_key = @sessionKey
    WHERE id = @id AND status = 'pending'`);
  const finish = db.prepare(`
    UPDATE runs
    SET status = @status, finished_at = @finishedAt, duration_ms = @durationMs, exit_code = @exitCode, signal = @signal,
      error = @error, summary = @summary, out_bytes = @outBytes, err_bytes = @errBytes,
      tokens_in = @tokensIn, tokens_out = @tokensOut
    WHERE id = @id AND finished_at IS NULL`);
  const output = db.prepare(`
    INSERT OR REPLACE INTO run_output (run_id, stdout, stderr, stdout_cut, stderr_cut, offloaded_to, arrivals)
    VALUES (@runId, @stdout, @stderr, @stdoutCut, @stderrCut, @offloadedTo, @arrivals)`);
  return {
    /** Inside a transaction, or two of them would take one id. */
    add(run: NewRun, now: number): Run {
      const id = next.get()?.id ?? 1;
      const own = `run:${id}`;
      const whole = { causeRoot: own, idempotencyKey: own, ...run, id };
      insert.run(bind({ ...EMPTY, ...whole, now }));
      return { ...whole, createdAt: now, placement: 'local', outBytes: 0, errBytes: 0 };
    },
    setStarted: (id: number, startedAt: number, mark: StartMark): boolean =>
      started.run(bind({ ...UNMARKED, ...mark, id, startedAt })).changes === 1,
    /** False when the run has its end already. */
    finish: (id: number, end: RunFinish): boolean =>
      finish.run(
        bind({
          durationMs: undefined,
          exitCode: undefined,
          signal: undefined,
          error: undefined,
          summary: undefined,
          outBytes: 0,
          errBytes: 0,
          tokensIn: undefined,
          tokensOut: undefined,
          ...end,
          id,
        }),
      ).changes === 1,
    saveOutput: (value: RunOutput): void =>
      void output.run(bind({ offloadedTo: undefined, arrivals: undefined, ...value })),
  };
}

function runStops(db: Db) {
  const stopping = db.prepare(`
    SELECT * FROM runs
    WHERE status IN ('pending', 'running') AND stop_requested_at IS NOT NULL`);
  const requestStop = db.prepare(`
    UPDATE runs
    SET stop_reason = @reason, stop_requested_at = @now, stop_requested_by = @actor, stop_stage = 'requested'
    WHERE id = @id AND status IN ('pending', 'running') AND stop_requested_at IS NULL`);
  const requestKill = db.prepare(`
    UPDATE runs
    SET stop_reason = coalesce(stop_reason, 'cancel'), stop_requested_at = coalesce(stop_requested_at, @now),
      stop_requested_by = coalesce(stop_requested_by, @actor), stop_stage = 'kill'
    WHERE id = @id AND status IN ('pending', 'running')`);
  const stage = db.prepare(`UPDATE runs SET stop_stage = ? WHERE id = ? AND stop_stage IS NOT 'kill'`);
  return {
    /** Active runs that somebody wants stopped. */
    stopping: (): Run[] => stopping.all().map(toRun),
    /** False when the run is over or somebody asked before: the first reason stands. */
    requestStop: (id: number, reason: StopReason, actor: Actor, now: number): boolean =>
      requestStop.run(bind({ id, reason, actor, now })).changes === 1,
    /** For somebody who does not wait for the grace; the engine sends KILL when it sees it. False when the run is over. */
    requestKill: (id: number, actor: Actor, now: number): boolean =>
      requestKill.run(bind({ id, actor, now })).changes === 1,
    setStopStage: (id: number, to: StopStage): void => void stage.run(to, id),
  };
}
