import { describe, expect, test } from 'vitest';
import type { Undo } from '../../../src/engine/rules/undo.ts';
import { ANA, BEN, jobInput } from '../../support/builders.ts';
import { answerOf, createWorld, type World } from '../../support/world.ts';

const HOW = { actor: ANA, machineZone: 'UTC' };
const HOUR_MS = 3_600_000;

const raise = (world: World) =>
  world.store.alerts.raise(
    { kind: 'failing', key: 'failing:j1', severity: 'crit', title: 'backup fails', detail: '' },
    world.now(),
  );

/** Every change that can be taken back: how it is made, what it shows, and how somebody else comes in between. */
const CHANGES: readonly {
  change: string;
  start(world: World): { act(): Undo | undefined; look(): unknown; meddle(): unknown };
}[] = [
  {
    change: 'disabling a job',
    start(world) {
      const job = world.addJob({ schedule_every_ms: HOUR_MS });
      return {
        act: () => answerOf(world.commands.disableJob(job.id, ANA)).undo,
        look: () => world.job(job).enabled,
        meddle: () => world.commands.enableJob(job.id, BEN),
      };
    },
  },
  {
    change: 'enabling a job that was off for a reason',
    start(world) {
      const job = world.addJob({ schedule_every_ms: HOUR_MS });
      world.commands.disableJob(job.id, BEN, 'cron runs it');
      return {
        act: () => answerOf(world.commands.enableJob(job.id, ANA)).undo,
        look: () => [world.job(job).enabled, world.job(job).disabledBecause],
        meddle: () => world.commands.disableJob(job.id, BEN),
      };
    },
  },
  {
    change: 'an edit that adds, changes and removes fields',
    start(world) {
      const job = world.addJob({ max_retries: 2, run_timeout_ms: 5_000 });
      const patch = { max_retries: 4, run_timeout_ms: null, resource_pool: 'db' };
      return {
        act: () => answerOf(world.commands.updateJob(job.id, patch, HOW)).undo,
        look: () => world.job(job).definition,
        meddle: () => world.commands.updateJob(job.id, { priority: 7 }, { ...HOW, actor: BEN }),
      };
    },
  },
  {
    change: 'acknowledging an alert that was snoozed',
    start(world) {
      const { id } = raise(world);
      world.commands.snoozeAlert(id, world.now() + HOUR_MS, BEN);
      return {
        act: () => answerOf(world.commands.acknowledgeAlert(id, ANA)).undo,
        look: () => [world.store.alerts.get(id)?.state, world.store.alerts.get(id)?.snoozedUntil],
        meddle: () => world.commands.reopenAlert(id, BEN),
      };
    },
  },
  {
    change: 'opening an alert again',
    start(world) {
      const { id } = raise(world);
      world.commands.acknowledgeAlert(id, BEN);
      return {
        act: () => answerOf(world.commands.reopenAlert(id, ANA)).undo,
        look: () => [world.store.alerts.get(id)?.state, world.store.alerts.get(id)?.acknowledgedBy?.name],
        meddle: () => world.commands.acknowledgeAlert(id, BEN),
      };
    },
  },
  {
    change: 'a snooze',
    start(world) {
      const { id } = raise(world);
      return {
        act: () => answerOf(world.commands.snoozeAlert(id, world.now() + HOUR_MS, ANA)).undo,
        look: () => world.store.alerts.get(id)?.state,
        meddle: () => world.commands.acknowledgeAlert(id, BEN),
      };
    },
  },
  {
    change: 'a pause that took the place of another one',
    start(world) {
      const target = { scope: 'tag', key: 'node' } as const;
      world.commands.pause([target], { actor: BEN, note: 'upgrade', until: world.now() + HOUR_MS });
      return {
        act: () => answerOf(world.commands.pause([target], { actor: ANA, note: 'still broken' })).undos[0],
        look: () => world.store.pauses.list(),
        meddle: () => world.commands.pause([target], { actor: BEN, note: 'mine' }),
      };
    },
  },
  {
    change: 'lifting a pause',
    start(world) {
      const target = { scope: 'pool', key: 'io' } as const;
      world.commands.pause([target], { actor: BEN, note: 'disk' });
      return {
        act: () => answerOf(world.commands.resume([target], ANA)).undos[0],
        look: () => world.store.pauses.list(),
        meddle: () => world.commands.pause([target], { actor: BEN }),
      };
    },
  },
];

const needed = (undo: Undo | undefined): Undo => {
  if (undo === undefined) throw new Error('nothing to undo was given');
  return undo;
};

describe.each(CHANGES)('$change', ({ start }) => {
  test('is taken back, and that is taken back in turn; the record says what was undone', async () => {
    const world = createWorld();
    const { act, look } = start(world);
    const before = look();
    await world.advance(1_000);
    const undo = needed(act());
    const after = look();
    expect(after).not.toEqual(before);
    await world.advance(1_000);
    expect(world.commands.whyNotUndone(undo)).toBeUndefined();
    const back = answerOf(world.commands.undo(undo, HOW)).undo;
    expect(look()).toEqual(before);
    expect(world.store.audit.list(1)[0]).toMatchObject({ actor: ANA, action: expect.stringMatching(/^undo\./) });
    await world.advance(1_000);
    answerOf(world.commands.undo(back, HOW));
    expect(look()).toEqual(after);
  });

  test('stays when somebody else has changed it since, and it is said who', async () => {
    const world = createWorld();
    const { act, look, meddle } = start(world);
    await world.advance(1_000);
    const undo = needed(act());
    await world.advance(1_000);
    meddle();
    const meddled = look();
    const entries = world.store.audit.list(100).length;
    expect(world.commands.undo(undo, HOW)).toMatchObject({
      kind: 'conflict',
      code: 'changed-since',
      message: `not undone: ${undo.name} was changed since, by ben`,
    });
    expect(world.commands.whyNotUndone(undo)).toBe(`${undo.name} was changed since, by ben`);
    expect(look()).toEqual(meddled);
    expect(world.store.audit.list(100)).toHaveLength(entries);
  });
});

test('a job that was added goes again as long as it has not run', async () => {
  const world = createWorld();
  const added = world.commands.addJob(jobInput({ name: 'new' }), HOW);
  const { undo, job } = answerOf(added);
  answerOf(world.commands.undo(undo, HOW));
  expect(world.job(job).deletedAt).toBeDefined();
  expect(world.commands.undo(undo, HOW)).toMatchObject({ code: 'undo-gone' });
  const second = answerOf(world.commands.addJob(jobInput({ name: 'new' }), HOW));
  await world.run(second.job);
  expect(world.commands.undo(second.undo, HOW)).toMatchObject({
    code: 'has-run',
    message: 'not undone: new has run since; deleting it asks for its name',
  });
});

test('a job that was deleted since is not brought back by undoing its switch', () => {
  const world = createWorld();
  const job = world.addJob();
  const { undo } = answerOf(world.commands.disableJob(job.id, ANA));
  world.commands.deleteJob(job.id, BEN);
  expect(world.commands.undo(undo, HOW)).toMatchObject({ code: 'undo-gone' });
});

test('a run in between does not count as a change', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: HOUR_MS });
  world.commands.disableJob(job.id, BEN);
  const { undo } = answerOf(world.commands.enableJob(job.id, ANA));
  await world.finish(await world.run(job));
  answerOf(world.commands.undo(undo, HOW));
  expect(world.job(job).enabled).toBe(false);
});

test('what a pause that is taken back held looks again', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({ name: 'child', parent_id: parent.id });
  const run = await world.run(parent);
  const undo = needed(answerOf(world.commands.pause([{ scope: 'job', key: child.id }], { actor: ANA })).undos[0]);
  await world.finish(run);
  expect(world.statuses(child)).toEqual([]);
  await world.act(world.commands.undo(undo, HOW));
  expect(world.statuses(child)).toEqual(['running']);
});
