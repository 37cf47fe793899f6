/** What is remembered and told: keys, decisions, messages, alerts, settings, counters and the audit. */
export const records = `CREATE TABLE ledger (
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
