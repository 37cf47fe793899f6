import { afterEach, describe, expect, test } from 'vitest';
import { ACTIONS } from '../../../src/ui/state/actions/table.ts';
import { approvalValues, dispatchValues, insert, jobValues, runValues } from '../../support/screen-data.ts';
import { aConsole } from '../console/world.ts';

let open: ReturnType<typeof aConsole> | undefined;
afterEach(() => open?.end());

const START = Date.parse('2026-11-22T14:32:07Z');

/** Two jobs, one run that is over, one approval. */
function aHome(options: Parameters<typeof aConsole>[0] = {}) {
  open = aConsole(options);
  const { db } = open;
  for (const name of ['backup-pg', 'etl-orders', 'deploy']) insert(db, 'jobs', jobValues(name));
  const over = insert(db, 'dispatches', dispatchValues('job-etl-orders', { status: 'done', ended_at: START - 1_000 }));
  insert(db, 'runs', runValues('job-etl-orders', over, { id: 8811, status: 'ok', finished_at: START - 1_000 }));
  const asked = insert(db, 'dispatches', dispatchValues('job-deploy', { status: 'awaiting_approval' }));
  const runId = insert(db, 'runs', runValues('job-deploy', asked, { status: 'awaiting_approval' }));
  const times = { asked_at: START - 60_000, expires_at: START + 3_540_000 };
  insert(db, 'approvals', approvalValues('job-deploy', asked, runId, times));
  open.controller.start();
  return open;
}
const asked = (text: string) => {
  const screen = aHome();
  screen.type(':', ...letters(text), 'Enter');
  return screen;
};
const letters = (text: string): string[] => [...text].map((letter) => (letter === ' ' ? 'Space' : letter));
const view = () => {
  if (open === undefined) throw new Error('no console is open');
  return open.controller.view();
};

test('it lists every action with its key, and says why one is off', () => {
  const screen = aHome();
  screen.type('2', ':');
  expect(screen.text()[2]).toMatch(/^┏ All actions, jobs, runs ━+ 1\/\d+ ━?┓$/);
  const text: string[] = [];
  for (let page = 0; page < 8; page += 1) {
    text.push(...screen.text());
    screen.type(...Array.from({ length: 16 }, () => 'Down'));
  }
  for (const { title } of ACTIONS) expect(text.join('\n')).toContain(title);
  expect(text.join('\n')).toMatch(/a… +approve +.*nothing is selected/);
  expect(text.join('\n')).toMatch(/o +acknowledge an alert +at once, so only by its key o/);
});

test('on the smallest screen every title is whole; why the chosen action is off stands whole above, and no word is cut', () => {
  const screen = aHome({ columns: 60, rows: 16 });
  screen.type('2', ':');
  const text: string[] = [];
  for (let page = 0; page < 16; page += 1) {
    text.push(...screen.text());
    screen.type(...Array.from({ length: 8 }, () => 'Down'));
  }
  for (const { title } of ACTIONS) expect(text.join('\n')).toContain(title);
  expect(text.join('\n')).toMatch(/nothing is selected +┃\n┃▸ a… +approve +off +┃/);
  expect(text.join('\n')).toContain(': ▏  an action, a job, a run, or: why NAME, go NUMBER    ┃');
  expect(text.join('\n')).toMatch(/P… +resume what is paused +p pauses +┃/);
  screen.type('Home', 'Down', 'Down', 'Down', 'Down');
  expect(screen.text().join('\n')).toMatch(/┃ {3}at once, so only by its key o +┃/);
  screen.type(...letters('zzz'));
  expect(screen.text().join('\n')).toMatch(/┃ {3}Nothing has these letters[.] +┃/);
});

describe('an order', () => {
  test('why NAME goes to the job and shows why', () => {
    asked('why backup-pg');
    expect(view()).toMatchObject({ focus: 'detail', panel: 'jobs', detailTab: 'why' });
    expect(view().lists['jobs.all'].key).toBe('job-backup-pg');
    expect(view().palette).toBeUndefined();
  });

  test('run NAME opens the sheet, and drops what was typed behind Enter', () => {
    const screen = asked('run backup');
    expect(view().sheet?.item).toMatchObject({ kind: 'run', jobId: 'job-backup-pg' });
    expect(screen.counts.dropped).toBeGreaterThan(0);
  });

  test('go NUMBER goes to the run, and Esc comes back', () => {
    const screen = asked('go 8811');
    expect(view()).toMatchObject({ focus: 'runs', panel: 'runs' });
    expect(view().lists['runs.recent'].key).toBe('r8811');
    screen.type('Escape');
    expect(view().focus).toBe('approvals');
  });

  test('approve NAME opens the question and decides nothing', () => {
    const screen = asked('approve dep');
    expect(view().sheet?.item).toMatchObject({ kind: 'approve', jobName: 'deploy' });
    screen.type('Tab', 'Enter');
    expect(view().sheet?.stage.kind).toBe('asking');
  });

  test('approve NAME offers no approval of another name', () => {
    asked('approve etl');
    expect(view().sheet).toBeUndefined();
    expect(view().palette).toBeDefined();
  });

  test('an order in the word of another tool is the same order', () => {
    asked('start backup');
    expect(view().sheet?.item).toMatchObject({ kind: 'run', jobId: 'job-backup-pg' });
    const screen = aHome();
    screen.type(':', ...letters('unpause etl'));
    expect(screen.text()[5]).toMatch(/▸ +resume etl-orders +job/);
  });

  test('kill NUMBER is the run that goes on, and no run that is over', () => {
    const screen = aHome();
    const dispatchId = insert(screen.db, 'dispatches', dispatchValues('job-deploy', { status: 'claimed' }));
    insert(screen.db, 'runs', runValues('job-deploy', dispatchId, { id: 9020, status: 'running' }));
    screen.type(':', ...letters('kill 9020'));
    expect(screen.text()[5]).toMatch(/▸ +cancel 9020 deploy +run, running/);
    screen.type('Ctrl-U', ...letters('kill 8811'));
    expect(screen.text().join('\n')).not.toContain('cancel 8811');
  });

  test('cancel NAME offers no run that is over', () => {
    const screen = aHome();
    screen.type(':', ...letters('cancel etl'));
    expect(screen.text().some((row) => row.includes('8811'))).toBe(false);
  });
});

describe('what is typed', () => {
  test('a number is the run, a name the job', () => {
    const screen = aHome();
    screen.type(':', ...'8811');
    expect(screen.text()[5]).toMatch(/▸ +8811 etl-orders +run, ok/);
    screen.type('Ctrl-U', ...letters('etl-orders'));
    expect(screen.text()[5]).toMatch(/▸ +etl-orders +job/);
  });

  test('a key finds its action', () => {
    const screen = aHome();
    screen.type(':', 'z');
    expect(screen.text()[5]).toMatch(/▸ z +zoom the panel/);
  });

  test('everything is text: ? : q and what is pasted', () => {
    const screen = aHome();
    screen.type(':', '?', ':', 'q');
    screen.controller.input({ kind: 'paste', text: 'run backup\r\n' });
    expect(screen.text()[3]).toMatch(/: \?:qrun backup ▏/);
    expect(view()).toMatchObject({ focus: 'approvals' });
    expect(view().sheet).toBeUndefined();
  });

  test('while a filter is written ? and : are text, and Ctrl-C leaves', () => {
    const screen = aHome();
    screen.type('3', '/', '?', ':');
    expect(view().lists['approvals.pending'].filter).toBe('?:');
    expect(view().palette ?? view().help).toBeUndefined();
    screen.type('Ctrl-C');
    expect(view().sheet?.item.kind).toBe('leave');
  });

  test('nothing that fits is said so, and Enter does nothing', () => {
    const screen = aHome();
    screen.type(':', ...'zzzzzz', 'Enter');
    expect(screen.text()[5]).toContain('Nothing has these letters');
  });
});

test('what changes something at once is not done from a list that is typed into', () => {
  const screen = aHome();
  screen.type(':', ...letters('acknowledge an alert'), 'Enter');
  expect(view().message?.text).toBe('at once, so only by its key o');
});

test('↑ in an empty palette walks back through what was asked, each once', () => {
  const screen = aHome();
  const before = () => screen.text()[3]?.match(/: (.*)▏/)?.[1];
  screen.type(':', ...letters('go 8811'), 'Enter', ':', ...letters('zoom'), 'Enter');
  screen.type(':', 'Up');
  expect(before()).toBe('zoom');
  screen.type('Up');
  expect(before()).toBe('go 8811');
  screen.type('Up');
  expect(before()).toBe('go 8811');
});

test('read-only it says so of everything that changes something', () => {
  const screen = aHome({ readOnly: true });
  screen.type(':', ...letters('run a job'));
  expect(screen.text()[5]).toMatch(/run a job, or a run again +read-only: r… is off/);
});

test('at every size it is drawn as wide and high as the screen', () => {
  for (const [columns, rows] of [
    [60, 16],
    [80, 24],
    [120, 40],
    [200, 60],
  ] as const) {
    open?.end();
    const screen = aHome({ columns, rows });
    screen.type(':', ...letters('e'));
    expect(screen.text()).toHaveLength(rows);
    expect(screen.text().filter((row) => [...row].length !== columns)).toEqual([]);
  }
});

test('a job behind many slices of names is found, and no slice waits for a key', () => {
  open = aConsole();
  const { db } = open;
  db.transaction(() => {
    for (let n = 0; n < 9_000; n += 1) insert(db, 'jobs', jobValues(`job-${String(n).padStart(5, '0')}`));
    insert(db, 'jobs', jobValues('zz-needle-in-hay'));
  })();
  open.controller.start();
  open.type(':', ...'needlehay');
  open.clock.pass(20);
  expect(open.text()[5]).toContain('zz-needle-in-hay');
  expect(open.controller.view().palette?.found.isWhole).toBe(true);
});
