import { describe, expect, test } from 'vitest';
import { createWorld, type World } from '../../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

const alerts = (world: World, kind: string) =>
  world
    .alerts()
    .filter((alert) => alert.kind === kind)
    .map(({ key, state, count }) => `${key} ${state} ${count}`);

describe('D-104 late-start: many jobs at once are one alert', () => {
  const MANY = 12;
  /** An engine that was away for a while, and jobs that became due meanwhile. */
  const foundLate = async (world: World, count: number, everyMs = 10 * MINUTE): Promise<void> => {
    for (let index = 1; index <= count; index += 1) {
      world.addJob({ name: `job ${index}${everyMs === 24 * HOUR ? ' of the day' : ''}`, schedule_every_ms: everyMs });
    }
    world.crash();
    world.clock.step(everyMs + 2 * MINUTE);
    await world.start();
    await world.advance(30 * SECOND);
    for (const run of world.runs().filter(({ status }) => status === 'running')) await world.finish(run);
  };

  test('which counts them, names the first and the latest, and takes the place of their own', async () => {
    const world = createWorld({ maxActiveRuns: 50 });
    await foundLate(world, MANY);
    expect(world.alerts().filter(({ state }) => state === 'open')).toMatchObject([
      {
        key: 'late-start',
        count: MANY,
        title: expect.stringMatching(/^many jobs started late, up to 2m\d+s$/),
        detail: expect.stringMatching(
          /; the first of them job 1, job 2, .*job 8; the latest job 12, whose run 12 was due at /,
        ),
      },
    ]);
  });

  test('up to five keep their own', async () => {
    const world = createWorld({ maxActiveRuns: 50 });
    await foundLate(world, 5);
    expect(alerts(world, 'late-start')).toHaveLength(5);
    expect(world.alerts().some(({ key }) => key === 'late-start')).toBe(false);
  });

  test('it is over with a punctual start once none was late for ten minutes, also after a restart', async () => {
    const world = createWorld({ maxActiveRuns: 50 });
    await foundLate(world, MANY);
    await world.restart();
    const other = world.addJob({ name: 'other', overlap_policy: 'allow' });
    await world.finish(await world.run(other));
    expect(alerts(world, 'late-start')).toContain(`late-start open ${MANY}`);
    await world.advance(11 * MINUTE);
    await world.finish(await world.run(other));
    expect(alerts(world, 'late-start')).toContain(`late-start resolved ${MANY}`);
  });

  test('the next engine goes on with the worst delay and the names of the first', async () => {
    const world = createWorld({ maxActiveRuns: 50 });
    await foundLate(world, MANY);
    for (let index = 1; index <= 3; index += 1)
      world.addJob({ name: `next ${index}`, schedule_every_ms: 4 * MINUTE, overlap_policy: 'allow' });
    world.crash();
    // A second engine finds them late by less than those before.
    world.clock.step(5 * MINUTE + 10 * SECOND);
    await world.start();
    await world.advance(30 * SECOND);
    const many = world.alerts().filter(({ key, state }) => key === 'late-start' && state === 'open');
    expect(many[0]?.count).toBeGreaterThan(MANY);
    expect(many).toMatchObject([
      {
        title: expect.stringMatching(/up to 2m\d+s$/),
        detail: expect.stringMatching(/; the first of them job 1, job 2, .*job 8; the latest next /),
      },
    ]);
  });

  test('jobs that were late at another time are not among them', async () => {
    const world = createWorld({ maxActiveRuns: 50 });
    await foundLate(world, 4, 24 * HOUR);
    await world.advance(HOUR);
    await foundLate(world, 4);
    expect(alerts(world, 'late-start')).toHaveLength(8);
    expect(world.alerts().some(({ key }) => key === 'late-start')).toBe(false);
  });
});
