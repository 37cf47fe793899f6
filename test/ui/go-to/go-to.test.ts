import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  alertValues,
  approvalValues,
  dispatchValues,
  insert,
  jobValues,
  runValues,
} from '../../support/screen-data.ts';
import { aConsole } from '../console/world.ts';

const START = Date.parse('2026-11-22T14:32:07Z');
let open: ReturnType<typeof aConsole>;
afterEach(() => open.end());

/** `plan` ran, which asks to run `prune`; `sync` and `copy` failed in the same way. */
beforeEach(() => {
  open = aConsole({ columns: 80, rows: 24 });
  const { db } = open;
  for (const name of ['plan', 'prune', 'sync', 'copy']) insert(db, 'jobs', jobValues(name));
  const ended = { status: 'ok', finished_at: START - 90_000 };
  const over = insert(db, 'dispatches', dispatchValues('job-plan', { status: 'done', ended_at: START - 90_000 }));
  insert(db, 'runs', runValues('job-plan', over, { id: 8812, ...ended }));
  const asked = insert(db, 'dispatches', dispatchValues('job-prune', { status: 'awaiting_approval' }));
  const runId = insert(db, 'runs', runValues('job-prune', asked, { id: 8813, status: 'awaiting_approval' }));
  const times = { asked_at: START - 60_000, expires_at: START + 3_540_000 };
  insert(db, 'approvals', approvalValues('job-prune', asked, runId, { ...times, source_run_id: 8812 }));
  for (const [index, name] of ['sync', 'copy'].entries()) {
    const error = `exit 127: node${index}: not found`;
    const id = 9_001 + index;
    const dispatch = insert(
      db,
      'dispatches',
      dispatchValues(`job-${name}`, { status: 'done', ended_at: START - 5_000 }),
    );
    const failed = { id, status: 'error', finished_at: START - 5_000, exit_code: 127, error };
    insert(db, 'runs', runValues(`job-${name}`, dispatch, failed));
    const alert = { detail: error, job_id: `job-${name}`, run_id: id, first_at: START - 5_000, last_at: START - 5_000 };
    insert(db, 'alerts', alertValues(`${name} failed 3× in a row`, alert));
  }
  open.controller.start();
});

const view = () => open.controller.view();
const listed = () => {
  const rows = open.text();
  const from = rows.findIndex((row) => row.startsWith('━ Go to '));
  return rows.slice(from + 1, -2).map((row) => row.trim());
};

describe('from an approval', () => {
  test('. lists its job, the run it follows and what is on record, over the rows of the detail', () => {
    open.type('.');
    expect(listed()[0]).toMatch(/^▸ 1 {2}job +prune$/);
    expect(listed()[1]).toMatch(/^2 {2}the run it follows +8812 plan$/);
    expect(open.text()[2]).toMatch(/^[━─] 3 Approvals/);
  });

  test('a number goes there, and Esc comes back to the row', () => {
    open.type('.', '2');
    expect(view()).toMatchObject({ focus: 'runs', panel: 'runs' });
    expect(view().lists['runs.recent'].key).toBe('r8812');
    expect(open.text().join('\n')).toMatch(/▸ . +8812 +plan/);
    open.type('Escape');
    expect(view()).toMatchObject({ focus: 'approvals', panel: 'approvals' });
  });

  test('steps are walked back one by one; what was undone there comes first', () => {
    open.type('.', '2', '.', 'Enter');
    expect(view().panel).toBe('jobs');
    open.type('/', 'x', 'Enter', 'Escape');
    expect(view().panel).toBe('jobs');
    open.type('Escape');
    expect(view().panel).toBe('runs');
    open.type('Escape');
    expect(view().panel).toBe('approvals');
  });

  test('who goes on by the numbers of the panels is not taken back', () => {
    open.type('.', '2', '4', 'Escape');
    expect(view().panel).toBe('alerts');
  });

  test('Esc and every other key close the list and do nothing else', () => {
    for (const key of ['Escape', 'a', 'q', '.']) {
      open.type('.', key);
      expect(view().going).toBeUndefined();
      expect(view().sheet).toBeUndefined();
      expect(view().panel).toBe('approvals');
    }
  });
});

describe('from a run', () => {
  const over = (jobId: string) => insert(open.db, 'dispatches', dispatchValues(jobId, { status: 'done' }));

  test('. leads to the runs it started and to its next attempt, over or live', () => {
    const { db } = open;
    const ended = { status: 'ok', finished_at: START - 80_000, triggered_by_run: 8812 };
    insert(db, 'runs', runValues('job-sync', over('job-sync'), { id: 8814, ...ended }));
    const now = insert(db, 'dispatches', dispatchValues('job-copy', { status: 'claimed' }));
    insert(db, 'runs', runValues('job-copy', now, { id: 8815, status: 'running', triggered_by_run: 8812 }));
    const again = { status: 'error', finished_at: START - 70_000, retry_of: 8812, retry_count: 1 };
    insert(db, 'runs', runValues('job-plan', over('job-plan'), { id: 8816, ...again }));
    open.type('.', '2');
    open.clock.pass(200);
    open.type('.');
    expect(listed().join('\n')).toMatch(
      /run that it started +8815 copy, running\n\d +run that it started +8814 sync, ok\n\d +its next attempt +8816 plan, error/,
    );
    const at = listed().findIndex((row) => row.includes('8815 copy'));
    open.type(String(at + 1));
    expect(view().tabs.runs).toBe('runs.now');
    expect(view().lists['runs.now'].key).toBe(`d${now}`);
    open.type('Escape');
    expect(view().lists['runs.recent'].key).toBe('r8812');
  });
});

test('from a run that started many: all that are listed, with a place among them, and the others keep their numbers', () => {
  const { db } = open;
  for (let each = 0; each < 45; each += 1) {
    const dispatch = insert(db, 'dispatches', dispatchValues('job-sync', { status: 'done' }));
    const ended = { status: 'ok', finished_at: START - 80_000, triggered_by_run: 8812 };
    insert(db, 'runs', runValues('job-sync', dispatch, { id: 9_100 + each, ...ended }));
  }
  open.type('.', '2');
  open.clock.pass(200);
  open.type('.');
  const title = () => open.text().find((row) => row.startsWith('━ Go to '));
  expect(title()).toMatch(/ 1\/(4\d) of (4\d) ━ Esc back ━$/);
  const [, listedCount, count] = / 1\/(4\d) of (4\d)/.exec(title() ?? '') ?? [];
  expect(Number(count) - Number(listedCount)).toBe(5);
  expect(listed().slice(0, 4).join('\n')).toMatch(/1 {2}job +plan\n(.*\n)*\d {2}runs +plan\n\d {2}audit +plan/);
  // What was looked at stays in sight above it.
  expect(open.text()[2]).toMatch(/^[━─] 2 Runs/);
  open.type('G');
  expect(listed().join('\n')).toMatch(/▸ +run that it started +9105 sync, ok/);
  open.type('Enter');
  expect(view().lists['runs.recent'].key).toBe('r9105');
});

test('from alerts of one cause to all their runs, whatever the job', () => {
  open.type('4', '.');
  const at = listed().findIndex((row) => row.includes('runs of this cause'));
  expect(listed()[at]).toMatch(/cause:[0-9a-f]{4}$/);
  open.type(String(at + 1));
  const shown = open.text().join('\n');
  expect(shown).toMatch(/9001 +sync/);
  expect(shown).toMatch(/9002 +copy/);
  expect(shown).not.toMatch(/8812 +plan/);
  open.type('Escape');
  expect(view().panel).toBe('alerts');
});

test('where nothing leads anywhere it says so', () => {
  open.type('2', '.');
  expect(view().message?.text).toBe('nothing here leads anywhere else');
  expect(view().going).toBeUndefined();
});

describe('from a job', () => {
  test('. leads to the alert of a run also where the run started many', () => {
    const { db } = open;
    const runOf = (job: string, values: object): number => {
      const dispatch = insert(db, 'dispatches', dispatchValues(`job-${job}`, { status: 'done', ended_at: START - 1 }));
      return insert(db, 'runs', runValues(`job-${job}`, dispatch, { status: 'error', ...values }));
    };
    const first = runOf('plan', { id: 9_100, finished_at: START - 9_000 });
    const above = { triggered_by_run: 8812, retry_of: first, replay_of: 8812 };
    runOf('plan', { id: 9_101, finished_at: START - 100, ...above });
    for (let each = 0; each < 4; each += 1)
      runOf('sync', { id: 9_110 + each, finished_at: START - 8_000, triggered_by_run: 9_101 });
    for (const id of [9_120, 9_121]) runOf('plan', { id, finished_at: START - 7_000, retry_of: 9_101 });
    const alert = { job_id: 'job-plan', run_id: 9_101, first_at: START, last_at: START };
    insert(db, 'alerts', alertValues('plan failed 3× in a row', alert));
    open.change();
    open.clock.pass(300);
    open.type('2', ']');
    open.clock.pass(300);
    expect(open.text().join('\n')).toContain('run 9101 plan');
    open.type('.');
    expect(listed().join('\n')).toMatch(/alert +plan failed 3× in a row/);
    expect(listed().join('\n')).toMatch(/run that it started +911\d sync/);
  });

  test('. leads to the job it follows and to those that follow it', () => {
    const definition = JSON.stringify({ name: 'after-plan', payload_message: 'true', parent_id: 'job-plan' });
    insert(open.db, 'jobs', jobValues('after-plan', { definition, parent_id: 'job-plan' }));
    open.type('5', '/', ...'plan', 'Enter', 'Home', '.');
    expect(listed().join('\n')).toMatch(/job it follows +plan/);
    open.type('Escape', 'Down');
    open.clock.pass(200);
    open.type('.');
    expect(listed().join('\n')).toMatch(/job that follows it +after-plan/);
  });
});
