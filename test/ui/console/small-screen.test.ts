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

let world: ReturnType<typeof aConsole> | undefined;
afterEach(() => {
  world?.end();
  world = undefined;
});

function withApproval(columns: number, rows: number, options: { readOnly?: boolean } = {}) {
  const made = aConsole({ columns, rows, ...options });
  world = made;
  insert(made.db, 'jobs', jobValues('deploy'));
  const dispatchId = insert(made.db, 'dispatches', dispatchValues('job-deploy', { status: 'awaiting_approval' }));
  const runId = insert(made.db, 'runs', runValues('job-deploy', dispatchId, { status: 'awaiting_approval' }));
  insert(made.db, 'approvals', approvalValues('job-deploy', dispatchId, runId, { expires_at: 9e12 }));
  insert(made.db, 'alerts', alertValues('a crash'));
  made.controller.start();
  return made;
}

test('a screen under 60×16 says the size it has and needs, keeps the counters, and a asks about the first approval', () => {
  const { text, type, controller } = withApproval(44, 12);
  expect(
    text()
      .slice(0, 4)
      .map((line) => line.trimEnd()),
  ).toEqual(['44×12; openclaw-tui needs 60×16', 'due 0  run 0', 'APPROVE 1  ALERT 1', 'a asks about deploy']);
  type('a');
  expect(controller.view().sheet?.item).toMatchObject({ kind: 'approve', jobName: 'deploy' });
  expect(text()[0]).toMatch(/^┏ ◇ Approve deploy\? ━+/);
  expect(text().every((line) => [...line].length === 44)).toBe(true);
});

test('nothing is done to what nobody sees: a list key does nothing, and a sheet that does not fit is not asked', () => {
  const { text, type, controller } = withApproval(30, 6);
  type('a', 'o', 'd', 'r', 'x');
  expect(controller.view().sheet).toBeUndefined();
  expect(text()[3]).toContain('to answer one needs 40×11');
});

test('a question that the screen has become too small for takes no key but Esc', () => {
  const { type, resize, controller, text } = withApproval(80, 24);
  type('3', 'a');
  const before = controller.view().sheet?.focus;
  resize(30, 6);
  type('Tab', 'Enter');
  expect(controller.view().sheet).toMatchObject({ focus: before, stage: { kind: 'asking' } });
  expect(text()[3]).toContain('a question is open');
  type('Escape');
  expect(controller.view().sheet).toBeUndefined();
});

test('also one that the terminal has answered for: what is not on the screen is not decided', async () => {
  const { type, resize, controller, asked, report, clock } = withApproval(80, 24);
  type('3', 'a');
  resize(30, 6);
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
  for (const sent of asked.splice(0)) {
    sent();
    report('status');
  }
  clock.pass(400);
  expect(controller.view().sheet?.arm.kind).toBe('armed');
  type('Tab', 'Enter');
  expect(controller.view().sheet).toMatchObject({ focus: 0, stage: { kind: 'asking' } });
});

test('a screen under 60×16 of a console that only watches says READ-ONLY, and offers no question', () => {
  const made = withApproval(30, 6, { readOnly: true });
  expect(made.text()[3]?.trimEnd()).toBe('READ-ONLY');
  expect(made.text().join('')).not.toContain('a asks');
});
