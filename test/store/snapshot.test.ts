import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { createSnapshots } from '../../src/store/snapshot.ts';
import {
  alertValues,
  approvalValues,
  dispatchValues,
  insert,
  jobValues,
  PERSON,
  runValues,
  screenDatabase,
} from '../support/screen-data.ts';

const NOW = 1_000_000_000_000;
const HOUR = 3_600_000;
let world: ReturnType<typeof screenDatabase>;
let db: Db;

beforeEach(() => {
  world = screenDatabase();
  db = world.db;
});
afterEach(() => world.remove());

const addJob = (name: string, more = {}) => {
  insert(db, 'jobs', jobValues(name, more));
  return `job-${name}`;
};
const addDispatch = (jobId: string, more = {}) => insert(db, 'dispatches', dispatchValues(jobId, more));
const addRun = (jobId: string, more = {}) => {
  const dispatchId = addDispatch(jobId, { status: 'done' });
  return insert(db, 'runs', runValues(jobId, dispatchId, more));
};

describe('plans', () => {
  test('C-3 no query behind a screen scans a big table, or walks through the history of all jobs', () => {
    const asked: string[] = [];
    const spy = new Proxy(db, {
      get(target, name) {
        if (name !== 'prepare') return Reflect.get(target, name);
        return (sql: string) => {
          asked.push(sql);
          return target.prepare(sql);
        };
      },
    });
    createSnapshots(spy);
    expect(asked.length).toBeGreaterThan(40);
    const scans = asked.flatMap((sql) => {
      const named = Object.fromEntries((sql.match(/@\w+/g) ?? []).map((name) => [name.slice(1), 1]));
      const values = [...(sql.match(/\?/g) ?? []).map(() => 1), ...(sql.includes('@') ? [named] : [])];
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
      return (
        plan
          .map((step) => step.detail)
          .filter((detail) =>
            /SCAN (jobs|runs|dispatches|approvals|alerts|decisions|slots|audit|job_revisions)|INDEX (dispatches|runs)_job \(job_id>/.test(
              detail,
            ),
          )
          // Only what has not ended is in it.
          .filter((detail) => !/INDEX dispatches_open$/.test(detail))
          .map((detail) => `${detail}: ${sql}`)
      );
    });
    expect(scans).toEqual([]);
  });
});

describe('counters', () => {
  test('due counts what is due within the next hour, the rest counts everything', () => {
    addJob('soon', { next_run_at: NOW + 60_000 });
    addJob('late', { next_run_at: NOW - 60_000 });
    addJob('tomorrow', { next_run_at: NOW + 24 * HOUR });
    addJob('off', { enabled: 0, next_run_at: NOW });
    addRun('job-soon');
    addDispatch('job-late', { due_at: NOW - 1, blocked_on: 'pool:io' });
    addDispatch('job-late', { due_at: NOW + HOUR });
    insert(db, 'alerts', alertValues('bad'));
    insert(db, 'counters', { bucket_minute: Math.floor(NOW / 60_000) - 5, status: 'ok', n: 7 });
    insert(db, 'counters', { bucket_minute: Math.floor(NOW / 60_000) - 5, status: 'crashed', n: 2 });
    insert(db, 'counters', { bucket_minute: Math.floor(NOW / 60_000) - 2_000, status: 'ok', n: 100 });
    expect(createSnapshots(db).counters(NOW)).toMatchObject({
      due: 2,
      running: 1,
      queued: 1,
      openAlerts: 1,
      criticalAlerts: 1,
      jobs: 4,
      disabledJobs: 1,
      pausedJobs: 0,
      day: { ok: 7, failed: 2 },
      next: { name: 'soon', at: NOW + 60_000 },
    });
  });

  test('what is paused has a name and who did it, everything first; snoozed alerts say when the first opens', () => {
    const pause = { until: null, note: '', paused_at: NOW, paused_by: PERSON };
    insert(db, 'pauses', { ...pause, scope: 'job', key: addJob('soon'), note: 'slow', until: NOW + HOUR });
    insert(db, 'pauses', { ...pause, scope: 'all', key: '' });
    insert(db, 'alerts', alertValues('bad', { state: 'snoozed', snoozed_until: NOW + HOUR }));
    insert(db, 'alerts', alertValues('worse', { state: 'snoozed', snoozed_until: NOW + 60_000 }));
    const { pauses, snoozedAlerts, snoozedUntil } = createSnapshots(db).counters(NOW);
    const by = JSON.parse(PERSON).name;
    expect(pauses).toEqual([
      { scope: 'all', key: '', name: '', note: '', pausedAt: NOW, by },
      { scope: 'job', key: 'job-soon', name: 'soon', note: 'slow', until: NOW + HOUR, pausedAt: NOW, by },
    ]);
    expect({ snoozedAlerts, snoozedUntil }).toEqual({ snoozedAlerts: 2, snoozedUntil: NOW + 60_000 });
  });
});

describe('lists', () => {
  test('due ends with the jobs that are off, once, wherever the page lies', () => {
    for (let index = 0; index < 300; index += 1) addJob(`j${index}`, { next_run_at: NOW + index * 1_000 });
    for (const name of ['off-b', 'off-a']) addJob(name, { enabled: 0, next_run_at: NOW + 5_000 });
    const snapshots = createSnapshots(db);
    const first = snapshots.due({}, NOW);
    expect(first.total).toBe(302);
    expect(first.rows.map(({ name }) => name)).not.toContain('off-a');
    const key = 'job-off-b@off';
    for (const anchor of [{ kind: 'end' }, { kind: 'around', key }] as const) {
      const { rows, before, total } = snapshots.due({ anchor }, NOW);
      expect(rows.slice(-3).map(({ name }) => name)).toEqual(['j299', 'off-a', 'off-b']);
      expect(rows.at(-1)).toMatchObject({ key, enabled: false });
      expect(rows.at(-1)).not.toHaveProperty('nextRunAt');
      expect([before + rows.length, total]).toEqual([302, 302]);
    }
    expect(snapshots.due({ filter: 'off-a' }, NOW).rows.map(({ name }) => name)).toEqual(['off-a']);
    expect(snapshots.isListed('due.next', key)).toBe(true);
    expect(snapshots.isListed('due.next', 'job-j1@off')).toBe(false);
  });

  test('due puts what waits late first, then by instant and name', () => {
    addJob('b-twin', { next_run_at: NOW + 5 });
    addJob('a-twin', { next_run_at: NOW + 5 });
    addJob('first', { next_run_at: NOW + 1 });
    addJob('waits', { next_run_at: NOW + 500 });
    addDispatch('job-waits', { due_at: NOW - 120_000, blocked_on: 'pool:io' });
    const page = createSnapshots(db).due({}, NOW);
    expect(page.rows.map((row) => row.name)).toEqual(['waits', 'first', 'a-twin', 'b-twin', 'waits']);
    expect(page.rows[0]).toMatchObject({ lateSince: NOW - 120_000, active: false });
    expect(new Set(page.rows.map((row) => row.key)).size).toBe(5);
  });

  test('a page around a job in the middle of a long list knows what lies in front of it', () => {
    const add = db.transaction(() => {
      for (let n = 0; n < 1_000; n += 1) addJob(`j${String(n).padStart(4, '0')}`, { next_run_at: NOW + n });
    });
    add();
    const snapshots = createSnapshots(db);
    const jobs = snapshots.jobs({ anchor: { kind: 'around', key: 'job-j0500' } });
    expect(jobs.before).toBe(420);
    expect(jobs.rows[80]?.name).toBe('j0500');
    expect(jobs.total).toBe(1_000);
    const due = snapshots.due({ anchor: { kind: 'end' } }, NOW);
    expect(due.before).toBe(840);
    expect(due.rows.at(-1)?.name).toBe('j0999');
    expect(snapshots.jobs({ filter: '0999' }).rows.map((row) => row.name)).toEqual(['j0999']);
  });

  test('a filter by end is answered by the index, what else is asked is asked of each row', () => {
    const jobId = addJob('etl', { resource_pool: 'io' });
    addRun(jobId, { status: 'ok', finished_at: 10 });
    const failed = addRun(jobId, { status: 'error', finished_at: 20, exit_code: 127, resource_pool: 'io' });
    addRun(jobId, { status: 'timeout', finished_at: 30 });
    const { pastRuns, jobs } = createSnapshots(db);
    const page = pastRuns({
      statuses: ['error', 'timeout'],
      matches: (row) => (row as { exitCode?: number }).exitCode === 127,
    });
    expect(page.rows.map(({ runId, by, pool }) => [runId, by, pool])).toEqual([[failed, 'engine', 'io']]);
    expect(page.total).toBe(3);
    expect(jobs({ matches: (row) => (row as { pool?: string }).pool === 'io' }).rows).toHaveLength(1);
    expect(jobs({ matches: () => false }).rows).toEqual([]);
  });

  test('a filter that could not look at every row says how far it looked', () => {
    db.transaction(() => {
      for (let n = 0; n < 1_100; n += 1) addJob(`j${String(n).padStart(4, '0')}`);
    })();
    const { jobs } = createSnapshots(db);
    expect(jobs({ matches: () => false })).toEqual({ rows: [], before: 0, total: 1_100, looked: 500 });
    expect(jobs({ filter: '0999', matches: () => true }).looked).toBeUndefined();
  });

  test('runs that are live come before what waits, with its place in the line', () => {
    addJob('etl');
    addJob('thumb');
    const runId = addRun('job-etl', { started_at: NOW - 5 });
    addDispatch('job-thumb', { due_at: NOW - 10, rank: 2, blocked_on: 'pool:io' });
    addDispatch('job-etl', { due_at: NOW - 10, rank: 1, blocked_on: 'pool:io' });
    const page = createSnapshots(db).liveRuns({}, NOW);
    expect(page.rows.map((row) => [row.kind, row.jobName, row.position])).toEqual([
      ['run', 'etl', undefined],
      ['queued', 'etl', 1],
      ['queued', 'thumb', 2],
    ]);
    expect(page.rows[0]).toMatchObject({ runId, limitMs: 300_000, usualMs: 18_000 });
  });

  test('approvals of high risk come first, then what lapses soonest', () => {
    addJob('a');
    const runId = addRun('job-a', { status: 'awaiting_approval' });
    insert(db, 'approvals', approvalValues('job-a', 1, runId, { job_name: 'later', expires_at: NOW + 9 }));
    insert(db, 'approvals', approvalValues('job-a', 2, runId, { job_name: 'sooner', expires_at: NOW + 5 }));
    insert(
      db,
      'approvals',
      approvalValues('job-a', 3, runId, { job_name: 'risky', expires_at: NOW + 99, risk: 'high' }),
    );
    const rows = createSnapshots(db).pendingApprovals({}).rows;
    expect(rows.map((row) => row.jobName)).toEqual(['risky', 'sooner', 'later']);
  });
});

describe('details', () => {
  test('an approval brings its cause, the last granted one and since when the risk is so', () => {
    addJob('plan');
    addJob('prune', { parent_id: 'job-plan' });
    const source = addRun('job-plan', { status: 'ok', finished_at: NOW, duration_ms: 114_000 });
    insert(db, 'run_output', { run_id: source, stdout: 'one\ntwo\nthree\n' });
    const earlier = approvalValues('job-prune', 1, source, { status: 'dispatched', decided_at: 5, decided_by: PERSON });
    insert(db, 'approvals', earlier);
    const id = insert(db, 'approvals', approvalValues('job-prune', 2, source, { source_run_id: source, risk: 'high' }));
    for (const [revision, risk] of [
      ['1', 'normal'],
      ['2', 'high'],
      ['3', 'high'],
    ] as const) {
      const definition = JSON.stringify({ approval_risk: risk });
      insert(db, 'job_revisions', {
        job_id: 'job-prune',
        revision: Number(revision),
        definition,
        at: Number(revision) * 10,
        by: PERSON,
      });
    }
    const detail = createSnapshots(db).detail({ kind: 'approval', approvalId: id });
    expect(detail).toMatchObject({
      kind: 'approval',
      source: { lastLine: 'three', lineCount: 3, run: { jobName: 'plan', durationMs: 114_000 } },
      previous: { status: 'dispatched' },
      riskSetAt: 20,
    });
  });

  test('a job brings its runs, its children and its last failure', () => {
    addJob('etl');
    addJob('child', { parent_id: 'job-etl' });
    const failed = addRun('job-etl', { status: 'error', finished_at: NOW, exit_code: 3 });
    addRun('job-etl', { status: 'ok', finished_at: NOW + 1 });
    const detail = createSnapshots(db).detail({ kind: 'job', jobId: 'job-etl' });
    expect(detail).toMatchObject({
      kind: 'job',
      job: { children: [{ name: 'child', on: 'success' }], lastFailure: { runId: failed, exitCode: 3 } },
    });
    expect(detail?.kind === 'job' && detail.job.history.map((run) => run.status)).toEqual(['ok', 'error']);
  });
});

describe('fates', () => {
  test('what left a list says what became of it', () => {
    addJob('a');
    const runId = addRun('job-a', { status: 'ok', finished_at: NOW });
    const dispatchId = db.prepare('SELECT dispatch_id AS id FROM runs WHERE id = ?').get(runId) as { id: number };
    const decided = { status: 'dispatched', decided_at: NOW, decided_by: PERSON, started_run_id: 8_817 };
    const approval = insert(db, 'approvals', approvalValues('job-a', 1, runId, decided));
    insert(db, 'slots', {
      job_id: 'job-a',
      slot_at: NOW,
      last_slot_at: NOW,
      schedule_revision: 1,
      state: 'ran',
      run_id: runId,
    });
    const { fate } = createSnapshots(db);
    expect(fate(`a${approval}`)?.text).toBe('approved by ana, run 8817');
    expect(fate(`d${dispatchId.id}`)).toMatchObject({ state: 'ok', word: 'ok' });
    expect(fate(`job-a@${NOW}`)?.text).toBe(`started, run ${runId}`);
    expect(fate('a999')).toBeUndefined();
  });
});
