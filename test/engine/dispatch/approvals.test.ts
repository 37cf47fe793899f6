import { expect, test } from 'vitest';
import { ANA, BEN, type JobWords } from '../../support/builders.ts';
import { createWorld, type World } from '../../support/world.ts';

const ASKING = { approval_required: true, approval_scope: 'all', approval_timeout_s: 60 };

const asked = async (world: World, fields: JobWords = {}) => {
  const job = world.addJob({ ...ASKING, ...fields });
  await world.run(job);
  return job;
};

const EDITING = { actor: ANA, machineZone: 'UTC' };

test('D-05 a job that needs approval asks, and tells how to approve and reject', async () => {
  const world = createWorld();
  const job = await asked(world, { delivery_to: '42', cwd: '/srv', env: { TARGET: 'prod' } });
  expect(world.runs()).toMatchObject([{ status: 'awaiting_approval' }]);
  expect(world.dispatches()).toMatchObject([{ status: 'awaiting_approval', approvalId: 1 }]);
  expect(world.approvals()).toMatchObject([{ status: 'pending', runId: 1, expiresAt: world.now() + 60_000 }]);
  expect(world.why(job)).toEqual(['ask approval-asked']);
  const [message] = world.messages();
  expect(message).toMatchObject({ kind: 'approval-asked', title: 'backup asks for approval', target: '42' });
  expect(message?.body).toContain('would run: backup.sh');
  expect(message?.body).toContain('openclaw-tui approvals approve 1');
  expect(message?.body).toContain('openclaw-tui approvals reject 1');
  expect(message?.body).toContain(
    'time left: 1m, until 2026-11-23T12:01:00.000Z\nwithout an answer it is then rejected',
  );
});

test('D-05 awaiting_approval holds no place: not of the job, the pool or the limit', async () => {
  const world = createWorld({ maxActiveRuns: 1 });
  await asked(world, { resource_pool: 'io' });
  const other = world.addJob({ name: 'other', resource_pool: 'io' });
  await world.run(other);
  expect(world.statuses()).toEqual(['awaiting_approval', 'running']);
});

test('D-03 a backlog of approvals cancels the next dispatch with a warning', async () => {
  const world = createWorld();
  const job = await asked(world, { max_pending_approvals: 1 });
  await world.run(job);
  expect(world.dispatches()[1]).toMatchObject({ status: 'cancelled' });
  expect(world.why(job).at(-1)).toBe('drop approval-backlog');
  expect(world.alerts()).toMatchObject([{ kind: 'dispatch-dropped', severity: 'warn' }]);
});

test('D-04 a dispatch waits while an approval of its job is open, the longer the more are in line', async () => {
  const world = createWorld();
  const job = await asked(world);
  await world.run(job);
  expect(world.dispatches()[1]).toMatchObject({ status: 'pending', dueAt: world.now() + 10_000 });
  await world.run(job);
  expect(world.dispatches()[2]).toMatchObject({ status: 'pending', dueAt: world.now() + 20_000 });
  await world.act(world.commands.reject(1, { actor: ANA }));
  await world.advance(10_000);
  expect(world.approvals()).toMatchObject([{ status: 'rejected' }, { status: 'pending', dispatchId: 2 }]);
});

test('D-04 what waits for an open approval looks again and again, keeps its turn, and is let in by the answer', async () => {
  const world = createWorld();
  const job = await asked(world, { approval_timeout_s: 3_600 });
  await world.run(job);
  for (let round = 1; round <= 20; round += 1) {
    const [, waiting] = world.dispatches(job);
    expect(waiting).toMatchObject({ status: 'pending', dueAt: world.now() + 10_000, errorCount: 0 });
    await world.advance(10_000);
  }
  expect(world.store.decisions.list(job.id, 1)).toMatchObject([
    { verdict: 'wait', reason: 'approval-pending', count: 21 },
  ]);
  expect(world.approvals()).toHaveLength(1);
  await world.act(world.commands.approve(1, { actor: ANA }));
  await world.finish(world.runs(job).at(-1));
  await world.advance(10_000);
  expect(world.approvals()).toMatchObject([{ status: 'dispatched' }, { status: 'pending', dispatchId: 2 }]);
});

test('D-04 a scheduled fire is skipped while an approval is open, and its slot says so', async () => {
  const world = createWorld();
  const job = world.addJob({ ...ASKING, approval_timeout_s: 600, schedule_every_ms: 60_000 });
  await world.advance(180_000);
  expect(world.approvals()).toHaveLength(1);
  expect(world.slots(job)).toMatchObject([
    { state: 'due' },
    { state: 'skipped', reason: 'approval-pending', count: 2 },
  ]);
});

test('D-80 approving starts a fresh run of the same dispatch, and keeps who, from where, when and why', async () => {
  const world = createWorld();
  await asked(world);
  await world.advance(5_000);
  await world.act(world.commands.approve(1, { actor: ANA, revision: 1, note: 'go on' }));
  expect(world.runs()).toMatchObject([
    { status: 'approved', finishedAt: world.now() },
    { status: 'running', approvalId: 1, dispatchId: 1 },
  ]);
  expect(world.approvals()).toMatchObject([
    { status: 'dispatched', startedRunId: 2, decidedAt: world.now(), decidedBy: ANA, note: 'go on', revision: 3 },
  ]);
  expect(world.store.audit.list(1)).toMatchObject([
    { action: 'approval.approved', actor: ANA, at: world.now(), detail: { note: 'go on', revision: 1 } },
  ]);
});

test('D-80 an approved dispatch passes the guards that come after the question, and none asks again', async () => {
  const world = createWorld({ maxActiveRuns: 1 });
  const busy = world.addJob({ name: 'busy' });
  const job = await asked(world);
  await world.run(busy);
  await world.act(world.commands.approve(1, { actor: ANA }));
  expect(world.dispatches(job)).toMatchObject([{ status: 'pending', blockedOn: 'limit' }]);
  expect(world.approvals()).toMatchObject([{ status: 'approved' }]);
  await world.finish(world.runs(busy)[0]);
  expect(world.statuses(job)).toEqual(['approved', 'running']);
  expect(world.approvals()).toMatchObject([{ status: 'dispatched' }]);
});

test('D-80 a retry inherits the approval while nothing of it has changed', async () => {
  const world = createWorld();
  const job = await asked(world, { max_retries: 2, retry_delay_s: 1 });
  await world.act(world.commands.approve(1, { actor: ANA }));
  await world.finish(2, { code: 1 });
  await world.advance(1_000);
  expect(world.statuses()).toEqual(['approved', 'error', 'running']);
  world.update(job, { payload_message: 'rm -rf /srv' });
  await world.finish(3, { code: 1 });
  await world.advance(2_000);
  expect(world.statuses()).toEqual(['approved', 'error', 'error', 'awaiting_approval']);
});

test('D-81 rejecting ends run and dispatch, keeps the note, and starts nothing', async () => {
  const world = createWorld();
  const job = await asked(world);
  await world.act(world.commands.reject(1, { actor: BEN, note: 'wrong cut-off' }));
  expect(world.runs()).toMatchObject([{ status: 'cancelled', error: 'rejected by ben: wrong cut-off' }]);
  expect(world.dispatches()).toMatchObject([{ status: 'cancelled' }]);
  expect(world.approvals()).toMatchObject([{ status: 'rejected', note: 'wrong cut-off', decidedBy: BEN }]);
  expect(world.why(job).at(-1)).toBe('drop approval-rejected');
  expect(world.fake.specs).toEqual([]);
});

test('D-82 nobody answers: rejected by its time-out, exactly when it was said', async () => {
  const world = createWorld();
  await asked(world);
  await world.advance(59_999);
  expect(world.statuses()).toEqual(['awaiting_approval']);
  await world.advance(1);
  expect(world.statuses()).toEqual(['cancelled']);
  expect(world.approvals()).toMatchObject([{ status: 'timed_out', decidedBy: { via: 'timeout' } }]);
});

test('D-82 nobody answers: approved by its time-out when the job says so', async () => {
  const world = createWorld();
  await asked(world, { approval_auto: 'approve' });
  await world.advance(60_000);
  expect(world.statuses()).toEqual(['approved', 'running']);
  expect(world.approvals()).toMatchObject([{ decidedBy: { via: 'timeout' }, note: 'nobody answered in time' }]);
});

test('D-83 of two people one wins, and the other is told who and when', async () => {
  const world = createWorld();
  await asked(world);
  world.commands.reject(1, { actor: ANA, note: 'wrong cut-off' });
  const second = world.commands.approve(1, { actor: BEN });
  expect(second).toMatchObject({
    kind: 'conflict',
    message: 'not approved: ana rejected it at 2026-11-23T12:00:00.000Z (“wrong cut-off”)',
  });
  await world.settle();
  expect(world.statuses()).toEqual(['cancelled']);
  expect(world.store.audit.list(10).filter(({ subjectKind }) => subjectKind === 'approval')).toHaveLength(1);
});

test('D-83 a decision about an earlier revision is refused', async () => {
  const world = createWorld();
  await asked(world);
  expect(world.commands.approve(1, { actor: BEN, revision: 7 })).toMatchObject({
    kind: 'conflict',
    code: 'approval-changed',
  });
  expect(world.commands.approve(99, { actor: BEN })).toMatchObject({ kind: 'not-found', message: 'no approval 99' });
});

test('D-84 an approval survives a crash of the engine', async () => {
  const world = createWorld();
  await asked(world);
  await world.restart();
  expect(world.statuses()).toEqual(['awaiting_approval']);
  await world.act(world.commands.approve(1, { actor: ANA }));
  expect(world.statuses()).toEqual(['approved', 'running']);
});

test('D-84 one that lapsed while no engine ran is closed by the next', async () => {
  const world = createWorld();
  await asked(world);
  world.crash();
  world.clock.step(3_600_000);
  await world.start();
  expect(world.approvals()).toMatchObject([{ status: 'timed_out' }]);
});

test.each([
  ['disabled', 'disabled by ana'],
  ['deleted', 'the job was deleted'],
] as const)('D-84 one whose job was %s meanwhile is closed with that reason', async (how, note) => {
  const world = createWorld();
  const job = await asked(world);
  await world.act<unknown>(
    how === 'disabled' ? world.commands.disableJob(job.id, ANA) : world.commands.deleteJob(job.id, ANA),
  );
  expect(world.approvals()).toMatchObject([{ status: 'cancelled', note }]);
  expect(world.runs()).toMatchObject([{ status: 'cancelled', error: note }]);
  expect(world.dispatches()).toMatchObject([{ status: 'cancelled' }]);
  expect(world.commands.approve(1, { actor: ANA })).toMatchObject({ kind: 'conflict' });
});

test('D-85 the approver sees what would run, what triggered it and what happens without an answer', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  world.addJob({
    name: 'deploy',
    parent_id: parent.id,
    approval_required: true,
    payload_message: 'deploy.sh',
    cwd: '/srv',
    env: { TARGET: 'prod' },
  });
  await world.run(parent);
  await world.finish(1, { out: 'built 42\n' });
  await world.until(() => world.approvals().length === 1);
  expect(world.approvals()).toMatchObject([
    {
      subject: { payload: 'deploy.sh', cwd: '/srv', envNames: ['TARGET'], target: 'shell', jobRevision: 1 },
      askedBecause: 'chain',
      sourceRunId: 1,
      onTimeout: 'reject',
    },
  ]);
  expect(world.store.runs.output(1)?.stdout).toBe('built 42\n');
});

test('D-86 a job changed between approval and start is asked anew, and the old approval says why', async () => {
  const world = createWorld({ maxActiveRuns: 1 });
  const busy = world.addJob({ name: 'busy' });
  const job = await asked(world);
  await world.run(busy);
  await world.act(world.commands.approve(1, { actor: ANA }));
  world.update(job, { payload_message: 'rm -rf /srv' });
  await world.finish(world.runs(busy)[0]);
  expect(world.approvals()).toMatchObject([
    { status: 'cancelled', note: 'the job was changed; asked anew' },
    { status: 'pending', subject: { payload: 'rm -rf /srv' }, dispatchId: 1 },
  ]);
  expect(world.statuses(job)).toEqual(['approved', 'awaiting_approval']);
});

test('D-86 a job changed while its approval waits is asked anew at once, and the old question takes no answer', async () => {
  const world = createWorld();
  const job = await asked(world);
  const revision = world.approvals()[0]?.revision ?? 0;
  await world.act(world.commands.updateJob(job.id, { payload_message: 'rm -rf /srv' }, EDITING));
  expect(world.commands.approve(1, { actor: ANA, revision })).toMatchObject({
    kind: 'conflict',
    message: expect.stringMatching(/^not approved: it was closed at .*the job was changed; asked anew/),
  });
  expect(world.commands.approve(1, { actor: ANA })).toMatchObject({ kind: 'conflict' });
  expect(world.approvals()).toMatchObject([
    { status: 'cancelled', note: 'the job was changed; asked anew' },
    { status: 'pending', subject: { payload: 'rm -rf /srv' }, dispatchId: 1 },
  ]);
  expect(world.statuses(job)).toEqual(['cancelled', 'awaiting_approval']);
  await world.act(world.commands.approve(2, { actor: ANA }));
  expect(world.statuses(job)).toEqual(['cancelled', 'approved', 'running']);
});

test('D-80 an approval of scope chain is asked for chain dispatches only', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({ name: 'child', parent_id: parent.id, approval_required: true });
  await world.run(child);
  expect(world.statuses(child)).toEqual(['running']);
});

test('S-6 an interval from the end goes on after a rejection', async () => {
  const world = createWorld();
  const job = world.addJob({ ...ASKING, schedule_every_ms: 30_000, every_from: 'end' });
  await world.advance(30_000);
  await world.act(world.commands.reject(1, { actor: ANA }));
  expect(world.job(job).nextRunAt).toBe(world.now() + 30_000);
});
