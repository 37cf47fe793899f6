import { expect, test } from 'vitest';
import { createWorld } from '../../support/world.ts';

const MINUTE = 60_000;

/** A world whose backups are instants, or fail while `trouble` says why. */
function worldWithBackups() {
  const made: number[] = [];
  const trouble: { why?: string } = {};
  const world = createWorld({
    backups: {
      madeWithin: (from, to) => made.some((at) => at > from && at <= to),
      async make() {
        if (trouble.why !== undefined) throw new Error(trouble.why);
        made.push(world.now());
      },
    },
  });
  return { world, made, trouble };
}

test('R-8 a home with jobs has a backup as often as configured, whoever runs the engine', async () => {
  const { world, made } = worldWithBackups();
  await world.advance(15 * MINUTE);
  expect(made).toHaveLength(0);
  world.addJob();
  await world.advance(10 * MINUTE);
  expect(made).toHaveLength(1);
  await world.restart();
  await world.advance(15 * MINUTE);
  expect(made).toHaveLength(1);
  await world.advance(20 * MINUTE);
  expect(made).toHaveLength(2);
  expect(world.alerts()).toEqual([]);
});

test('R-8 D-104 a backup that fails is an alert, is tried again each hour, and the next good one ends it', async () => {
  const { world, made, trouble } = worldWithBackups();
  world.addJob();
  trouble.why = 'no backup made: no room';
  await world.advance(65 * MINUTE);
  expect(world.alerts()).toMatchObject([
    { kind: 'database', key: 'backup:failed', severity: 'warn', title: 'no backup was made', state: 'open', count: 2 },
  ]);
  delete trouble.why;
  await world.advance(60 * MINUTE);
  expect(made).toHaveLength(1);
  expect(world.alerts()).toMatchObject([{ state: 'resolved' }]);
});

test('a backup from a future that the clock was set back from does not count', async () => {
  const { world, made } = worldWithBackups();
  made.push(world.now() + 600 * MINUTE);
  world.addJob();
  await world.advance(5 * MINUTE);
  expect(made).toHaveLength(2);
});
