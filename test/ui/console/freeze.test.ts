import { expect, onTestFinished, test } from 'vitest';
import {
  alertValues,
  approvalValues,
  dispatchValues,
  insert,
  jobValues,
  runValues,
} from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

test('a frozen screen keeps its rows and says since when, and the counters go on', () => {
  const console = aConsole();
  onTestFinished(console.end);
  const ask = (name: string): void => {
    insert(console.db, 'jobs', jobValues(name));
    const dispatchId = insert(console.db, 'dispatches', dispatchValues(`job-${name}`));
    const runId = insert(console.db, 'runs', runValues(`job-${name}`, dispatchId, { status: 'awaiting_approval' }));
    insert(
      console.db,
      'approvals',
      approvalValues(`job-${name}`, dispatchId, runId, { expires_at: Date.parse('2026-11-22T15:30:00Z') }),
    );
  };
  ask('first');
  console.controller.start();
  console.type('f');
  ask('second');
  console.change();
  console.clock.pass(1_000);
  const frozen = console.text();
  expect(frozen[0]).toContain('FROZEN 14:32:07');
  expect(frozen[1]).toContain('3 APPROVE 2');
  expect(frozen.join('\n')).not.toContain('second');
  console.type('f');
  console.change();
  console.clock.pass(1_000);
  expect(console.text().join('\n')).toContain('second');
});

/** The terminal has shown the sheet, and answers. */
async function sheetSeen(console: ReturnType<typeof aConsole>): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  for (const sent of console.asked.splice(0)) sent();
  console.report('status');
  console.clock.pass(500);
}

/** A question that waits, with its run. */
function asked(console: ReturnType<typeof aConsole>, name: string, set: Record<string, unknown> = {}) {
  insert(console.db, 'jobs', jobValues(name));
  const dispatchId = insert(console.db, 'dispatches', dispatchValues(`job-${name}`, { status: 'awaiting_approval' }));
  const runId = insert(console.db, 'runs', runValues(`job-${name}`, dispatchId, { status: 'awaiting_approval' }));
  const times = { expires_at: Date.parse('2026-11-22T15:30:00Z'), ...set };
  const approvalId = insert(console.db, 'approvals', approvalValues(`job-${name}`, dispatchId, runId, times));
  return { dispatchId, runId, approvalId };
}

test('a frozen screen tells by name what failed, who asks, and which run an answer started', async () => {
  const approve = () => ({ kind: 'done', value: {} }) as const;
  const console = aConsole({ commands: { approve } });
  onTestFinished(console.end);
  const { dispatchId, runId, approvalId } = asked(console, 'deploy');
  insert(console.db, 'jobs', jobValues('etl-orders'));
  console.controller.start();
  console.type('3', 'f', 'a');
  await sheetSeen(console);
  console.type('Tab', 'Enter');
  expect(console.controller.view().message?.text).toBe('approved deploy');

  const at = console.clock.now();
  console.db
    .prepare(`UPDATE runs SET status = 'running', started_at = ?, approval_id = ? WHERE id = ?`)
    .run(at, approvalId, runId);
  console.db.prepare(`UPDATE dispatches SET status = 'done', ended_at = ? WHERE id = ?`).run(at, dispatchId);
  console.db.prepare(`UPDATE approvals SET status = 'dispatched', decided_at = ? WHERE id = ?`).run(at, approvalId);
  console.change();
  console.clock.pass(1_000);
  expect(console.controller.view().message?.text).toBe(`approved deploy, run ${runId} started`);

  const failedId = insert(console.db, 'dispatches', dispatchValues('job-etl-orders', { status: 'done', ended_at: at }));
  const ended = { status: 'error', finished_at: console.clock.now(), error: 'exit 127' };
  const failed = insert(console.db, 'runs', runValues('job-etl-orders', failedId, ended));
  console.change();
  console.clock.pass(1_000);
  expect(console.controller.view().message?.text).toBe(`run ${failed} etl-orders failed`);

  console.type('k');
  asked(console, 'wipe', { asked_at: console.clock.now() });
  console.change();
  console.clock.pass(1_000);
  expect(console.text().at(-2)).toContain('wipe asks for approval');
  expect(console.controller.view().frozen).toBeDefined();
  expect(console.controller.view().unseen).toContain('runs');
});

test('what asks while the screen is frozen is told once, also when the lists go on', () => {
  const console = aConsole();
  onTestFinished(console.end);
  insert(console.db, 'jobs', jobValues('etl-orders'));
  console.controller.start();
  console.type('2', 'f');
  insert(console.db, 'alerts', alertValues('etl-orders fails', { last_at: console.clock.now() }));
  console.change();
  console.clock.pass(1_000);
  expect(console.controller.view().message).toMatchObject({ text: 'etl-orders fails', count: 1 });
  console.type('k', 'f');
  console.change();
  console.clock.pass(1_000);
  expect(console.controller.view().message?.text).not.toBe('etl-orders fails');
});

test('what asks is told also where a filter of its list or ! hides it', () => {
  const console = aConsole();
  onTestFinished(console.end);
  asked(console, 'deploy');
  console.controller.start();
  console.type('3', '/', ...'deploy', 'Enter');
  asked(console, 'wipe', { asked_at: console.clock.now() });
  console.change();
  console.clock.pass(1_000);
  expect(console.text().at(-2)).toContain('wipe asks for approval');
  expect(console.text().join('\n')).toContain('/deploy 1/2');
  console.type('Escape', '2', '!');
  insert(console.db, 'alerts', alertValues('disk is filling', { severity: 'info', last_at: console.clock.now() }));
  console.change();
  console.clock.pass(1_000);
  expect(console.controller.view().message?.text).toBe('disk is filling');
  expect(console.controller.view().unseen).toContain('alerts');
});

test('what left its list meanwhile stays on its row with its result when the lists go on: no key meets its neighbour', () => {
  const console = aConsole();
  onTestFinished(console.end);
  for (const name of ['deploy', 'publish', 'wipe']) asked(console, name);
  console.controller.start();
  console.type('3', 'j', 'f');
  console.db
    .prepare(`UPDATE approvals SET status = 'rejected', decided_at = ?, decided_by = requested_by WHERE job_name = ?`)
    .run(console.clock.now(), 'publish');
  console.change();
  console.clock.pass(1_000);
  expect(console.text().join('\n')).toMatch(/▸ ◇ norm +publish/);
  console.type('f');
  expect(console.text().join('\n')).toMatch(/▸ +publish +✗ rejected/);
  console.type('x');
  expect(console.controller.view().sheet).toBeUndefined();
});

test('alerts of one cause are one piece of news, and none again because the screen is frozen', () => {
  const console = aConsole();
  onTestFinished(console.end);
  const now = console.clock.now();
  const cause = { detail: 'exit 127: node: not found', severity: 'warn' };
  insert(console.db, 'alerts', alertValues('etl fails', { ...cause, last_at: now - 1_000 }));
  insert(console.db, 'alerts', alertValues('report fails', { ...cause, last_at: now - 2_000 }));
  console.controller.start();
  expect(console.controller.view().message?.text).toBe('etl fails');
  console.clock.pass(2_000);
  console.type('2', 'f');
  expect(console.controller.view().message).toBeUndefined();
  console.change();
  console.clock.pass(1_000);
  expect(console.controller.view().message).toBeUndefined();
});
