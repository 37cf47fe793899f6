/** Instants are epoch ms, durations ms, JSON columns are checked; see ARCHITECTURE.md for what each table is for. */
export const firstTables = `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta (key, value) VALUES ('change_seq', 0);

CREATE TABLE lease (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  holder_id TEXT,
  pid INTEGER,
  pid_start TEXT,
  boot_id TEXT,
  host TEXT,
  user TEXT,
  mode TEXT CHECK (mode IN ('console', 'headless')),
  version TEXT,
  fence INTEGER NOT NULL DEFAULT 0,
  acquired_at INTEGER,
  heartbeat_at INTEGER,
  clean_stop INTEGER NOT NULL DEFAULT 1 CHECK (clean_stop IN (0, 1))
) STRICT;
INSERT INTO lease (id) VALUES (1);

CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  disabled_because TEXT,
  disabled_at INTEGER,
  revision INTEGER NOT NULL DEFAULT 1,
  schedule_revision INTEGER NOT NULL DEFAULT 1,
  definition TEXT NOT NULL CHECK (json_valid(definition)),
  schedule_kind TEXT NOT NULL CHECK (schedule_kind IN ('cron', 'at', 'every', 'manual')),
  schedule_text TEXT NOT NULL DEFAULT '',
  parent_id TEXT,
  resource_pool TEXT,
  priority INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL CHECK (json_valid(created_by)),
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  anchor_at INTEGER NOT NULL,
  next_slot_at INTEGER,
  next_run_at INTEGER,
  backing_off_from INTEGER,
  backing_off_until INTEGER,
  last_run_at INTEGER,
  last_status TEXT,
  consecutive_errors INTEGER NOT NULL DEFAULT 0,
  last_10 TEXT NOT NULL DEFAULT '',
  ok_durations TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(ok_durations)),
  usual_ms INTEGER,
  p95_ms INTEGER,
  ok_rate REAL,
  last_output TEXT,
  expect_every_ms INTEGER,
  expected_since INTEGER,
  overdue_at INTEGER,
  import_identity TEXT
) STRICT;
CREATE INDEX jobs_due ON jobs (next_run_at) WHERE next_run_at IS NOT NULL AND enabled = 1 AND deleted_at IS NULL;
CREATE INDEX jobs_name ON jobs (name) WHERE deleted_at IS NULL;
CREATE INDEX jobs_parent ON jobs (parent_id, created_at) WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX jobs_import ON jobs (import_identity) WHERE import_identity IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX jobs_off ON jobs (name) WHERE enabled = 0 AND deleted_at IS NULL;
CREATE INDEX jobs_overdue ON jobs (overdue_at) WHERE overdue_at IS NOT NULL;

CREATE TABLE job_revisions (
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  definition TEXT NOT NULL CHECK (json_valid(definition)),
  at INTEGER NOT NULL,
  by TEXT NOT NULL CHECK (json_valid(by)),
  PRIMARY KEY (job_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE dispatches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  cause TEXT NOT NULL CHECK (cause IN ('schedule', 'manual', 'chain', 'retry')),
  occasion_key TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'claimed', 'awaiting_approval', 'done', 'cancelled')),
  due_at INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  slot_at INTEGER,
  schedule_revision INTEGER,
  blocked_on TEXT,
  queued INTEGER NOT NULL DEFAULT 0 CHECK (queued IN (0, 1)),
  error_count INTEGER NOT NULL DEFAULT 0,
  source_run_id INTEGER,
  retry_of INTEGER,
  retry_count INTEGER NOT NULL DEFAULT 0,
  replay_of INTEGER,
  approval_id INTEGER,
  requested_by TEXT NOT NULL CHECK (json_valid(requested_by)),
  request_id TEXT,
  override TEXT CHECK (override IS NULL OR json_valid(override)),
  cause_root TEXT,
  created_at INTEGER NOT NULL,
  claimed_at INTEGER,
  ended_at INTEGER
) STRICT;
CREATE INDEX dispatches_ready ON dispatches (rank) WHERE status = 'pending' AND blocked_on IS NULL;
CREATE INDEX dispatches_later ON dispatches (due_at) WHERE status = 'pending' AND blocked_on IS NULL;
CREATE INDEX dispatches_blocked ON dispatches (blocked_on, rank) WHERE status = 'pending' AND blocked_on IS NOT NULL;
CREATE INDEX dispatches_open ON dispatches (job_id, status) WHERE status IN ('pending', 'claimed', 'awaiting_approval');
CREATE INDEX dispatches_job ON dispatches (job_id, id);
CREATE INDEX dispatches_source ON dispatches (source_run_id) WHERE source_run_id IS NOT NULL AND status IN ('pending', 'claimed', 'awaiting_approval');
CREATE INDEX dispatches_ended ON dispatches (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE slots (
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

CREATE TABLE ledger (
  key TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('claimed', 'released')),
  run_id INTEGER,
  claimed_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  result_hash TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_expiry ON ledger (expires_at);

CREATE TABLE decisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  dispatch_id INTEGER,
  run_id INTEGER,
  slot_at INTEGER,
  verdict TEXT NOT NULL CHECK (verdict IN ('start', 'wait', 'ask', 'drop')),
  reason TEXT,
  detail TEXT NOT NULL DEFAULT '',
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  count INTEGER NOT NULL DEFAULT 1,
  CHECK ((verdict = 'start') = (reason IS NULL))
) STRICT;
CREATE INDEX decisions_job ON decisions (job_id, id);
CREATE INDEX decisions_dispatch ON decisions (dispatch_id) WHERE dispatch_id IS NOT NULL;
CREATE INDEX decisions_age ON decisions (last_at);

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  channel TEXT,
  target TEXT,
  job_id TEXT,
  run_id INTEGER,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  attachments TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attachments)),
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sent', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  claimed_fence INTEGER,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  last_error TEXT
) STRICT;
CREATE INDEX outbox_pending ON outbox (next_attempt_at) WHERE status = 'pending';

CREATE TABLE alerts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('info', 'warn', 'crit')),
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'acknowledged', 'snoozed', 'resolved')),
  title TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT '',
  count INTEGER NOT NULL DEFAULT 1,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  job_id TEXT,
  run_id INTEGER,
  acknowledged_by TEXT,
  acknowledged_at INTEGER,
  snoozed_until INTEGER,
  resolved_at INTEGER,
  next_notice_at INTEGER,
  notice_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX alerts_key ON alerts (key) WHERE state <> 'resolved';
CREATE INDEX alerts_state ON alerts (state, last_at);
CREATE INDEX alerts_job ON alerts (job_id) WHERE state <> 'resolved' AND job_id IS NOT NULL;
CREATE INDEX alerts_run ON alerts (run_id) WHERE state <> 'resolved' AND run_id IS NOT NULL;
CREATE INDEX alerts_resolved ON alerts (resolved_at) WHERE resolved_at IS NOT NULL;

CREATE TABLE pools (
  name TEXT PRIMARY KEY,
  slots INTEGER NOT NULL CHECK (slots >= 1)
) STRICT, WITHOUT ROWID;

CREATE TABLE pauses (
  scope TEXT NOT NULL CHECK (scope IN ('all', 'job', 'pool', 'tag')),
  key TEXT NOT NULL,
  until INTEGER,
  note TEXT NOT NULL DEFAULT '',
  paused_at INTEGER NOT NULL,
  paused_by TEXT NOT NULL CHECK (json_valid(paused_by)),
  PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE aliases (
  name TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  target TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL CHECK (json_valid(created_by))
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
  bucket_minute INTEGER NOT NULL,
  status TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (bucket_minute, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL CHECK (json_valid(actor)),
  action TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  subject_name TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_subject ON audit (subject_kind, subject_id, id);
`;
