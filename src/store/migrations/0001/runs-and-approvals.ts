/** What happened: fire times, runs with their output, and the questions to people. */
export const runsAndApprovals = `CREATE TABLE slots (
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  slot_at INTEGER NOT NULL,
  last_slot_at INTEGER NOT NULL,
  count INTEGER NOT NULL DEFAULT 1 CHECK (count >= 1),
  schedule_revision INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('due', 'ran', 'skipped', 'missed')),
  reason TEXT,
  detail TEXT,
  dispatch_id INTEGER,
  run_id INTEGER,
  PRIMARY KEY (job_id, slot_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  job_name TEXT NOT NULL,
  job_revision INTEGER NOT NULL,
  dispatch_id INTEGER NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('schedule', 'manual', 'chain', 'retry')),
  status TEXT NOT NULL CHECK (status IN ('pending', 'running', 'ok', 'error', 'timeout', 'skipped', 'cancelled', 'crashed', 'awaiting_approval', 'approved')),
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  duration_ms INTEGER,
  slot_at INTEGER,
  due_at INTEGER NOT NULL,
  resource_pool TEXT,
  requested_by TEXT NOT NULL CHECK (json_valid(requested_by)),
  retry_of INTEGER,
  retry_count INTEGER NOT NULL DEFAULT 0,
  triggered_by_run INTEGER,
  replay_of INTEGER,
  approval_id INTEGER,
  cause_root TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  command_digest TEXT,
  placement TEXT NOT NULL DEFAULT 'local',
  fence INTEGER NOT NULL,
  pid INTEGER,
  pid_start TEXT,
  boot_id TEXT,
  stop_reason TEXT CHECK (stop_reason IN ('timeout', 'cancel', 'replace', 'shutdown', 'output-limit')),
  stop_requested_at INTEGER,
  stop_requested_by TEXT,
  stop_stage TEXT CHECK (stop_stage IN ('requested', 'term', 'kill')),
  exit_code INTEGER,
  signal TEXT,
  error TEXT,
  summary TEXT,
  out_bytes INTEGER NOT NULL DEFAULT 0,
  err_bytes INTEGER NOT NULL DEFAULT 0,
  CHECK ((finished_at IS NULL) = (status IN ('pending', 'running', 'awaiting_approval')))
) STRICT;
CREATE INDEX runs_active ON runs (job_id, id) WHERE status IN ('pending', 'running');
CREATE INDEX runs_active_pool ON runs (resource_pool) WHERE status IN ('pending', 'running') AND resource_pool IS NOT NULL;
CREATE INDEX runs_job ON runs (job_id, id);
CREATE INDEX runs_finished ON runs (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX runs_status ON runs (status, id);
CREATE INDEX runs_dispatch ON runs (dispatch_id);

CREATE TABLE run_output (
  run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
  stdout TEXT NOT NULL DEFAULT '',
  stderr TEXT NOT NULL DEFAULT '',
  stdout_cut INTEGER NOT NULL DEFAULT 0 CHECK (stdout_cut IN (0, 1)),
  stderr_cut INTEGER NOT NULL DEFAULT 0 CHECK (stderr_cut IN (0, 1)),
  offloaded_to TEXT
) STRICT;

CREATE TABLE approvals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  revision INTEGER NOT NULL DEFAULT 1,
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  job_name TEXT NOT NULL,
  dispatch_id INTEGER NOT NULL,
  run_id INTEGER NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'rejected', 'timed_out', 'dispatched', 'cancelled')),
  risk TEXT NOT NULL CHECK (risk IN ('normal', 'high')),
  subject TEXT NOT NULL CHECK (json_valid(subject)),
  digest TEXT NOT NULL,
  asked_because TEXT NOT NULL,
  requested_by TEXT NOT NULL CHECK (json_valid(requested_by)),
  source_run_id INTEGER,
  asked_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  on_timeout TEXT NOT NULL CHECK (on_timeout IN ('approve', 'reject')),
  decided_at INTEGER,
  decided_by TEXT,
  note TEXT,
  started_run_id INTEGER,
  CHECK ((decided_at IS NULL) = (status = 'pending'))
) STRICT;
CREATE INDEX approvals_pending ON approvals (expires_at) WHERE status = 'pending';
CREATE INDEX approvals_job ON approvals (job_id, status);
CREATE INDEX approvals_decided ON approvals (decided_at) WHERE decided_at IS NOT NULL;
`;
