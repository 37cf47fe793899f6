import { afterEach, describe, expect, test } from 'vitest';
import { PANELS, TABS } from '../../../src/ui/state/view.ts';
import { approvalValues, dispatchValues, insert, jobValues, runValues } from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

type Options = Parameters<typeof aConsole>[0];
let ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends) end();
  ends = [];
});

/** What no command writes: a hand in the database, a bad disk, another version. */
const BROKEN: Readonly<Record<string, string>> = {
  'is no JSON': '{"name": "torn',
  'has nothing in it': '{}',
  'is a list': '[]',
  'has a cron expression that is none': JSON.stringify({
    ...JSON.parse(String(jobValues('torn').definition)),
    schedule_cron: 'every tuesday',
  }),
  'has a zone that is none': JSON.stringify({
    ...JSON.parse(String(jobValues('torn').definition)),
    schedule_tz: 'Mars/Olympus',
  }),
};

function consoleWith(definition: string, options: Options = {}) {
  const app = aConsole(options);
  ends.push(app.end);
  const { db } = app;
  const now = app.clock.now();
  const soon = { next_run_at: now + 60_000, next_slot_at: now + 60_000 };
  db.pragma('ignore_check_constraints = ON');
  insert(db, 'jobs', jobValues('sound', soon));
  insert(db, 'jobs', jobValues('torn', { ...soon, definition, schedule_text: 'every tuesday' }));
  insert(db, 'job_revisions', { job_id: 'job-torn', revision: 1, definition, at: 1, by: '{}' });
  const dispatch = insert(db, 'dispatches', dispatchValues('job-torn', { status: 'running' }));
  insert(db, 'runs', runValues('job-torn', dispatch, { job_revision: 2 }));
  const over = insert(db, 'dispatches', dispatchValues('job-torn', { status: 'done' }));
  insert(db, 'runs', runValues('job-torn', over, { status: 'ok', finished_at: 5 }));
  insert(db, 'dispatches', dispatchValues('job-torn', { blocked_on: 'pool:io' }));
  const asking = insert(db, 'dispatches', dispatchValues('job-torn', { status: 'awaiting' }));
  const asked = insert(db, 'runs', runValues('job-torn', asking, { status: 'awaiting_approval' }));
  insert(db, 'approvals', approvalValues('job-torn', asking, asked, { expires_at: now + 60_000, subject: '{}' }));
  app.controller.start();
  return app;
}

describe.each(Object.entries(BROKEN))('a job whose definition %s', (_what, definition) => {
  test.each([
    [80, 24],
    [120, 40],
    [200, 60],
  ])('ends no console at %d×%d, whatever is looked at', (columns, rows) => {
    const app = consoleWith(definition, { columns, rows });
    for (const [index, panel] of PANELS.entries()) {
      app.type(String(index + 1));
      for (const _tab of TABS[panel]) {
        app.type(']', 'g', 'j', 'Enter', ']', ']', ']', ']', ']', '0', '/', 't', 'o', 'Enter', 'Escape', '!', '!');
        app.clock.pass(2_000);
      }
    }
    expect(app.left).toEqual([]);
    expect(app.text().join('\n')).toMatch(/14:3\d:\d\d UTC/);
  });

  test('is a row with its problem, and the others go on', () => {
    const app = consoleWith(definition);
    app.type('5', 'z');
    const text = app.text().join('\n');
    expect(text).toMatch(/^▸ {4}sound +\*\/5/m);
    expect(text).toMatch(/✗ +torn +(definition|cron|zone)/m);
  });

  test('says in the detail what is wrong with it and what to do', () => {
    const app = consoleWith(definition, { columns: 120, rows: 40 });
    app.type('5', 'j');
    app.clock.pass(200);
    const text = app.text().join('\n');
    expect(text).toContain('0 torn');
    expect(text).toMatch(/PROBLEM +\S/);
    expect(text).toMatch(/MEND +openclaw-tui (jobs update torn|backup restore)/);
  });
});

describe('a panel that cannot be read or drawn', () => {
  test('says so in a line of its own; the others and the keys go on', () => {
    const app = aConsole({ columns: 120, rows: 40 });
    ends.push(app.end);
    insert(app.db, 'jobs', jobValues('sound'));
    app.options.snapshots.due = () => {
      throw new Error('database disk image is malformed');
    };
    app.controller.start();
    app.clock.pass(2_000);
    const text = app.text().join('\n');
    expect(text).toContain('Due cannot be shown: database disk image is malformed');
    expect(text).toContain('Nothing runs and nothing waits');
    app.type('5');
    expect(app.text().join('\n')).toContain('5 Jobs');
  });

  test('is there again when it can be read again', () => {
    const app = aConsole({ columns: 120, rows: 40 });
    ends.push(app.end);
    const { due } = app.options.snapshots;
    app.options.snapshots.due = () => {
      throw new Error('database disk image is malformed');
    };
    app.controller.start();
    app.options.snapshots.due = due;
    app.clock.pass(6_000);
    expect(app.text().join('\n')).not.toContain('cannot be shown');
  });
});
