/** What should happen: the engine in charge, jobs with their revisions, and the queue. */
export const jobsAndDispatches = `
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
`;
