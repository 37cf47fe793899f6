import { expect, test } from 'vitest';
import { createWorld } from '../support/world.ts';

test('R-7 a process that left the group of a run that ended by itself is reported once and left alone', async () => {
  const world = createWorld();
  const run = await world.run(world.addJob());
  const escaped = world.fake.escape(run?.id ?? 0, 'daemon');
  await world.finish(run);
  await world.advance(1_100);
  const told = world.events.filter(({ kind }) => kind === 'processes-escaped');
  expect(told).toMatchObject([{ runId: run?.id, processes: [{ pid: escaped.pid, command: 'daemon' }], killed: false }]);
  expect(world.fake.port.escaped(run?.id ?? 0)).toHaveLength(1);
  expect(world.store.audit.list(1)).toMatchObject([{ action: 'run.escaped', detail: { killed: false } }]);
});

test('R-7 one of a run that was cancelled is killed', async () => {
  const world = createWorld();
  const run = await world.run(world.addJob());
  world.fake.escape(run?.id ?? 0, 'daemon');
  await world.act(world.commands.cancelRun(run?.id ?? 0, { kind: 'person', name: 'ana', via: 'cli' }));
  expect(world.statuses()).toEqual(['cancelled']);
  expect(world.events.find(({ kind }) => kind === 'processes-escaped')).toMatchObject({ killed: true });
  expect(world.fake.port.escaped(run?.id ?? 0)).toEqual([]);
});
