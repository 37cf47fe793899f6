import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FailpointName } from '../../../src/engine/failpoint.ts';
import { createLeaseWatch } from '../../../src/engine/lease-watch.ts';
import { systemClock } from '../../../src/engine/ports/clock.ts';
import { createRealWorld, type RealWorld, until } from '../real-world.ts';

const isStopped = (pid: number): boolean => /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

/** Waits eight real seconds: a second engine that sees the first give no sign of life. */
async function successor(world: RealWorld) {
  const second = world.startEngine();
  expect(second.answer).toMatchObject({ kind: 'held' });
  const watch = createLeaseWatch(world.store, world.host, systemClock);
  const silent = await until(() => {
    const seen = watch.look();
    return seen.kind === 'silent' ? seen.lease : undefined;
  });
  return second.engine.start(silent);
}

/** A real engine that is stopped at a point, replaced, and wakes up late. */
async function frozenAt(point: FailpointName) {
  const world = createRealWorld();
  const job = world.addJob({ payload_message: `echo ran >>'${world.directory}/ledger'; sleep 0.5` });
  const first = world.spawnEngine(point);
  await until(() => first.printed().includes('running'));
  world.runNow(job);
  await until(() => isStopped(first.child.pid ?? 0));
  const answer = await successor(world);
  await until(() => world.runs().some(({ status }) => status === 'ok'));
  const before = world.store.db.prepare('SELECT id, status, fence FROM runs').all();
  first.child.kill('SIGCONT');
  await until(() => first.printed().includes('lease-lost'));
  return {
    answer,
    ledger: world.file('ledger'),
    statuses: world.runs().map(({ status }) => status),
    unchanged:
      JSON.stringify(before) === JSON.stringify(world.store.db.prepare('SELECT id, status, fence FROM runs').all()),
    alerts: world.store.db.prepare('SELECT kind FROM alerts').all(),
  };
}

test('R-2 R-5 an engine under a real SIGSTOP, after its commit, before its spawn and after it: the command runs once', async () => {
  const [committed, beforeSpawn, spawned] = await Promise.all([
    frozenAt('committed'),
    frozenAt('before-spawn'),
    frozenAt('spawned'),
  ]);
  const replaced = {
    answer: { kind: 'running', fence: 2 },
    ledger: 'ran\n',
    unchanged: true,
    alerts: [{ kind: 'lease' }],
  };
  expect(committed).toMatchObject({ ...replaced, statuses: ['skipped', 'ok'] });
  expect(beforeSpawn).toMatchObject({ ...replaced, statuses: ['skipped', 'ok'] });
  expect(spawned).toMatchObject({ ...replaced, statuses: ['ok'] });
});
