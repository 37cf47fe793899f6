import { expect, test } from 'vitest';
import type { JobWords } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';
import { TOLD } from './agent-job.ts';

const event = (fields: JobWords = {}): JobWords => ({
  name: 'event',
  session_target: 'main',
  payload_message: 'the backup is late',
  ...fields,
});

test('D-40 sends the text with its notes in front, and says that it is queued, never that it was done', async () => {
  const world = createWorld({ gateway: 'ok' });
  const job = world.addJob(event({ agent_id: 'ops', execution_intent: 'plan' }));
  await world.run(job);
  expect(world.gateway.wakes).toMatchObject([{ agentId: 'ops' }]);
  expect(world.gateway.wakes[0]?.text).toMatch(
    /^\[BEGIN REASONING NOTE\]\n[\s\S]*\[END REASONING NOTE\]\n\nthe backup is late$/,
  );
  expect(world.runs(job)).toMatchObject([{ status: 'ok', summary: 'queued for the main session of ops' }]);
  expect(world.gateway.turns).toEqual([]);
});

test('D-41 children and what waits behind them are left alone, however it ends', async () => {
  const world = createWorld({ gateway: 'ok' });
  const job = world.addJob(event());
  const child = world.addJob({ name: 'child', parent_id: job.id, trigger_on: 'complete' });
  await world.run(job);
  world.gateway.refuseNext({ kind: 'rejected', reason: 'no such agent' });
  await world.run(job);
  await world.advance(1_000);
  expect(world.statuses(job)).toEqual(['ok', 'error']);
  expect(world.dispatches(child)).toEqual([]);
});

test.each([
  ['announce-always', ['the backup is late']],
  ['announce', []],
])('D-41 with %s the event’s own text is delivered: %j', async (delivery_mode, bodies) => {
  const world = createWorld({ gateway: 'ok' });
  await world.run(world.addJob(event({ ...TOLD, delivery_mode, execution_read_only: true })));
  expect(world.messages().map(({ body }) => body)).toEqual(bodies);
});

test('D-40 a failure is told like others', async () => {
  const world = createWorld({ gateway: 'ok' });
  const job = world.addJob(event(TOLD));
  world.gateway.refuseNext({ kind: 'rejected', reason: 'no such agent' });
  await world.run(job);
  expect(world.messages()[0]?.body).toContain('the gateway refused it: no such agent\nno retry left');
});

test('D-67 an event that comes once is off afterwards', async () => {
  const world = createWorld({ gateway: 'ok' });
  const job = world.addJob(event({ schedule_at: 'in 5m' }));
  await world.advance(301_000);
  expect(world.statuses(job)).toEqual(['ok']);
  expect(world.job(job).enabled).toBe(false);
});

test('D-92 no answer within 30 s: nobody knows whether it was queued, and it is not sent again', async () => {
  const world = createWorld({ gateway: 'ok' });
  const job = world.addJob(event({ max_retries: 2 }));
  world.gateway.hangNext('wake', 'taken');
  await world.run(job);
  await world.advance(31_000);
  expect(world.runs(job)).toMatchObject([
    { status: 'crashed', error: 'whether the event was queued is not known: no answer within 30 s' },
  ]);
  await world.advance(600_000);
  expect(world.gateway.wakes).toHaveLength(1);
});

test('D-50 D-57 a gateway that is not there, or goes, puts an event off as it does a turn', async () => {
  const world = createWorld({ gateway: 'ok' });
  const job = world.addJob(event());
  world.gateway.refuseNext({ kind: 'draining', reason: '503' });
  await world.run(job);
  expect(world.statuses(job)).toEqual(['skipped']);
  await world.advance(90_001);
  expect(world.statuses(job)).toEqual(['skipped', 'ok']);
});
