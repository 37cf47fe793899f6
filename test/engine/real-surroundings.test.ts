import { expect, test } from 'vitest';
import type { Run } from '../../src/store/nouns/run.ts';
import { ANA, jobInput } from '../support/builders.ts';
import { answerOf } from '../support/world.ts';
import { createRealWorld, type RealWorld } from './real-world.ts';

/** What the process of a run saw of our own words. */
const wordsOf = (world: RealWorld, run: Run): Record<string, string> =>
  Object.fromEntries(
    world
      .stdout(run)
      .split('\n')
      .filter((line) => line.startsWith('OPENCLAW_'))
      .map((line) => line.split(/=(.*)/s, 2) as [string, string]),
  );

test('S-5 a process knows its run, job, cause, attempt, fire time and lateness: missed, tried again, and as a child', async () => {
  const world = createRealWorld();
  const slot = new Date(Date.now() - 90_000).toISOString();
  const input = {
    name: 'nightly',
    payload_message: 'env; test "$OPENCLAW_ATTEMPT" = 2',
    schedule_at: slot,
    max_retries: 1,
    retry_delay_s: 0,
  };
  const { job } = answerOf(world.commands.addJob(jobInput(input), { actor: ANA, machineZone: 'UTC', allowPast: true }));
  const child = world.addJob({
    name: 'child',
    payload_message: 'env -u OPENCLAW_TRIGGERED_BY_OUTPUT',
    parent_id: job.id,
  });
  world.startEngine();
  const [first, second, third] = [await world.ended(1), await world.ended(2), await world.ended(3)];

  const missed = wordsOf(world, first);
  expect(missed).toMatchObject({
    OPENCLAW_RUN_ID: '1',
    OPENCLAW_JOB_ID: job.id,
    OPENCLAW_JOB_NAME: 'nightly',
    OPENCLAW_CAUSE: 'schedule',
    OPENCLAW_ATTEMPT: '1',
    OPENCLAW_SLOT: slot,
    OPENCLAW_RUN_FOLDER: `${world.directory}/runs/1`,
  });
  expect(Number(missed.OPENCLAW_LATE_MS)).toBe(first.createdAt - Date.parse(slot));
  expect(Number(missed.OPENCLAW_LATE_MS)).toBeGreaterThanOrEqual(90_000);
  const again = wordsOf(world, second);
  expect(again).toMatchObject({ OPENCLAW_CAUSE: 'retry', OPENCLAW_ATTEMPT: '2', OPENCLAW_SLOT: slot });
  expect(again.OPENCLAW_IDEMPOTENCY_KEY).not.toBe(missed.OPENCLAW_IDEMPOTENCY_KEY);
  const triggered = wordsOf(world, third);
  expect(triggered).toMatchObject({
    OPENCLAW_JOB_ID: child.id,
    OPENCLAW_CAUSE: 'chain',
    OPENCLAW_ATTEMPT: '1',
    OPENCLAW_LATE_MS: '0',
    OPENCLAW_TRIGGERED_BY_RUN: '2',
    OPENCLAW_TRIGGERED_BY_STATUS: 'ok',
  });
  expect(triggered).not.toHaveProperty('OPENCLAW_SLOT');
});
