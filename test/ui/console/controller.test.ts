import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  alertValues,
  approvalValues,
  dispatchValues,
  insert,
  jobValues,
  PERSON,
  runValues,
} from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

let open: ReturnType<typeof aConsole> | undefined;
afterEach(() => open?.end());

const START = Date.parse('2026-11-22T14:32:07Z');
const done = () => ({ kind: 'done', value: undefined }) as const;

function withApproval(commands: Parameters<typeof aConsole>[0] = {}) {
  open = aConsole(commands);
  const { db } = open;
  insert(db, 'jobs', jobValues('deploy'));
  const dispatchId = insert(db, 'dispatches', dispatchValues('job-deploy', { status: 'awaiting_approval' }));
  const runId = insert(db, 'runs', runValues('job-deploy', dispatchId, { status: 'awaiting_approval' }));
  const times = { asked_at: START - 60_000, expires_at: START + 3_540_000 };
  const approvalId = insert(db, 'approvals', approvalValues('job-deploy', dispatchId, runId, times));
  open.controller.start();
  return { screen: open, approvalId, runId };
}

/** Lets promises that were already fulfilled go on; no time passes. */
const turn = async () => {
  for (let round = 0; round < 5; round += 1) await Promise.resolve();
};

describe('the first frame', () => {
  test('what waits for a person has the focus', () => {
    const { screen } = withApproval();
    expect(screen.text()[1]).toContain('[3 APPROVE 1]');
    expect(screen.text()[2]).toMatch(/^━ 3 Approvals ━ \[pending 1\]/);
    expect(screen.text().some((row) => row.includes('RUNS    true'))).toBe(true);
  });

  test('an empty database shows the start, and the first job ends it', () => {
    open = aConsole();
    open.controller.start();
    expect(open.text()[2]).toMatch(/^━ Start ━/);
    insert(open.db, 'jobs', jobValues('first'));
    open.change();
    open.clock.pass(250);
    expect(open.text()[2]).toMatch(/^━ 5 Jobs ━ \[all 1\]/);
  });

  test('it is as many rows as the terminal has, each as wide', () => {
    for (const [columns, rows] of [
      [80, 24],
      [60, 16],
      [59, 15],
      [120, 40],
      [110, 32],
      [200, 60],
      [90, 50],
    ] as const) {
      open?.end();
      open = aConsole({ columns, rows });
      insert(open.db, 'jobs', jobValues('one'));
      insert(open.db, 'alerts', alertValues('something is wrong'));
      open.controller.start();
      expect(open.text()).toHaveLength(rows);
      expect(open.text().filter((row) => [...row].length !== columns)).toEqual([]);
    }
  });
});

describe('reading', () => {
  test('a hundred changes within a quarter of a second are one look at the database', () => {
    const { screen } = withApproval();
    screen.clock.pass(300);
    const before = screen.counts.reads;
    for (let n = 0; n < 100; n += 1) screen.change();
    screen.clock.pass(0);
    const first = screen.counts.reads;
    for (let n = 0; n < 100; n += 1) screen.change();
    screen.clock.pass(250);
    expect([first - before, screen.counts.reads - first]).toEqual([1, 1]);
  });

  test('a key paints at once and a row that did not change stays the same object', () => {
    const { screen } = withApproval();
    const before = screen.controller.frame.getState().lines;
    screen.key('4');
    const after = screen.controller.frame.getState().lines;
    expect(screen.text()[2]).toMatch(/^━ 4 Alerts/);
    expect(after[0]).toBe(before[0]);
  });

  test('a storm of sizes ends in one drawing anew, 30 ms after the last', () => {
    const { screen } = withApproval();
    for (const columns of [60, 200, 20, 120]) {
      screen.resize(columns, 40);
      screen.clock.pass(20);
    }
    expect(screen.counts.repaints).toBe(0);
    screen.clock.pass(11);
    expect(screen.counts.repaints).toBe(1);
  });

  test('for a terminal that stands still nothing is drawn, and the newest when it takes output again', () => {
    const { screen } = withApproval();
    const drawn = vi.fn();
    screen.controller.frame.subscribe(drawn);
    screen.terminal.isBehind = true;
    screen.key('2');
    screen.clock.pass(3_000);
    expect(drawn).not.toHaveBeenCalled();
    screen.terminal.isBehind = false;
    for (const tell of screen.reports) tell('stalled');
    expect(screen.text().join('\n')).toMatch(/14:32:10[\s\S]*━ 2 Runs/);
  });

  test('nothing visible changed, nothing is drawn', () => {
    const { screen } = withApproval();
    const drawn = vi.fn();
    screen.controller.frame.subscribe(drawn);
    screen.change();
    screen.clock.pass(250);
    expect(drawn).not.toHaveBeenCalled();
    screen.clock.pass(1_000);
    expect(drawn).toHaveBeenCalledTimes(1);
  });
});

describe('a sheet, from key to command', () => {
  test('a, Tab, Enter approves what was shown, when the terminal has answered', async () => {
    const approve = vi.fn(done);
    const { screen, approvalId } = withApproval({ commands: { approve } });
    screen.key('a');
    expect(screen.asked).toEqual([]);
    await turn();
    screen.asked.at(-1)?.();
    screen.report('status');
    screen.clock.pass(300);
    expect(screen.text()[2]).toContain('armed ┓');
    screen.type('Tab', 'Enter');
    expect(approve).toHaveBeenCalledWith(approvalId, {
      actor: expect.objectContaining({ name: 'ops' }),
      revision: 1,
      shown: { text: expect.stringContaining('◇ Approve deploy?\n RUNS    true\n'), forMs: 700 },
    });
    expect(screen.text()[22]).toContain('✓ approved deploy');
  });

  test('the same keys in one read decide nothing', async () => {
    const approve = vi.fn(done);
    const { screen } = withApproval({ commands: { approve } });
    for (const name of ['a', 'Tab', 'Enter']) screen.key(name, true);
    await turn();
    expect(screen.counts.dropped).toBe(1);
    expect(approve).not.toHaveBeenCalled();
  });

  test('a refusal is told in the sheet, and Enter closes it', async () => {
    const message = 'not approved: ana rejected it at 14:32:40 (“wrong cut-off”)';
    const approve = () => ({ kind: 'conflict', code: 'already-decided', message }) as const;
    const { screen } = withApproval({ commands: { approve } });
    screen.key('a');
    await turn();
    screen.asked.at(-1)?.();
    screen.report('status');
    screen.clock.pass(300);
    screen.type('Tab', 'Enter');
    expect(screen.text().some((row) => row.startsWith(`┃ ${message}`))).toBe(true);
  });

  test('somebody else decides while it is open', async () => {
    const { screen, approvalId } = withApproval();
    screen.key('a');
    await turn();
    const by = JSON.stringify({ ...JSON.parse(PERSON) });
    screen.db
      .prepare(
        `UPDATE approvals SET status = 'rejected', decided_at = ${START}, decided_by = ?, note = 'no', revision = 2 WHERE id = ?`,
      )
      .run(by, approvalId);
    screen.change();
    screen.clock.pass(250);
    expect(screen.text().some((row) => row.includes('not approved: ana rejected it at 14:32:07 (“no”)'))).toBe(true);
    // What a yes would do and when it lapses are no question any more, and nobody waits.
    expect(screen.text().join('\n')).toMatch(/┃ ANSWER +✗ rejected by ana, 14:32:07, after 1m/);
    expect(screen.text().join('\n')).not.toMatch(/┃ (YES|LAPSES)|waits \d/);
  });

  test('leaving with the engine here asks first', async () => {
    const { screen } = withApproval();
    screen.key('q');
    expect(screen.text()[2]).toContain('Leave openclaw-tui?');
    await turn();
    screen.asked.at(-1)?.();
    screen.report('status');
    screen.clock.pass(300);
    screen.type('Tab', 'Enter');
    expect(screen.left).toEqual([{ leave: 'stop', exitCode: 0 }]);
  });
});

test('a resize draws the new size', () => {
  const { screen } = withApproval();
  screen.resize(120, 40);
  expect(screen.text()).toHaveLength(40);
  expect(screen.text()[2]).toMatch(/^╭ 1 Due/);
});

test('a row that left stays with what became of it, then goes', () => {
  const { screen, approvalId } = withApproval();
  screen.db
    .prepare(`UPDATE approvals SET status = 'approved', decided_at = ?, decided_by = ? WHERE id = ?`)
    .run(START, PERSON, approvalId);
  screen.change();
  screen.clock.pass(250);
  expect(screen.text()[4]).toMatch(/^▸ {9}deploy {2}✓ approved by ana/);
  screen.clock.pass(11_000);
  expect(screen.text()[4]).toContain('No approvals wait');
});
