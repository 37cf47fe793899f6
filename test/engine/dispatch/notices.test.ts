import { expect, test } from 'vitest';
import { ANA } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

const TOLD = { delivery_mode: 'announce', delivery_channel: 'telegram', delivery_to: '42' } as const;
const ASKS = { ...TOLD, approval_required: true, approval_scope: 'all', approval_timeout_s: 60 } as const;

test.each([
  ['reject', 'rejected'],
  ['approve', 'approved, and starts'],
] as const)('D-75 an approval that lapses into %s is told once', async (auto, became) => {
  const world = createWorld();
  await world.run(world.addJob({ ...ASKS, approval_auto: auto }));
  await world.advance(61_000);
  const told = world.messages().filter(({ kind }) => kind === 'approval-timed-out');
  expect(told.map(({ body }) => body)).toEqual([expect.stringContaining(`lapsed and is ${became}`)]);
});

test.each([
  ['with its reason', 'wrong cut-off', 'approval 1 is rejected by ana: wrong cut-off\nwould have run: '],
  ['without one', undefined, 'approval 1 is rejected by ana\nwould have run: '],
] as const)('D-75 D-81 a rejection is told once, %s', async (_, note, said) => {
  const world = createWorld();
  await world.run(world.addJob(ASKS));
  const decision = { actor: ANA, ...(note === undefined ? {} : { note }) };
  await world.act(world.commands.reject(1, decision));
  await world.advance(61_000);
  const told = world.messages().filter(({ kind }) => kind.startsWith('approval-') && kind !== 'approval-asked');
  expect(told).toMatchObject([{ kind: 'approval-rejected', target: '42', body: expect.stringContaining(said) }]);
});

test('D-81 D-83 who rejects second tells nobody', async () => {
  const world = createWorld();
  await world.run(world.addJob(ASKS));
  await world.act(world.commands.reject(1, { actor: ANA, note: 'no' }));
  expect(world.commands.reject(1, { actor: ANA, note: 'no again' }).kind).toBe('conflict');
  expect(world.messages().filter(({ kind }) => kind === 'approval-rejected')).toHaveLength(1);
});

test('D-75 D-08 dispatches dropped because the line is full are one alert and one message', async () => {
  const world = createWorld();
  const job = world.addJob({ ...TOLD, overlap_policy: 'queue', max_queued_dispatches: 1 });
  for (let asked = 0; asked < 4; asked += 1) await world.run(job);
  expect(world.alerts()).toContainEqual(expect.objectContaining({ kind: 'dispatch-dropped', count: 2 }));
  expect(world.messages().filter(({ kind }) => kind === 'dropped')).toHaveLength(1);
});

test('D-75 a job that tells nobody sends neither', async () => {
  const world = createWorld();
  const { delivery_mode: _mode, delivery_channel: _channel, delivery_to: _to, ...silent } = ASKS;
  await world.run(world.addJob(silent));
  await world.advance(61_000);
  expect(world.messages()).toEqual([]);
});
