// The terminal answers in the order it was asked, and an answer proves only what came before its own question.
import { afterEach, describe, expect, test } from 'vitest';
import { QUESTIONS_MAX } from '../../../src/ui/console/questions.ts';
import { approvalValues, dispatchValues, insert, jobValues, runValues } from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

const START = Date.parse('2026-11-22T14:32:07Z');

let end: (() => void) | undefined;
afterEach(() => end?.());

/** Two approvals; what the console asks the terminal is answered when the test says so. */
function twoApprovals(options: Parameters<typeof aConsole>[0] = {}) {
  const approved: number[] = [];
  let written = 0;
  const approve = (id: number) => {
    approved.push(id);
    return { kind: 'done', value: {} } as const;
  };
  const screen = aConsole({ ...options, commands: { approve, ...options.commands } });
  for (const name of ['deploy', 'publish']) {
    insert(screen.db, 'jobs', jobValues(name));
    const asked = insert(screen.db, 'dispatches', dispatchValues(`job-${name}`, { status: 'awaiting_approval' }));
    const runId = insert(screen.db, 'runs', runValues(`job-${name}`, asked, { status: 'awaiting_approval' }));
    const times = { asked_at: START - 60_000, expires_at: START + 3_600_000 };
    insert(screen.db, 'approvals', approvalValues(`job-${name}`, asked, runId, times));
  }
  screen.controller.start();
  end = screen.end;
  return {
    ...screen,
    approved,
    written: () => written,
    arm: () => screen.controller.view().sheet?.arm.kind,
    /** What was asked leaves for the terminal. */
    async sent(): Promise<void> {
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
      for (const left of screen.asked.splice(0)) {
        written += 1;
        left();
      }
    },
  };
}

describe('an answer arms the sheet it was asked for, and no other', () => {
  test('one that comes late, for a sheet that was left', async () => {
    const screen = twoApprovals();
    screen.type('a');
    await screen.sent();
    screen.type('Escape', 'j', 'a');
    await screen.sent();
    screen.report('status');
    screen.clock.pass(500);
    screen.type('Tab', 'Enter');
    expect(screen.arm()).toBe('sent');
    expect(screen.approved).toEqual([]);
    screen.report('status');
    screen.clock.pass(500);
    expect(screen.arm()).toBe('armed');
  });

  test('the second question of one sheet is the one that counts', async () => {
    const screen = twoApprovals();
    screen.type('a');
    await screen.sent();
    screen.report('focus-in');
    await screen.sent();
    screen.report('status');
    screen.clock.pass(400);
    expect(screen.arm()).toBe('sent');
    screen.report('status');
    screen.clock.pass(300);
    expect(screen.arm()).toBe('armed');
  });

  test('one that is here before all that was written has left', async () => {
    const screen = twoApprovals();
    screen.type('a');
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    expect(screen.arm()).toBe('asked');
    screen.report('status');
    for (const left of screen.asked.splice(0)) left();
    screen.clock.pass(300);
    expect(screen.arm()).toBe('armed');
  });

  test('one that never comes: by time alone, and a later sheet is asked about for itself', async () => {
    const screen = twoApprovals();
    screen.type('a');
    await screen.sent();
    screen.clock.pass(2_999);
    expect(screen.arm()).toBe('sent');
    screen.clock.pass(1);
    expect(screen.arm()).toBe('armed');
  });

  test('one that went to the pager is given up, and the sheets after it are answered again', async () => {
    const screen = twoApprovals();
    screen.clock.pass(1_000);
    await screen.sent();
    screen.report('resume');
    screen.clock.pass(5_000);
    screen.type('a');
    await screen.sent();
    screen.report('status');
    screen.clock.pass(300);
    expect(screen.arm()).toBe('armed');
  });

  test('a terminal that takes nothing is asked when it has been drawn anew', async () => {
    const screen = twoApprovals();
    screen.clock.pass(1_500);
    await screen.sent();
    screen.report('status');
    screen.terminal.isBehind = true;
    screen.type('a');
    await screen.sent();
    expect(screen.arm()).toBe('unsent');
    screen.terminal.isBehind = false;
    screen.clock.pass(50);
    await screen.sent();
    expect(screen.arm()).toBe('sent');
  });

  test('a question that was dropped is not waited for', async () => {
    const screen = twoApprovals({ terminal: { requestStatus: () => false } });
    screen.type('a');
    await screen.sent();
    screen.report('status');
    screen.clock.pass(5_000);
    expect(screen.arm()).toBe('asked');
    screen.type('Tab', 'Enter');
    expect(screen.approved).toEqual([]);
  });
});

describe('the line is measured', () => {
  const linkOf = (screen: { text(): string[] }) => /(LATE LINK|link) \d+ms/.exec(screen.text()[0] ?? '')?.[0];

  test('a second after the start, and every 30 s', async () => {
    const screen = twoApprovals({ columns: 120, rows: 40 });
    expect(linkOf(screen)).toBeUndefined();
    screen.clock.pass(1_000);
    await screen.sent();
    screen.clock.pass(38);
    screen.report('status');
    expect(linkOf(screen)).toBe('link 38ms');
    screen.clock.pass(29_962);
    await screen.sent();
    screen.clock.pass(900);
    screen.report('status');
    expect(linkOf(screen)).toBe('LATE LINK 900ms');
  });

  test('a compact header has it only where it is late', async () => {
    const screen = twoApprovals();
    screen.clock.pass(1_000);
    await screen.sent();
    screen.clock.pass(499);
    screen.report('status');
    expect(linkOf(screen)).toBeUndefined();
    screen.clock.pass(30_000);
    await screen.sent();
    screen.clock.pass(500);
    screen.report('status');
    expect(linkOf(screen)).toBe('LATE LINK 500ms');
  });

  test('an answer to the measure arms no sheet that was opened meanwhile', async () => {
    const screen = twoApprovals();
    screen.clock.pass(1_000);
    await screen.sent();
    screen.type('a');
    await screen.sent();
    screen.report('status');
    screen.clock.pass(400);
    expect(screen.arm()).toBe('sent');
  });

  test('inside a multiplexer nobody knows what lies behind it', async () => {
    const screen = twoApprovals({ columns: 120, rows: 40, terminal: { multiplexer: true } });
    screen.clock.pass(60_000);
    expect(screen.asked).toEqual([]);
    screen.type('a');
    await screen.sent();
    screen.clock.pass(40);
    screen.report('status');
    expect(linkOf(screen)).toBeUndefined();
  });

  test('a terminal that answers nothing is not asked again and again', async () => {
    const screen = twoApprovals();
    for (let n = 0; n < 40; n += 1) {
      screen.type('a', 'Escape');
      await screen.sent();
    }
    expect(screen.written()).toBe(QUESTIONS_MAX);
    screen.type('a');
    await screen.sent();
    screen.clock.pass(3_000);
    expect(screen.arm()).toBe('armed');
  });
});
