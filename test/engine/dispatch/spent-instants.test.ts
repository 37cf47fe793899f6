import { expect, test } from 'vitest';
import type { Approval } from '../../../src/store/nouns/approval.ts';
import { ANA } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

const IN_A_MINUTE = { schedule_at: 'in 60s' };

test('D-67 D-07 an at job whose only fire is dropped is switched off, and says why; it is not deleted unrun', async () => {
  const world = createWorld();
  const job = world.addJob({ ...IN_A_MINUTE, delete_after_run: true });
  await world.run(job);
  await world.advance(60_000);
  expect(world.job(job)).toMatchObject({
    enabled: false,
    disabledBecause: 'its time passed without a run: overlap-skip, run 1 is still running',
  });
  expect(world.slots(job)).toMatchObject([{ state: 'skipped', reason: 'overlap-skip' }]);
});

test('D-67 D-81 an at job whose only fire is rejected is switched off', async () => {
  const world = createWorld();
  const job = world.addJob({ ...IN_A_MINUTE, approval_required: true, approval_scope: 'all' });
  await world.advance(60_000);
  expect(world.job(job).enabled).toBe(true);
  const [asked] = world.approvals() as [Approval];
  await world.act(world.commands.reject(asked.id, { actor: ANA, note: 'not today' }));
  expect(world.job(job)).toMatchObject({
    enabled: false,
    disabledBecause: 'its time passed without a run: approval-rejected, rejected by ana: not today',
  });
});

test('D-67 S-5 an at job whose time was missed and is not made up for is switched off', async () => {
  const world = createWorld();
  const job = world.addJob({ ...IN_A_MINUTE, misfire_policy: 'skip' });
  world.crash();
  await world.advance(600_000);
  await world.start();
  expect(world.job(job).enabled).toBe(false);
  expect(world.job(job).disabledBecause).toContain('misfire-skip');
});

test('D-67 S-11 an at job whose time is excluded is switched off', async () => {
  const world = createWorld();
  const job = world.addJob({ ...IN_A_MINUTE, exclude: ['2026-11-23'] });
  await world.advance(60_000);
  expect(world.job(job)).toMatchObject({ enabled: false });
  expect(world.job(job).disabledBecause).toContain('window');
});

test('D-67 an at job that was taken out of the queue by hand is over', async () => {
  const world = createWorld();
  const holder = world.addJob({ name: 'holder', resource_pool: 'io' });
  const job = world.addJob({ ...IN_A_MINUTE, resource_pool: 'io', pool_policy: 'wait' });
  await world.run(holder);
  await world.advance(60_000);
  expect(world.job(job).enabled).toBe(true);
  await world.act(world.commands.cancelDispatch(world.dispatches(job)[0]?.id ?? 0, ANA));
  expect(world.job(job).enabled).toBe(false);
});
