/**
 * What the rows of a database say about each other between two transactions, as questions that answer what is wrong.
 * `@since` is the id of a run: what is older was looked at before. `@now` is the wall clock.
 */
export const RULES: readonly { rule: string; when?: 'now and then'; sql: string }[] = [
  {
    rule: 'a claimed dispatch has exactly one active run',
    sql: `
      SELECT 'dispatch ' || d.id || ' is claimed and has no active run' AS violation FROM dispatches d
      WHERE d.status = 'claimed' AND @now >= @since * 0 AND (
        SELECT count(*) FROM runs r WHERE r.dispatch_id = d.id AND r.status IN ('pending', 'running')) <> 1`,
  },
  {
    rule: 'an active run has a claimed dispatch',
    sql: `
      SELECT 'run ' || r.id || ' is ' || r.status || ' and its dispatch ' || d.status AS violation
      FROM runs r JOIN dispatches d ON d.id = r.dispatch_id
      WHERE r.status IN ('pending', 'running') AND d.status <> 'claimed' AND @now >= @since * 0`,
  },
  {
    rule: 'a run that waits for an answer has a dispatch that does',
    sql: `
      SELECT 'run ' || r.id || ' waits for an answer and its dispatch is ' || d.status AS violation
      FROM runs r JOIN dispatches d ON d.id = r.dispatch_id
      WHERE r.status = 'awaiting_approval' AND d.status <> 'awaiting_approval' AND @now >= @since * 0`,
  },
  {
    rule: 'no job that forbids it has two active runs',
    sql: `
      SELECT count(*) || ' runs of ' || r.job_name || ' are active' AS violation
      FROM runs r JOIN jobs j ON j.id = r.job_id
      WHERE r.status IN ('pending', 'running') AND @now >= @since * 0
        AND json_extract(j.definition, '$.overlap_policy') <> 'allow'
        AND NOT EXISTS (SELECT 1 FROM job_revisions v
          WHERE v.job_id = j.id AND json_extract(v.definition, '$.overlap_policy') = 'allow')
      GROUP BY r.job_id HAVING count(*) > 1`,
  },
  {
    rule: 'D-61: the key of what runs or ended ok is taken',
    sql: `
      SELECT 'run ' || r.id || ' is ' || r.status || ' and its key is free' AS violation
      FROM runs r JOIN dispatches d ON d.id = r.dispatch_id LEFT JOIN ledger l ON l.key = d.occasion_key
      WHERE r.id > @since AND r.status IN ('pending', 'running', 'ok')
        AND (l.state IS NULL OR l.state <> 'claimed' OR l.expires_at <= @now)
        AND r.id = (SELECT max(id) FROM runs WHERE dispatch_id = d.id)`,
  },
  {
    rule: 'D-61: the key of what failed is free',
    sql: `
      SELECT 'run ' || r.id || ' ended ' || r.status || ' and keeps its key' AS violation
      FROM runs r JOIN dispatches d ON d.id = r.dispatch_id JOIN ledger l ON l.key = d.occasion_key
      WHERE r.id > @since AND r.status IN ('error', 'timeout', 'crashed', 'cancelled')
        AND l.state = 'claimed' AND l.run_id = r.id AND l.expires_at > @now`,
  },
  {
    rule: 'an occasion ends ok once',
    sql: `
      SELECT 'dispatch ' || dispatch_id || ' ended ok ' || count(*) || ' times' AS violation
      FROM runs WHERE id > @since AND status IN ('ok', 'running', 'pending') AND @now > 0
      GROUP BY dispatch_id HAVING count(*) > 1`,
  },
  {
    rule: 'D-80: an open question and a waiting dispatch belong together',
    sql: `
      SELECT 'dispatch ' || d.id || ' waits for an answer and has not one open question' AS violation
      FROM dispatches d
      WHERE d.status = 'awaiting_approval' AND @now >= @since * 0 AND (
        SELECT count(*) FROM approvals a WHERE a.dispatch_id = d.id AND a.status = 'pending') <> 1
      UNION ALL
      SELECT 'approval ' || a.id || ' is open and its dispatch is ' || d.status
      FROM approvals a JOIN dispatches d ON d.id = a.dispatch_id
      WHERE a.status = 'pending' AND d.status <> 'awaiting_approval'
      UNION ALL
      SELECT 'approval ' || a.id || ' was given and its dispatch is ' || d.status
      FROM approvals a JOIN dispatches d ON d.id = a.dispatch_id
      WHERE a.status = 'approved' AND d.status IN ('done', 'cancelled')
      UNION ALL
      SELECT 'approval ' || a.id || ' was used by no run'
      FROM approvals a WHERE a.status = 'dispatched' AND a.started_run_id IS NULL`,
  },
  {
    rule: 'S-4: a slot that is due has an open dispatch, one that ran has its run',
    sql: `
      SELECT 'slot ' || s.slot_at || ' of ' || s.job_id || ' is due and its dispatch ' || coalesce(d.status, 'is not') AS violation
      FROM slots s LEFT JOIN dispatches d ON d.id = s.dispatch_id
      WHERE s.state = 'due' AND coalesce(d.status, 'done') IN ('done', 'cancelled') AND @now >= @since * 0
      UNION ALL
      SELECT 'slot ' || slot_at || ' of ' || job_id || ' ran and has no run' FROM slots
      WHERE state = 'ran' AND run_id IS NULL`,
  },
  {
    rule: 'S-4: no fire time stands in two rows',
    when: 'now and then',
    sql: `
      SELECT 'slot ' || slot_at || ' of ' || job_id || ' stands in two rows' AS violation
      FROM (SELECT *, lag(last_slot_at) OVER (PARTITION BY job_id ORDER BY slot_at) AS before_at FROM slots)
      WHERE before_at >= slot_at AND @now >= @since * 0`,
  },
  {
    rule: 'S-4: each fire time of the job that nobody touches is accounted for',
    when: 'now and then',
    sql: `
      SELECT 'between ' || before_at || ' and ' || slot_at || ' fire times of steady are missing' AS violation
      FROM (
        SELECT s.slot_at, s.job_id, s.count, s.last_slot_at,
          lag(s.last_slot_at) OVER (ORDER BY s.slot_at) AS before_at
        FROM slots s WHERE s.job_id = 'j1')
      WHERE @now >= @since * 0 AND before_at IS NOT NULL AND (slot_at <> before_at + 10000 OR (last_slot_at - slot_at) / 10000 + 1 <> count)`,
  },
  {
    rule: 'D-94: who is on has a next fire',
    sql: `
      SELECT 'job ' || id || ' is on and has no next fire' AS violation FROM jobs j
      WHERE enabled = 1 AND deleted_at IS NULL AND schedule_kind IN ('cron', 'every') AND next_run_at IS NULL
        AND @now >= @since * 0
        AND NOT (json_extract(definition, '$.every_from') = 'end' AND EXISTS (
          SELECT 1 FROM dispatches d
          WHERE d.job_id = j.id AND d.status IN ('pending', 'claimed', 'awaiting_approval')))
      UNION ALL
      SELECT 'job ' || id || ' is off or gone and has a next fire' FROM jobs
      WHERE (enabled = 0 OR deleted_at IS NOT NULL) AND next_run_at IS NOT NULL`,
  },
  {
    rule: 'D-02, D-72: nothing waits for who is off or gone',
    sql: `
      SELECT 'job ' || j.id || ' is off or gone and dispatch ' || d.id || ' is ' || d.status AS violation
      FROM dispatches d JOIN jobs j ON j.id = d.job_id
      WHERE d.status IN ('pending', 'awaiting_approval') AND @now >= @since * 0
        AND (j.deleted_at IS NOT NULL OR (j.enabled = 0 AND d.cause <> 'manual'))`,
  },
  {
    rule: 'D-75: one message of a kind for each run',
    sql: `
      SELECT kind || ' of run ' || run_id || ' was written ' || count(*) || ' times' AS violation
      FROM outbox WHERE run_id > @since AND @now > 0 GROUP BY run_id, kind HAVING count(*) > 1`,
  },
  {
    rule: 'who waits for a place that is free has been told',
    sql: `
      SELECT 'dispatch ' || d.id || ' waits for job ' || d.job_id || ', which does not run' AS violation
      FROM dispatches d
      WHERE d.status = 'pending' AND d.blocked_on = 'job:' || d.job_id AND @now >= @since * 0
        AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.job_id = d.job_id AND r.status IN ('pending', 'running'))
        AND NOT EXISTS (SELECT 1 FROM dispatches o WHERE o.job_id = d.job_id AND o.id <> d.id
          AND o.status = 'pending' AND o.blocked_on IS NOT d.blocked_on)`,
  },
];
