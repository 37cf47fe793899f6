import { describe, expect, test } from 'vitest';
import { ledgerReads } from '../../../src/store/lookups/ledger-reads.ts';
import { queueReads } from '../../../src/store/lookups/queue-reads.ts';
import { ANA, NOON } from '../../support/builders.ts';
import { answerOf, createWorld } from '../../support/world.ts';

const DAY_MS = 86_400_000;

const twoInOnePool = async () => {
  const world = createWorld();
  const holder = world.addJob({ name: 'holder', resource_pool: 'io' });
  const first = world.addJob({ name: 'first', resource_pool: 'io', priority: 5 });
  const second = world.addJob({ name: 'second', resource_pool: 'io' });
  for (const job of [holder, second, first]) await world.run(job);
  return { world, holder, first, second };
};

describe('the queue', () => {
  test('lists what waits in the order in which it would start, and why', async () => {
    const { world, second } = await twoInOnePool();
    const reads = queueReads(world.store.db);
    const since = { sinceAt: NOON };
    expect(reads.list({ limit: 10 }, world.now())).toMatchObject([
      { jobName: 'first', blockedOn: 'pool:io', reason: 'pool-busy', place: { place: 1, of: 2 }, ...since },
      { jobName: 'second', reason: 'pool-busy', requestedBy: { name: 'ana' }, place: { place: 2, of: 2 }, ...since },
    ]);
    expect(reads.list({ jobId: second.id, limit: 10 }, world.now())).toMatchObject([{ place: { place: 2, of: 2 } }]);
    expect(reads.list({ limit: 1 }, world.now())).toHaveLength(1);
  });

  test('a dispatch that is cancelled never starts, and the next one has its place', async () => {
    const { world, holder, first, second } = await twoInOnePool();
    const [waiting] = world.dispatches(first);
    answerOf(world.commands.cancelDispatch(waiting?.id ?? 0, ANA));
    await world.finish(world.runs(holder)[0]);
    expect([world.statuses(first), world.statuses(second)]).toEqual([[], ['running']]);
    expect(world.why(first)).toEqual(['wait pool-busy', 'drop cancelled']);
    expect(world.store.audit.list(1)).toMatchObject([{ action: 'dispatch.cancel', subjectName: 'first' }]);
  });

  test('one that runs, asks, is over or is not there is refused with what to do', async () => {
    const world = createWorld();
    const job = world.addJob();
    const asks = world.addJob({ name: 'asks', approval_required: true, approval_scope: 'all' });
    const run = await world.run(job);
    await world.run(asks);
    const [running, asking] = world.dispatches();
    const cancel = (id = 0) => world.commands.cancelDispatch(id, ANA);
    expect(cancel(running?.id)).toMatchObject({ kind: 'conflict', message: expect.stringContaining(`run ${run?.id}`) });
    expect(cancel(asking?.id)).toMatchObject({ kind: 'conflict', code: 'dispatch-asks' });
    await world.finish(run);
    expect(cancel(running?.id)).toMatchObject({ kind: 'conflict', code: 'dispatch-over' });
    expect(cancel(99)).toMatchObject({ kind: 'not-found' });
  });
});

describe('keys of the ledger', () => {
  test('D-61 a key is released by a person once its run is over, and only once', async () => {
    const world = createWorld();
    const run = await world.run(world.addJob());
    const key = world.dispatches()[0]?.occasionKey ?? '';
    expect(world.commands.releaseKey(key, ANA)).toMatchObject({ kind: 'conflict', code: 'key-in-use' });
    await world.finish(run);
    expect(ledgerReads(world.store.db).numbers(world.now())).toEqual({ claimed: 1, released: 0, expired: 0 });
    expect(world.store.ledger.isClaimed(key, world.now())).toBe(true);
    expect(world.commands.releaseKey(key, ANA)).toMatchObject({ kind: 'done' });
    expect(world.store.ledger.isClaimed(key, world.now())).toBe(false);
    expect(world.commands.releaseKey(key, ANA)).toMatchObject({ kind: 'conflict', code: 'key-released' });
    expect(world.commands.releaseKey('nothing', ANA)).toMatchObject({ kind: 'not-found' });
  });

  test('D-14 pruning forgets keys whose time is over, but none whose run goes on', async () => {
    const world = createWorld();
    const quick = world.addJob({ name: 'quick' });
    const long = world.addJob({ name: 'long', run_timeout_ms: 604_800_000 });
    await world.finish(await world.run(quick));
    await world.run(long);
    expect(world.commands.pruneKeys()).toEqual({ kind: 'done', value: { removed: 0 } });
    world.store.db.prepare('UPDATE ledger SET expires_at = ?').run(world.now() - DAY_MS);
    expect(ledgerReads(world.store.db).numbers(world.now())).toEqual({ claimed: 0, released: 0, expired: 2 });
    expect(world.commands.pruneKeys()).toEqual({ kind: 'done', value: { removed: 1 } });
    expect(ledgerReads(world.store.db).newest(10)).toMatchObject([{ key: world.dispatches(long)[0]?.occasionKey }]);
  });
});
