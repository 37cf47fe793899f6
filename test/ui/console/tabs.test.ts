import { afterEach, expect, test } from 'vitest';
import {
  alertValues,
  approvalValues,
  dispatchValues,
  insert,
  jobValues,
  runValues,
} from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

let end: () => void = () => {};
afterEach(() => end());

function started(more: Partial<ReturnType<typeof aConsole>['options']> = {}) {
  const app = aConsole();
  end = app.end;
  insert(app.db, 'jobs', jobValues('etl'));
  insert(app.db, 'jobs', jobValues('report', { parent_id: 'job-etl' }));
  Object.assign(app.options, more);
  return app;
}

test('5 Jobs has the tree of chains, drawn with lines', () => {
  const app = started();
  app.controller.start();
  app.type('5', ']');
  const text = app.text();
  expect(text[2]).toContain('[tree]');
  expect(text.slice(4, 6).map((line) => line.slice(0, 24).trimEnd())).toEqual(['▸    etl', '     └ report']);
});

test('6 Activity has the engine’s log', () => {
  const at = Date.parse('2026-11-22T14:00:00Z');
  const app = started({
    readLog: () => [{ key: 'g1', at, who: 'error', state: 'failed', text: 'no backup was made' }],
  });
  app.controller.start();
  app.type('6', ']', ']');
  expect(app.text()[2]).toContain('[log]');
  expect(app.text()[4]).toMatch(/14:00:00 +error +✗ no backup was made/);
});

test('after a lost line a rule in Activity says where the person left', () => {
  const at = Date.parse('2026-11-22T14:30:00Z');
  const app = started({ leftAt: at });
  const ends = { status: 'ok', job_name: 'etl' };
  for (const finished_at of [at - 60_000, at + 60_000]) {
    insert(
      app.db,
      'runs',
      runValues('job-etl', insert(app.db, 'dispatches', dispatchValues('job-etl', { status: 'done' })), {
        ...ends,
        finished_at,
      }),
    );
  }
  app.controller.start();
  app.type('6');
  expect(
    app
      .text()
      .slice(4, 7)
      .map((line) => line.replace(/ +/g, ' ').slice(0, 40)),
  ).toEqual([
    expect.stringContaining('14:31:00'),
    expect.stringContaining('── you left 14:30 ──'),
    expect.stringContaining('14:29:00'),
  ]);
});

const last = {
  sort: {},
  tabs: { approvals: 'approvals.decided', alerts: 'alerts.acknowledged', runs: 'runs.recent' },
} as const;

test('the panel that is chosen at the start for what waits shows what waits, whichever tab was looked at last', () => {
  const app = started({ looks: { last, keep: () => {} } });
  const dispatch = insert(app.db, 'dispatches', dispatchValues('job-etl'));
  const run = insert(app.db, 'runs', runValues('job-etl', dispatch));
  insert(app.db, 'approvals', approvalValues('job-etl', dispatch, run));
  insert(app.db, 'alerts', alertValues('etl fails'));
  app.controller.start();
  expect(app.text()[2]).toContain('3 Approvals ━ [pending 1]');
  app.type('4');
  expect(app.text()[2]).toContain('[acknowledged]');
});

test('an alert is there at the start as well; a panel that was asked for keeps its tab', () => {
  const app = started({ looks: { last, keep: () => {} } });
  insert(app.db, 'alerts', alertValues('etl fails'));
  app.controller.start();
  expect(app.text()[2]).toContain('4 Alerts ━ [open 1]');
  end();
  const other = started({ looks: { last, keep: () => {} }, screen: 'approvals' });
  other.controller.start();
  expect(other.text()[2]).toContain('[decided]');
});

test('a panel that is gone to tells of its item from the beginning, whatever tab of another one was read', () => {
  const app = started({});
  const dispatch = insert(app.db, 'dispatches', dispatchValues('job-etl', { status: 'awaiting_approval' }));
  const run = insert(app.db, 'runs', runValues('job-etl', dispatch, { status: 'awaiting_approval' }));
  insert(app.db, 'approvals', approvalValues('job-etl', dispatch, run));
  app.controller.start();
  app.type('5', 'Enter', '[');
  app.clock.pass(200);
  expect(app.text().join('\n')).toContain('[Next]');
  app.type('[', '3');
  app.clock.pass(200);
  expect(app.text().join('\n')).toContain('0 etl ─ [Why]');
});
