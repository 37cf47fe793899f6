import { describe, expect, test } from 'vitest';
import { ANA } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';
import { agentJob } from './agent-job.ts';

const STILL_TRYING = 'the gateway may still be retrying its model';

describe('limits of a turn', () => {
  test('D-53 silent for payload_timeout_seconds: aborted at the gateway and a time-out', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[hang]]', { payload_timeout_seconds: 20 }));
    const run = await world.run(job);
    await world.advance(19_900);
    expect(world.statuses(job)).toEqual(['running']);
    await world.advance(400);
    expect(world.runs(job)).toMatchObject([
      { status: 'timeout', error: `no sign of life for 20s (payload_timeout_seconds); ${STILL_TRYING}` },
    ]);
    expect(world.gateway.aborts).toEqual([`${job.id}:run:${run?.id}`]);
    expect(world.gateway.underWay()).toEqual([]);
  });

  test('D-53 every sign of life begins the silence anew', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[drip:10:15000]]', { payload_timeout_seconds: 20 }));
    await world.run(job);
    await world.advance(151_000);
    expect(world.runs(job)).toMatchObject([{ status: 'ok', summary: 'w1 w2 w3 w4 w5 w6 w7 w8 w9 w10' }]);
  });

  test('D-53 lively beyond run_timeout_ms: aborted all the same', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[drip:100:5000]]', { run_timeout_ms: 60_000 }));
    await world.run(job);
    await world.advance(60_300);
    expect(world.runs(job)).toMatchObject([
      { status: 'timeout', error: `time limit of 1m reached (run_timeout_ms); ${STILL_TRYING}` },
    ]);
    expect(world.gateway.underWay()).toEqual([]);
  });

  test('D-53 D-64 a time-out is retried like any other', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[hang]]', { run_timeout_ms: 10_000, max_retries: 1, retry_delay_s: 5 }));
    await world.run(job);
    await world.advance(16_000);
    expect(world.statuses(job)).toEqual(['timeout', 'running']);
    const keys = world.gateway.turns.map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size).toBe(2);
  });

  test('a sick model is told by its own reason when the limits let it', async () => {
    const world = createWorld({ gateway: 'ok' });
    const limits = { payload_timeout_seconds: 200 };
    for (const prompt of ['[[status:500]]', '[[status:429]]', '[[cut]]']) {
      await world.run(world.addJob(agentJob(prompt, { ...limits, name: prompt })));
    }
    await world.advance(150_000);
    expect(world.runs().map(({ error }) => error?.slice(0, 3))).toEqual(['502', '429', '408']);
  });
});

describe('stopping a turn', () => {
  test('D-102 a person cancels it: aborted, and the run says who', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[hang]]'));
    const run = await world.run(job);
    await world.advance(1_000);
    await world.act(world.commands.cancelRun(run?.id ?? 0, ANA));
    await world.advance(300);
    expect(world.runs(job)).toMatchObject([{ status: 'cancelled', error: 'cancelled by ana', stopStage: 'term' }]);
  });

  test('D-102 a gateway that does not confirm the abort is not waited for beyond the grace', async () => {
    const world = createWorld({ gateway: 'ok' });
    world.gateway.ignoreAborts();
    const job = world.addJob(agentJob('[[hang]]', { kill_grace_ms: 2_000 }));
    const run = await world.run(job);
    await world.act(world.commands.cancelRun(run?.id ?? 0, ANA));
    await world.advance(1_900);
    expect(world.statuses(job)).toEqual(['running']);
    await world.advance(200);
    expect(world.runs(job)).toMatchObject([
      { status: 'cancelled', error: 'cancelled by ana, and the gateway did not confirm its end' },
    ]);
    expect(world.gateway.aborts).toHaveLength(2);
  });

  test('D-102 an abort that did not get through is sent again', async () => {
    const world = createWorld({ gateway: 'ok' });
    world.gateway.failNext('abortTurn', 'socket closed');
    const job = world.addJob(agentJob('[[hang]]'));
    const run = await world.run(job);
    await world.act(world.commands.cancelRun(run?.id ?? 0, ANA));
    await world.advance(1_000);
    expect(world.statuses(job)).toEqual(['cancelled']);
    expect(world.gateway.underWay()).toEqual([]);
  });

  test('D-102 an abort that hangs or fails ends the run all the same', async () => {
    const world = createWorld({ gateway: 'ok' });
    world.gateway.hangNext('abortTurn');
    world.gateway.hangNext('abortTurn');
    const job = world.addJob(agentJob('[[hang]]', { kill_grace_ms: 2_000 }));
    const run = await world.run(job);
    await world.act(world.commands.cancelRun(run?.id ?? 0, ANA));
    await world.advance(2_100);
    expect(world.statuses(job)).toEqual(['cancelled']);
  });

  test('D-102 KILL does not wait for anything', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[hang]]'));
    const run = await world.run(job);
    await world.act(world.commands.killRun(run?.id ?? 0, ANA));
    expect(world.statuses(job)).toEqual(['cancelled']);
    expect(world.gateway.aborts).toHaveLength(1);
  });

  test('D-102 one that still waits for the gateway is cancelled without asking it', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('x'));
    world.gateway.refuseNext({ kind: 'unavailable', reason: 'gone' });
    const run = await world.run(job);
    world.gateway.become('down');
    await world.act(world.commands.cancelRun(run?.id ?? 0, ANA));
    expect(world.statuses(job)).toEqual(['cancelled']);
    world.gateway.become('ok');
    await world.advance(120_000);
    expect(world.gateway.turns).toEqual([]);
  });

  test('D-102 cancelled while it was on its way: the turn is aborted as soon as it is accepted', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[sleep:90000]]'));
    world.gateway.delayNext('startTurn', 8_000);
    const run = await world.run(job);
    await world.act(world.commands.cancelRun(run?.id ?? 0, ANA));
    await world.advance(6_000);
    expect(world.statuses(job)).toEqual(['cancelled']);
    await world.advance(3_000);
    expect(world.gateway.turns).toHaveLength(1);
    expect(world.statuses(job)).toEqual(['cancelled']);
    expect(world.gateway.underWay()).toEqual([]);
  });
});

describe('overlap, pools, approvals', () => {
  test.each([
    ['skip', ['running'], 1],
    ['allow', ['running', 'running'], 2],
    ['replace', ['cancelled', 'running'], 2],
  ])('D-07 D-09 D-10 overlap %s: %j', async (overlap_policy, statuses, turns) => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[hang]]', { overlap_policy }));
    await world.run(job);
    await world.run(job);
    await world.advance(1_000);
    expect(world.statuses(job)).toEqual(statuses);
    expect(world.gateway.turns).toHaveLength(turns);
    expect(world.gateway.underWay()).toHaveLength(statuses.filter((status) => status === 'running').length);
  });

  test('D-08 overlap queue: the next turn starts the moment the first has ended', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[sleep:10000]]', { overlap_policy: 'queue' }));
    await world.run(job);
    await world.run(job);
    await world.advance(10_000);
    expect(world.statuses(job)).toEqual(['ok', 'running']);
  });

  test('D-06 turns and commands share a pool', async () => {
    const world = createWorld({ gateway: 'ok' });
    const agent = world.addJob(agentJob('[[sleep:5000]]', { resource_pool: 'io' }));
    const shell = world.addJob({ resource_pool: 'io' });
    await world.run(agent);
    await world.run(shell);
    expect(world.statuses(shell)).toEqual([]);
    await world.advance(5_001);
    expect(world.statuses(shell)).toEqual(['running']);
  });

  test('D-05 D-80 a turn that asks for approval is sent when it is given, and not before', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[say:done]]', { approval_required: true, approval_scope: 'all' }));
    await world.run(job);
    expect(world.gateway.turns).toEqual([]);
    await world.act(world.commands.approve(world.approvals()[0]?.id ?? 0, { actor: ANA }));
    expect(world.statuses(job)).toEqual(['approved', 'ok']);
    expect(world.gateway.turns).toHaveLength(1);
  });
});

describe('who may begin', () => {
  test('at most four turns at once: the others wait here, where their silence is not counted', async () => {
    const world = createWorld({ gateway: 'ok' });
    const jobs = Array.from({ length: 6 }, (_, index) =>
      world.addJob(agentJob('[[drip:4:10000]]', { name: `job ${index}`, payload_timeout_seconds: 15 })),
    );
    for (const job of jobs) await world.run(job);
    expect(world.statuses()).toEqual(Array(4).fill('running'));
    expect(world.gateway.underWay()).toHaveLength(4);
    await world.advance(81_000);
    expect(world.statuses()).toEqual(Array(6).fill('ok'));
    expect(world.gateway.most()).toBe(4);
  });

  test('D-102 one that waits for its place is cancelled without being sent', async () => {
    const world = createWorld({ gateway: 'ok' });
    const session = { preferred_session_key: 'daily' };
    await world.run(world.addJob(agentJob('[[hang]]', { name: 'opens it', ...session })));
    const job = world.addJob(agentJob('x', { name: 'second', ...session }));
    const run = await world.run(job);
    await world.act(world.commands.cancelRun(run?.id ?? 0, ANA));
    expect(world.runs(job)).toMatchObject([{ status: 'cancelled', error: 'cancel before it started' }]);
    expect(world.gateway.turns).toHaveLength(1);
  });

  test('two jobs that use one session for the first time do not race to create it', async () => {
    const world = createWorld({ gateway: 'ok' });
    const shared = { preferred_session_key: 'daily' };
    for (const name of ['a', 'b', 'c']) await world.run(world.addJob(agentJob('[[sleep:1000]]', { ...shared, name })));
    await world.advance(10_000);
    expect(world.statuses()).toEqual(['ok', 'ok', 'ok']);
    expect(world.gateway.turns.map(({ sessionKey }) => sessionKey)).toEqual(Array(3).fill('agent:main:daily'));
  });
});
