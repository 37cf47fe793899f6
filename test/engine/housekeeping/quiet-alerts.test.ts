import { expect, test } from 'vitest';
import type { AlertKind } from '../../../src/store/nouns/alert.ts';
import { ANA } from '../../support/builders.ts';
import { answerOf, createWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const raise = (world: World, kind: AlertKind, key: string = kind) =>
  world.store.alerts.raise({ kind, key, severity: 'warn', title: key, detail: '' }, world.now()).id;
const later = async (world: World, ms: number) => {
  world.crash();
  world.clock.step(ms);
  await world.start();
  await world.advance(2 * MINUTE);
};
const stateOf = (world: World, id: number) => world.store.alerts.get(id)?.state;

test.each(['dispatch-dropped', 'engine-error', 'disk', 'database', 'clock', 'lease'] as const)(
  'D-104 what happened once (%s) is over after a day in which it did not happen again',
  async (kind) => {
    const world = createWorld();
    const id = raise(world, kind, `${kind}:x`);
    await later(world, DAY / 2);
    raise(world, kind, `${kind}:x`);
    await later(world, DAY / 2 + MINUTE);
    expect(stateOf(world, id)).toBe('open');
    await later(world, DAY / 2);
    expect(stateOf(world, id)).toBe('resolved');
  },
);

test.each(['watchdog', 'check-broken', 'failing', 'crashed', 'delivery-failed'] as const)(
  'D-104 what is so until something ends it (%s) stays open, however long it says nothing',
  async (kind) => {
    const world = createWorld();
    const id = raise(world, kind);
    await later(world, 3 * DAY);
    expect(stateOf(world, id)).toBe('open');
  },
);

test('D-104 a snoozed one waits for its time, a damaged database for a check that finds it sound', async () => {
  const world = createWorld();
  world.disk.damage = 'page 7 is not what it was';
  const snoozed = raise(world, 'lease');
  const damaged = raise(world, 'database', 'database:damaged');
  answerOf(world.commands.snoozeAlert(snoozed, world.now() + 10 * DAY, ANA));
  await later(world, 3 * DAY);
  expect([stateOf(world, snoozed), stateOf(world, damaged)]).toEqual(['snoozed', 'open']);
});
