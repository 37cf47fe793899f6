import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentReads } from '../../../src/store/lookups/agent-reads.ts';
import { ANA } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';
import { agentJob } from './agent-job.ts';

describe('after kill -9 of the engine', () => {
  test('D-90 a turn that goes on is taken back, and its reply is recorded', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[sleep:60000]][[say:still here]]'));
    const run = await world.run(job);
    await world.advance(10_000);
    world.crash();
    await world.advance(10_000);
    await world.start();
    expect(world.statuses(job)).toEqual(['running']);
    expect(agentReads(world.store.db).busyAgents()).toMatchObject([{ agentId: 'main', runId: run?.id }]);
    await world.advance(45_000);
    expect(world.runs(job)).toMatchObject([{ id: run?.id, status: 'ok', summary: 'still here' }]);
    expect(world.gateway.turns).toHaveLength(1);
  });

  test('D-91 one that ended meanwhile is settled from what the gateway knows, however long ago its limit was', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[sleep:20000]][[say:done meanwhile]]', { run_timeout_ms: 60_000 }));
    await world.run(job);
    world.crash();
    await world.advance(3_600_000);
    world.gateway.become('starting');
    await world.start();
    await world.advance(30_000);
    world.gateway.become('ok');
    await world.settle();
    expect(world.runs(job)).toMatchObject([{ status: 'ok', summary: 'done meanwhile' }]);
  });

  test('D-92 one of which the gateway knows nothing is crashed, and not started again', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[hang]]'));
    await world.run(job);
    world.crash();
    world.gateway.restart();
    await world.start();
    expect(world.runs(job)).toMatchObject([
      { status: 'crashed', error: 'the gateway does not know what became of it' },
    ]);
    await world.advance(600_000);
    expect(world.gateway.turns).toHaveLength(1);
  });

  test('D-92 at-least-once: started once more, with the key that the prompt and the gateway had', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[sleep:60000]][[say:second]]', { delivery_guarantee: 'at-least-once' }));
    const run = await world.run(job);
    world.crash();
    world.gateway.restart();
    await world.start();
    await world.advance(61_000);
    expect(world.runs(job)).toMatchObject([{ status: 'crashed' }, { status: 'ok', replayOf: run?.id }]);
    const [first, second] = world.gateway.turns;
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
    expect(second?.message).toContain(`key: run:${run?.id}`);
  });

  test('D-92 while the gateway cannot be asked the run waits, and nothing is started again', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[sleep:30000]][[say:late]]', { delivery_guarantee: 'at-least-once' }));
    await world.run(job);
    world.crash();
    world.gateway.become('down');
    await world.start();
    await world.advance(100_000);
    expect(world.statuses(job)).toEqual(['running']);
    world.gateway.become('ok');
    await world.settle();
    expect(world.runs(job)).toMatchObject([{ status: 'ok', summary: 'late' }]);
    expect(world.gateway.turns).toHaveLength(1);
  });

  test('D-53 a gateway that never comes back ends the run at its limit', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[hang]]', { run_timeout_ms: 120_000 }));
    await world.run(job);
    world.crash();
    world.gateway.become('down');
    await world.start();
    await world.advance(130_000);
    expect(world.statuses(job)).toEqual(['timeout']);
  });

  test('those that are taken back have their places: no fifth turn begins beside four', async () => {
    const world = createWorld({ gateway: 'ok' });
    for (let index = 0; index < 4; index += 1)
      await world.run(world.addJob(agentJob('[[sleep:30000]]', { name: `${index}` })));
    await world.restart();
    const fifth = world.addJob(agentJob('x', { name: 'fifth' }));
    await world.run(fifth);
    expect(world.statuses(fifth)).toEqual([]);
    await world.advance(31_000);
    expect(world.statuses(fifth)).toEqual(['ok']);
    expect(world.gateway.most()).toBe(4);
  });

  test('A-3 one that was admitted and never sent starts again as the same dispatch', async () => {
    const world = createWorld({ gateway: 'ok' });
    const session = { preferred_session_key: 'daily' };
    await world.run(world.addJob(agentJob('[[hang]]', { name: 'opens it', ...session })));
    const job = world.addJob(agentJob('[[say:at last]]', { name: 'second', ...session }));
    await world.run(job);
    expect(world.statuses(job)).toEqual(['pending']);
    world.crash();
    world.gateway.restart();
    await world.start();
    await world.settle();
    expect(world.runs(job)).toMatchObject([{ status: 'skipped', error: 'never started' }, { status: 'ok' }]);
    expect(world.dispatches(job)).toHaveLength(1);
  });

  test('A-3 whose token a recovery took is never sent', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('x'));
    world.fake.openPort().claimStart(join(world.directory, 'runs', '1'));
    await world.run(job);
    expect(world.runs(job)).toMatchObject([{ id: 1, status: 'skipped', error: 'never started' }, { status: 'ok' }]);
    expect(world.gateway.turns.map(({ idempotencyKey }) => idempotencyKey)).toEqual([`${job.id}:run:2`]);
  });

  test('A-5 a stop that was asked for before is carried out afterwards', async () => {
    const world = createWorld({ gateway: 'ok' });
    world.gateway.ignoreAborts();
    const job = world.addJob(agentJob('[[hang]]'));
    const run = await world.run(job);
    await world.act(world.commands.cancelRun(run?.id ?? 0, ANA));
    world.crash();
    await world.start();
    await world.advance(10_000);
    expect(world.statuses(job)).toEqual(['cancelled']);
  });

  test('D-92 nobody knows whether an event was queued: crashed, and not sent again', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob({ name: 'event', session_target: 'main', payload_message: 'x' });
    world.gateway.hangNext('wake', 'taken');
    await world.run(job);
    await world.restart();
    expect(world.statuses(job)).toEqual(['crashed']);
    expect(world.gateway.wakes).toHaveLength(1);
  });
});

describe('while the engine lives', () => {
  test('D-92 a connection that breaks is found again, and the turn goes on', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[drip:6:10000]]', { payload_timeout_seconds: 15 }));
    await world.run(job);
    await world.advance(25_000);
    world.gateway.cutConnection();
    await world.advance(40_000);
    expect(world.statuses(job)).toEqual(['ok']);
    expect(world.gateway.turns).toHaveLength(1);
  });

  test('D-53 a silence that nobody could hear is not counted', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[sleep:60000]][[say:back]]', { payload_timeout_seconds: 15 }));
    await world.run(job);
    await world.advance(5_000);
    world.gateway.become('down');
    world.gateway.cutConnection();
    await world.advance(50_000);
    world.gateway.become('ok');
    await world.advance(10_000);
    expect(world.runs(job)).toMatchObject([{ status: 'ok', summary: 'back' }]);
  });

  test('D-92 a gateway that restarts in the middle knows nothing of it: crashed', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[hang]]'));
    await world.run(job);
    world.gateway.restart();
    await world.advance(2_000);
    expect(world.statuses(job)).toEqual(['crashed']);
    expect(agentReads(world.store.db).busyAgents()).toEqual([]);
  });

  test('what a turn left in its folder goes with its settlement', async () => {
    const world = createWorld({ gateway: 'ok' });
    const run = await world.run(world.addJob(agentJob('[[say:x]]')));
    await world.advance(60_000);
    expect(existsSync(join(world.directory, 'runs', String(run?.id)))).toBe(false);
  });
});

describe('when the engine stops', () => {
  test('it waits for turns as for commands', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[sleep:5000]][[say:in time]]'));
    await world.run(job);
    const stopped = world.engine.drain(30_000);
    await world.advance(6_000);
    await stopped;
    expect(world.runs(job)).toMatchObject([{ status: 'ok', summary: 'in time' }]);
  });

  test('on_engine_exit keep: after the grace the turn goes on at the gateway, and the next engine takes it back', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[sleep:60000]][[say:kept]]'));
    await world.run(job);
    await world.stop(5_000);
    expect(world.gateway.aborts).toEqual([]);
    await world.start();
    await world.advance(60_000);
    expect(world.runs(job)).toMatchObject([{ status: 'ok', summary: 'kept' }]);
    expect(world.gateway.turns).toHaveLength(1);
  });

  test('on_engine_exit stop: after the grace it is aborted', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[hang]]', { on_engine_exit: 'stop' }));
    await world.run(job);
    const stopped = world.engine.drain(5_000);
    await world.advance(6_000);
    await stopped;
    expect(world.runs(job)).toMatchObject([{ status: 'cancelled', error: 'stopped with the engine' }]);
    expect(world.gateway.underWay()).toEqual([]);
  });

  test('those that wait for a place are given back', async () => {
    const world = createWorld({ gateway: 'ok' });
    for (const name of ['opens it', 'second']) {
      const fields = { name, preferred_session_key: 'daily', on_engine_exit: 'stop' };
      await world.run(world.addJob(agentJob('[[hang]]', fields)));
    }
    const stopped = world.engine.drain(1_000);
    await world.advance(3_000);
    await stopped;
    expect(world.statuses()).toEqual(['cancelled', 'skipped']);
    expect(world.dispatches().at(-1)?.status).toBe('pending');
  });
});
