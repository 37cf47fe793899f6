import { expect, test } from 'vitest';
import { ANA } from '../../support/builders.ts';
import { answerOf, createWorld, type World } from '../../support/world.ts';

const MINUTE_MS = 60_000;
const raise = (world: World) =>
  world.store.alerts.raise(
    { kind: 'failing', key: 'failing:j1', severity: 'crit', title: 'backup fails', detail: '' },
    world.now(),
  );

test('D-104 a snoozed alert counts on quietly and opens again by itself at its time', async () => {
  const world = createWorld();
  const { id } = raise(world);
  const until = world.now() + 10 * MINUTE_MS;
  expect(answerOf(world.commands.snoozeAlert(id, until, ANA)).alert).toMatchObject({
    state: 'snoozed',
    snoozedUntil: until,
  });
  expect(raise(world)).toMatchObject({ id, state: 'snoozed', count: 2 });
  await world.advance(10 * MINUTE_MS - 1_000);
  expect(world.store.alerts.get(id)).toMatchObject({ state: 'snoozed' });
  await world.advance(1_000);
  const open = world.store.alerts.get(id);
  expect(open).toMatchObject({ state: 'open', count: 2 });
  expect(open?.snoozedUntil).toBeUndefined();
});

test('D-104 a snooze whose end passed while no engine ran is over at the next start', async () => {
  const world = createWorld();
  const { id } = raise(world);
  answerOf(world.commands.snoozeAlert(id, world.now() + MINUTE_MS, ANA));
  world.crash();
  await world.advance(5 * MINUTE_MS);
  await world.start();
  expect(world.store.alerts.get(id)).toMatchObject({ state: 'open' });
});

test('D-104 an alert resolved by a person is over, and the same thing again opens a new one', () => {
  const world = createWorld();
  const { id } = raise(world);
  expect(answerOf(world.commands.resolveAlert(id, ANA)).alert).toMatchObject({
    state: 'resolved',
    resolvedAt: world.now(),
  });
  expect(world.commands.resolveAlert(id, ANA)).toMatchObject({ kind: 'conflict' });
  expect(world.commands.snoozeAlert(id, world.now() + 1, ANA)).toMatchObject({ kind: 'conflict' });
  expect(raise(world).id).not.toBe(id);
  expect(world.store.audit.list(1)).toMatchObject([{ action: 'alert.resolved', actor: ANA }]);
});

test('acknowledging and reopening end a snooze; an end in the past is refused', async () => {
  const world = createWorld();
  const { id } = raise(world);
  expect(world.commands.snoozeAlert(id, world.now(), ANA)).toMatchObject({ kind: 'refused', code: 'until-past' });
  answerOf(world.commands.snoozeAlert(id, world.now() + MINUTE_MS, ANA));
  expect(answerOf(world.commands.acknowledgeAlert(id, ANA)).alert.snoozedUntil).toBeUndefined();
  await world.advance(2 * MINUTE_MS);
  expect(world.store.alerts.get(id)).toMatchObject({ state: 'acknowledged' });
  answerOf(world.commands.snoozeAlert(id, world.now() + MINUTE_MS, ANA));
  expect(answerOf(world.commands.reopenAlert(id, ANA)).alert).toMatchObject({ state: 'open' });
});
