import { describe, expect, test } from 'vitest';
import { absentGateway } from '../../../src/engine/ports/gateway/absent.ts';
import { ANA } from '../../support/builders.ts';
import { createWorld, type World } from '../../support/world.ts';
import { violations } from '../invariants.ts';
import { agentJob, TOLD } from './agent-job.ts';

const MINUTE = 60_000;
const countsOf = (world: World) => world.store.db.prepare('SELECT status FROM counters').all();

describe('while the gateway is not there', () => {
  test('D-12 an agent’s dispatch looks once a minute and says what is the matter; shell and watchdog work goes on', async () => {
    const world = createWorld();
    world.gateway.become('token-wrong', 'the gateway does not take our token');
    const agent = world.addJob(agentJob('x'));
    const shell = world.addJob();
    const watchdog = world.addJob({ name: 'dog', job_type: 'watchdog', watchdog_check_cmd: 'check' });
    await world.run(agent);
    await world.finish(await world.run(shell));
    await world.finish(await world.run(watchdog));
    await world.advance(10 * MINUTE - 1);
    const [decision] = world.store.decisions.list(agent.id, 10);
    expect(decision).toMatchObject({ verdict: 'wait', reason: 'gateway-down', count: 10 });
    expect(decision?.detail).toBe('the gateway does not take our token');
    expect(world.runs(agent)).toEqual([]);
    expect(world.statuses()).toEqual(['ok', 'ok']);
    expect(world.gateway.calls).toEqual([]);
  });

  test('D-12 when it becomes ready all that waited for it looks at once', async () => {
    const world = createWorld({ gateway: 'starting' });
    const jobs = ['a', 'b', 'c'].map((name) => world.addJob(agentJob('x', { name })));
    for (const job of jobs) await world.run(job);
    await world.advance(20_000);
    world.gateway.become('ok');
    await world.settle();
    expect(world.statuses()).toEqual(['ok', 'ok', 'ok']);
    expect(world.now() - (world.runs()[0]?.createdAt ?? 0)).toBe(0);
  });

  test('D-12 what waits for something else is not woken by the gateway', async () => {
    const world = createWorld({ gateway: 'down' });
    const job = world.addJob({ name: 'later', max_retries: 1, retry_delay_s: 600 });
    await world.finish(await world.run(job), { code: 1 });
    world.gateway.become('ok');
    await world.settle();
    expect(world.statuses(job)).toEqual(['error']);
  });

  test('D-12 a sick model does not hold anybody up: only a turn can find out that it is well again', async () => {
    const world = createWorld({ gateway: 'model-sick' });
    const job = world.addJob(agentJob('[[say:well again]]'));
    await world.run(job);
    expect(world.statuses(job)).toEqual(['ok']);
  });

  test('D-12 a new engine looks at once, whatever the one before has found', async () => {
    const world = createWorld();
    const job = world.addJob(agentJob('x'));
    await world.run(job);
    world.crash();
    world.gateway.become('ok');
    await world.start();
    expect(world.statuses(job)).toEqual(['ok']);
  });
});

test('D-12 where no gateway is talked to, whoever asks all the same hears that', async () => {
  const turn = { runId: 'x', sessionKey: 'agent:main:x' };
  expect(absentGateway.readiness()).toEqual({ state: 'down', detail: 'the gateway is not connected' });
  expect(await absentGateway.wake({ text: 'x', agentId: 'main' })).toMatchObject({ kind: 'unavailable' });
  expect(await absentGateway.followTurn(turn, () => {}).news).toMatchObject({ kind: 'lost' });
  await expect(absentGateway.turnFate(turn)).rejects.toThrow('not connected');
});

describe('when the gateway goes between admission and turn', () => {
  test('D-50 not ready within 30 s: an error that spends no retry and counts for nothing, the same work after 60 s', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[say:at last]]', { ...TOLD, max_retries: 1 }));
    world.gateway.refuseNext({ kind: 'unavailable', reason: 'the connection was refused' });
    await world.run(job);
    world.gateway.become('down', 'the connection was refused');
    await world.advance(29_000);
    expect(world.statuses(job)).toEqual(['running']);
    await world.advance(1_001);
    expect(world.runs(job)).toMatchObject([
      { status: 'error', error: 'Gateway unavailable -- deferred', retryCount: 0 },
    ]);
    expect(world.job(job)).toMatchObject({ consecutiveErrors: 0, last10: '' });
    expect(world.job(job).lastStatus).toBeUndefined();
    expect(world.job(job).lastRunAt).toBeUndefined();
    expect(countsOf(world)).toEqual([]);
    expect(world.messages()).toEqual([]);
    const [dispatch] = world.dispatches(job);
    expect(dispatch).toMatchObject({ status: 'pending', dueAt: (world.runs(job)[0]?.finishedAt ?? 0) + 60_000 });
    expect(world.store.ledger.isClaimed(dispatch?.occasionKey ?? '', world.now())).toBe(false);
    expect(world.why(job).at(-1)).toBe('wait gateway-down');
    world.gateway.become('ok');
    await world.settle();
    expect(world.runs(job)).toMatchObject([
      { status: 'error' },
      { status: 'ok', retryCount: 0, dispatchId: dispatch?.id },
    ]);
    expect(world.dispatches(job)).toHaveLength(1);
  });

  test('D-50 it is back within 30 s: the turn goes on as if nothing had been', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[say:hello]]'));
    world.gateway.refuseNext({ kind: 'unavailable', reason: 'the connection was refused' });
    await world.run(job);
    world.gateway.become('down');
    await world.advance(20_000);
    world.gateway.become('ok');
    await world.settle();
    expect(world.runs(job)).toMatchObject([{ status: 'ok', summary: 'hello' }]);
  });

  test('D-57 draining: the run is skipped, counts for nothing, tells nobody, and the same dispatch comes after 90 s', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[draining]]', { ...TOLD, max_retries: 1 }));
    await world.run(job);
    expect(world.runs(job)).toMatchObject([{ status: 'skipped', error: 'gateway draining' }]);
    expect(world.messages()).toEqual([]);
    expect(world.job(job)).toMatchObject({ consecutiveErrors: 0, last10: '' });
    expect(world.alerts()).toEqual([]);
    world.update(job, { payload_message: '[[say:back]]' });
    await world.advance(89_000);
    expect(world.statuses(job)).toEqual(['skipped']);
    await world.advance(1_001);
    expect(world.runs(job)).toMatchObject([{ status: 'skipped' }, { status: 'ok', retryCount: 0 }]);
    expect(world.dispatches(job)).toHaveLength(1);
  });

  test('D-57 refused as draining at the start is the same', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('x'));
    world.gateway.refuseNext({ kind: 'draining', reason: '503 gateway_unavailable' });
    await world.run(job);
    expect(world.runs(job)).toMatchObject([{ status: 'skipped', error: 'gateway draining' }]);
    expect(world.gateway.turns).toEqual([]);
  });

  test('D-57 D-102 what was cancelled while it drained does not come back', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[sleep:5000]][[draining]]'));
    const run = await world.run(job);
    await world.advance(4_900);
    await world.act(world.commands.cancelRun(run?.id ?? 0, { kind: 'person', name: 'ana', via: 'cli' }));
    await world.advance(200_000);
    expect(world.statuses(job)).toEqual(['cancelled']);
  });
});

describe('an answer that does not come', () => {
  test('D-50 the gateway never took it: deferred, and nothing ran twice', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('x'));
    world.gateway.hangNext('startTurn', 'lost');
    await world.run(job);
    await world.advance(31_000);
    expect(world.runs(job)).toMatchObject([{ status: 'error', error: 'Gateway unavailable -- deferred' }]);
    await world.advance(60_000);
    expect(world.statuses(job)).toEqual(['error', 'ok']);
    expect(world.gateway.turns).toHaveLength(1);
  });

  test('D-92 it had taken it: the turn is found and followed', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[sleep:50000]][[say:there]]'));
    world.gateway.hangNext('startTurn', 'taken');
    await world.run(job);
    await world.advance(60_000);
    expect(world.runs(job)).toMatchObject([{ status: 'ok', summary: 'there' }]);
    expect(world.gateway.turns).toHaveLength(1);
  });

  test('D-92 the connection broke while it was sent: asked again until there is an answer', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[sleep:40000]][[say:there]]'));
    world.gateway.hangNext('startTurn', 'taken');
    world.gateway.hangNext('turnFate');
    await world.run(job);
    await world.advance(60_000);
    expect(world.runs(job)).toMatchObject([{ status: 'ok', summary: 'there' }]);
    expect(world.gateway.turns).toHaveLength(1);
  });
});

describe('more turns than the gateway does at once', () => {
  const fill = async (world: World, count: number) => {
    const jobs = Array.from({ length: count }, (_, index) =>
      world.addJob(
        agentJob('[[sleep:5000]]', { name: `turn ${index}`, priority: index, resource_pool: `own ${index}` }),
      ),
    );
    for (const job of jobs) await world.run(job);
    return jobs;
  };
  const waitsFor = (world: World) =>
    world.dispatches().flatMap(({ blockedOn }) => (blockedOn === undefined ? [] : [blockedOn]));

  test('D-13 they wait for a turn, and other work has the places that they would have held', async () => {
    const world = createWorld({ maxActiveRuns: 8, gateway: 'ok' });
    const jobs = await fill(world, 7);
    const shells = ['a', 'b', 'c', 'd'].map((name) => world.addJob({ name }));
    for (const shell of shells) await world.run(shell);
    expect(world.runs().filter(({ status }) => status === 'running')).toHaveLength(8);
    expect(waitsFor(world)).toEqual(['limit:turns', 'limit:turns', 'limit:turns']);
    expect(world.store.decisions.list(jobs[6]?.id ?? '', 1)[0]).toMatchObject({
      verdict: 'wait',
      reason: 'limit',
      detail: '4 agent turns are under way, and the gateway does 4 at once',
    });
    expect(violations(world, 8)).toEqual([]);
  });

  test('D-13 the end of a turn wakes the one of best rank, and nobody else looks', async () => {
    const world = createWorld({ maxActiveRuns: 8, gateway: 'ok' });
    const jobs = await fill(world, 6);
    const first = world.runs(jobs[0])[0]?.id ?? 0;
    world.commands.cancelRun(first, ANA);
    await world.advance(300);
    expect(world.statuses(jobs[5])).toEqual(['running']);
    expect(world.statuses(jobs[4])).toEqual([]);
    expect(waitsFor(world)).toEqual(['limit:turns']);
    await world.advance(12_000);
    expect(world.runs().filter(({ status }) => status === 'ok')).toHaveLength(5);
    expect(waitsFor(world)).toEqual([]);
  });

  test('D-13 D-06 one that was woken for a slot of its pool and has no turn gives the slot on', async () => {
    const world = createWorld({ maxActiveRuns: 8, gateway: 'ok' });
    const holder = world.addJob({ name: 'holder', resource_pool: 'io' });
    const running = await world.run(holder);
    await fill(world, 4);
    const turn = world.addJob(agentJob('x', { name: 'fifth', resource_pool: 'io', priority: 9 }));
    const shell = world.addJob({ name: 'patient', resource_pool: 'io', pool_policy: 'wait' });
    await world.run(turn);
    await world.run(shell);
    await world.finish(running);
    expect(world.statuses(shell)).toEqual(['running']);
    expect(world.statuses(turn)).toEqual([]);
    expect(violations(world, 8)).toEqual([]);
  });

  test('D-13 an event needs no turn', async () => {
    const world = createWorld({ maxActiveRuns: 8, gateway: 'ok' });
    await fill(world, 5);
    const event = world.addJob({ name: 'event', session_target: 'main', payload_message: 'look' });
    await world.run(event);
    expect(world.statuses(event)).toEqual(['ok']);
  });
});
