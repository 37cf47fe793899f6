import { afterEach, describe, expect, test } from 'vitest';
import { alertValues, approvalValues, dispatchValues, insert, jobValues, runValues } from '../support/screen-data.ts';
import { aConsole } from './console/world.ts';
import { aPageConsole } from './page/world.ts';
import { SIZES } from './scenes/on-file.ts';

const NOW = Date.parse('2026-11-22T14:32:07Z');
const NAMES = ['backup-pg', 'deploy-web', 'etl-orders', 'sync-s3', 'warehouse-import-of-all-orders-watchdog'];

type Keys = readonly string[];
const order = (text: string): Keys => [':', ...[...text].map((letter) => (letter === ' ' ? 'Space' : letter))];
/** What lies over the panels or changes all of them. */
const COVERS: Readonly<Record<string, Keys>> = {
  palette: [':'],
  'palette-job': order('etl'),
  'palette-nothing': order('qqqq'),
  keys: ['?'],
  'keys-search': ['?', '/', ...'undo'],
  'go-to': ['2', ']', '.'],
  'copy-item': ['5', 'y'],
  'copy-view': ['5', 'Y'],
  columns: ['5', ...order('columns'), 'Enter'],
  'filter-typed': ['5', '/', ...'etl'],
  'filter-nothing': ['5', '/', ...'status:faild', 'Enter'],
  problems: ['2', ']', '!'],
  frozen: ['f'],
  locked: ['L'],
  marked: ['5', 'Space', 'Space'],
  zoomed: ['5', 'z'],
  relative: ['2', ']', 't'],
  sorted: ['5', 'S'],
};

let end = (): void => {};
afterEach(() => end());

function filled(columns: number, rows: number, readOnly = false) {
  const screen = aConsole({ columns, rows, readOnly });
  end = screen.end;
  const { db } = screen;
  for (const name of NAMES) insert(db, 'jobs', jobValues(name, { next_run_at: NOW + 173_000, enabled: 1 }));
  const over = insert(db, 'dispatches', dispatchValues('job-etl-orders', { status: 'done', ended_at: NOW - 60_000 }));
  const ended = { id: 8808, status: 'error', exit_code: 127, started_at: NOW - 65_000, finished_at: NOW - 60_000 };
  insert(db, 'runs', runValues('job-etl-orders', over, { ...ended, job_name: 'etl-orders' }));
  const asked = insert(db, 'dispatches', dispatchValues('job-deploy-web', { status: 'awaiting_approval' }));
  const runId = insert(db, 'runs', runValues('job-deploy-web', asked, { id: 8810, status: 'awaiting_approval' }));
  const times = { asked_at: NOW - 60_000, expires_at: NOW + 3_540_000 };
  insert(db, 'approvals', approvalValues('job-deploy-web', asked, runId, { ...times, job_name: 'deploy-web' }));
  insert(db, 'alerts', alertValues('sync-s3 failed 3× in a row', { first_at: NOW - 511_000, last_at: NOW - 511_000 }));
  screen.controller.start();
  screen.clock.pass(100);
  return screen;
}

async function compare(name: string, rows: readonly string[], columns: number, height: number): Promise<void> {
  expect(rows).toHaveLength(height);
  expect(rows.filter((row) => [...row].length !== columns)).toEqual([]);
  const text = rows.map((row) => `${row.trimEnd()}\n`).join('');
  await expect(text).toMatchFileSnapshot(`../fixtures/screens/covering/${name}-${columns}x${height}.txt`);
}

describe.each(SIZES)('at %d×%d', (columns, rows) => {
  test.each(Object.keys(COVERS))('%s is the one on file', async (name) => {
    const screen = filled(columns, rows);
    const before = screen.text();
    screen.type(...(COVERS[name] ?? []));
    screen.clock.pass(100);
    expect(screen.text()).not.toEqual(before);
    await compare(name, screen.text(), columns, rows);
  });

  test('a console that only watches has a screen on file', async () => {
    await compare('read-only', filled(columns, rows, true).text(), columns, rows);
  });

  test('a new job, and the plan of an import, are the ones on file', async () => {
    const form = aPageConsole({ columns, rows });
    end = form.end;
    form.type('+');
    await form.arm();
    form.typeText('report');
    form.type('Enter');
    await compare('new-job', form.text(), columns, rows);
    form.end();
    const item = { kind: 'fits', schedule: '30 2 * * *', notes: [] } as const;
    const items = NAMES.map((name, at) => ({
      ...item,
      id: name,
      name,
      from: `line ${at}`,
      command: `/opt/${name}.sh`,
    }));
    const offer = {
      source: 'crontab',
      title: 'Import your crontab',
      found: '5 lines of jo',
      runsElsewhere: 'cron runs it',
    };
    const plan = aPageConsole({ columns, rows }, { offers: [{ ...offer, source: 'crontab', items }] });
    end = plan.end;
    await plan.settle();
    plan.type('Enter');
    await plan.arm();
    await compare('import', plan.text(), columns, rows);
  });
});
