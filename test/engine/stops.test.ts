import { expect, test } from 'vitest';
import { sqliteError } from '../faults/statement-tap.ts';
import { createWorld } from '../support/world.ts';

const ANA = { kind: 'person', name: 'ana', via: 'cli' } as const;

test('R-7 a run stopped in its first second gets TERM twice, since its shell may not have listened yet', async () => {
  const world = createWorld();
  world.fake.ignoreTermNext();
  const run = await world.run(world.addJob({ kill_grace_ms: 5_000 }));
  await world.act(world.commands.cancelRun(run?.id ?? 0, ANA));
  await world.advance(300);
  expect(world.fake.signals.map(({ signal }) => signal)).toEqual(['SIGTERM', 'SIGTERM']);
  await world.advance(5_000);
  expect(world.fake.signals.map(({ signal }) => signal)).toEqual(['SIGTERM', 'SIGTERM', 'SIGKILL']);
  expect(world.statuses()).toEqual(['cancelled']);
});

test('R-7 an older run gets one TERM, then KILL after its grace', async () => {
  const world = createWorld();
  world.fake.ignoreTermNext();
  const run = await world.run(world.addJob({ kill_grace_ms: 5_000 }));
  await world.advance(2_000);
  await world.act(world.commands.cancelRun(run?.id ?? 0, ANA));
  await world.advance(5_001);
  expect(world.fake.signals.map(({ signal }) => signal)).toEqual(['SIGTERM', 'SIGKILL']);
});

test('R-8 a young run gets no TERM before its stop is on disk, also not the second one', async () => {
  const world = createWorld();
  await world.run(world.addJob());
  const setStopStage = world.store.runs.setStopStage;
  world.store.runs.setStopStage = () => {
    throw sqliteError('SQLITE_IOERR_WRITE');
  };
  await world.act(world.commands.cancelRun(1, ANA));
  await world.advance(500);
  expect(world.fake.signals).toEqual([]);
  world.store.runs.setStopStage = setStopStage;
  await world.advance(2_000);
  expect(world.statuses()).toEqual(['cancelled']);
});
