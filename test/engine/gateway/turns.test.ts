import { describe, expect, test } from 'vitest';
import { agentReads } from '../../../src/store/lookups/agent-reads.ts';
import { createWorld } from '../../support/world.ts';
import { agentJob, TOLD } from './agent-job.ts';

describe('a turn of an agent', () => {
  test('D-51 D-52 asks once, in full, and its reply is the run’s output', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(
      agentJob('[[say:all\nis well]]', {
        agent_id: 'ops',
        payload_model: 'fake-1',
        payload_thinking: 'high',
        auth_profile: 'night',
      }),
    );
    const run = await world.run(job);
    expect(world.runs(job)).toMatchObject([{ status: 'ok', outBytes: 11, summary: 'all\nis well', agentId: 'ops' }]);
    expect(world.store.runs.output(run?.id ?? 0)?.stdout).toBe('all\nis well');
    expect(world.gateway.turns).toHaveLength(1);
    expect(world.gateway.turns[0]).toMatchObject({
      agentId: 'ops',
      sessionKey: `agent:ops:scheduler:${job.id}:${run?.id}`,
      idempotencyKey: `${job.id}:run:${run?.id}`,
      timeoutMs: 305_000,
      model: 'fake-1',
      thinking: 'high',
      authProfile: 'night',
    });
    expect(world.gateway.turns[0]?.message).toMatch(new RegExp(`^\\[scheduler:${job.id} digest\\]\\n`));
    expect(world.job(job)).toMatchObject({ lastStatus: 'ok', consecutiveErrors: 0 });
  });

  test('D-58 keeps the tokens and the first 5,000 characters as summary', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob(`[[say:${'word '.repeat(3_000)}end]]`));
    await world.run(job);
    const [run] = world.runs(job);
    expect(run?.summary).toHaveLength(5_000);
    expect(run?.tokensOut).toBe(3_001);
    expect(run?.tokensIn).toBeGreaterThan(3_000);
    expect(world.store.runs.output(run?.id ?? 0)?.stdout).toHaveLength(15_003);
  });

  test('D-51 D-62 the agent is busy while it is at it and idle afterwards, however it ends', async () => {
    const world = createWorld({ gateway: 'ok' });
    const busy = () => agentReads(world.store.db).busyAgents();
    for (const prompt of ['[[sleep:5000]]', '[[sleep:5000]][[status:400]]', '[[hang]]']) {
      const job = world.addJob(agentJob(prompt, { name: prompt, agent_id: 'ops', run_timeout_ms: 60_000 }));
      const run = await world.run(job);
      await world.advance(1_000);
      expect(busy()).toEqual([{ agentId: 'ops', runId: run?.id, since: run?.createdAt }]);
      await world.advance(70_000);
      expect(busy()).toEqual([]);
    }
    expect(world.statuses()).toEqual(['ok', 'error', 'timeout']);
  });

  test('D-22 a reply longer than the store limit is kept whole in a file', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(
      agentJob(`[[say:${'x'.repeat(3_000)}]]`, {
        output_store_limit_bytes: 1_000,
        output_offload_threshold_bytes: 1_000,
      }),
    );
    const run = await world.run(job);
    expect(world.store.runs.output(run?.id ?? 0)).toMatchObject({ stdoutCut: true, offloadedTo: expect.any(String) });
    expect(world.runs(job)[0]).toMatchObject({ status: 'ok', outBytes: 3_000 });
  });

  test('a reply beyond output_max_bytes is an error that says so', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob(`[[say:${'x'.repeat(3_000)}]]`, { output_max_bytes: 2_000 }));
    await world.run(job);
    expect(world.runs(job)).toMatchObject([
      { status: 'error', error: 'replied with more than 2,000 bytes (output_max_bytes)', outBytes: 2_000 },
    ]);
  });

  test('D-26 what the gateway says of a failure is the run’s error', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[status:400]]'));
    await world.run(job);
    expect(world.runs(job)).toMatchObject([{ status: 'error', error: '400 the model refused the request' }]);
  });

  test('what is rejected is an error, and is not asked again', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('x'));
    world.gateway.refuseNext({ kind: 'rejected', reason: 'no agent called main' });
    await world.run(job);
    expect(world.runs(job)).toMatchObject([{ status: 'error', error: 'the gateway refused it: no agent called main' }]);
    expect(world.gateway.turns).toEqual([]);
  });
});

describe('what a reply means', () => {
  test.each(['HEARTBEAT_OK', 'IDEMPOTENT_SKIP done before', 'NO_FLUSH'])(
    'D-54 %j is ok, starts children and tells nobody',
    async (reply) => {
      const world = createWorld({ gateway: 'ok' });
      const job = world.addJob(agentJob(`[[say:${reply}]]`, { ...TOLD, delivery_mode: 'announce-always' }));
      const child = world.addJob({ name: 'child', parent_id: job.id });
      await world.run(job);
      expect(world.statuses(job)).toEqual(['ok']);
      expect(world.messages()).toEqual([]);
      await world.until(() => world.runs(child).length === 1);
    },
  );

  test('D-55 D-59 TASK_FAILED is an error, told once and with what follows', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[say:TASK_FAILED: no access\nto the ledger]]', { ...TOLD, max_retries: 1 }));
    await world.run(job);
    expect(world.runs(job)).toMatchObject([{ status: 'error', error: 'the agent says that it failed: no access' }]);
    expect(world.messages()).toHaveLength(1);
    expect(world.messages()[0]?.body.split('\n').slice(0, 2)).toEqual([
      '⚠ digest failed: the agent says that it failed: no access',
      'will retry 1 of 1 in 30 s',
    ]);
    await world.advance(31_000);
    expect(world.statuses(job)).toEqual(['error', 'error']);
    expect(world.messages().map(({ body }) => body.split('\n')[1])).toEqual([
      'will retry 1 of 1 in 30 s',
      'no retry left',
    ]);
  });

  test('D-56 an error of the provider in the reply is an error, and its key can be claimed again', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[say:HTTP 503: overloaded]]'));
    await world.run(job);
    expect(world.runs(job)[0]).toMatchObject({ status: 'error', error: expect.stringContaining('provider failed') });
    const [dispatch] = world.dispatches(job);
    expect(world.store.ledger.isClaimed(dispatch?.occasionKey ?? '', world.now())).toBe(false);
  });

  test.each(['announce', 'announce-always'])('D-59 %s delivers the reply', async (delivery_mode) => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[say:the digest\nof today]]', { ...TOLD, delivery_mode }));
    await world.run(job);
    expect(world.messages()).toMatchObject([{ title: 'digest', body: 'the digest\nof today', target: '42' }]);
  });

  test('D-27 an empty reply is ok and writes no message', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(agentJob('[[empty]]', { ...TOLD, delivery_mode: 'announce-always' }));
    await world.run(job);
    expect(world.statuses(job)).toEqual(['ok']);
    expect(world.messages()).toEqual([]);
  });
});

describe('what an agent is told', () => {
  test('D-52 D-69 children look at the reply, and a child that is an agent gets its parent’s result', async () => {
    const world = createWorld({ gateway: 'ok' });
    const parent = world.addJob(agentJob('[[say:found 3 gaps]]', { name: 'parent' }));
    const met = world.addJob(
      agentJob('[[say:seen]]', { name: 'met', parent_id: parent.id, trigger_condition: 'regex:\\d gaps' }),
    );
    const unmet = world.addJob(
      agentJob('x', { name: 'unmet', parent_id: parent.id, trigger_condition: 'contains:nothing' }),
    );
    await world.run(parent);
    await world.until(() => world.statuses(met).includes('ok'));
    expect(world.runs(unmet)).toEqual([]);
    const prompt = world.gateway.turns.at(-1)?.message ?? '';
    expect(prompt).toContain('[BEGIN TRIGGERING RESULT]');
    expect(prompt).toContain(
      `run ${world.runs(parent)[0]?.id} of parent ended ok\nfound 3 gaps\n[END TRIGGERING RESULT]`,
    );
  });

  test('D-52 recent context is the newest results of the job, hybrid adds what fits the message', async () => {
    const world = createWorld({ gateway: 'ok' });
    const job = world.addJob(
      agentJob('[[say:ledger one]]', { context_retrieval: 'recent', context_retrieval_limit: 2 }),
    );
    await world.run(job);
    for (const said of ['disk two', 'disk three', 'disk four']) {
      world.update(job, { payload_message: `[[say:${said}]]` });
      await world.run(job);
    }
    const prompts = world.gateway.turns.map(({ message }) => message);
    expect(prompts[0]).not.toContain('EARLIER RESULTS');
    expect(prompts[3]).toContain('disk three');
    expect(prompts[3]).toContain('disk two');
    expect(prompts[3]).not.toContain('ledger one');
    world.update(job, { payload_message: 'what of the ledger?', context_retrieval: 'hybrid' });
    await world.run(job);
    const last = world.gateway.turns.at(-1)?.message ?? '';
    for (const said of ['disk four', 'disk three', 'ledger one']) expect(last).toContain(said);
    expect(last).not.toContain('disk two');
  });

  test('D-52 global scope looks at the results of other jobs as well', async () => {
    const world = createWorld({ gateway: 'ok' });
    await world.run(world.addJob(agentJob('[[say:the ledger has gaps]]', { name: 'other' })));
    const fields = { context_retrieval: 'hybrid' };
    await world.run(world.addJob(agentJob('about the ledger', { name: 'own', ...fields })));
    await world.run(world.addJob(agentJob('about the ledger', { name: 'global', payload_scope: 'global', ...fields })));
    const [, own, global] = world.gateway.turns.map(({ message }) => message);
    expect(own).not.toContain('has gaps');
    expect(global).toContain('has gaps');
    expect(global).toContain('[BEGIN SCOPE NOTE]');
  });
});

test('the gateway’s token reaches neither the command of a job nor its environment', async () => {
  const world = createWorld({ gateway: 'ok', env: { OPENCLAW_GATEWAY_TOKEN: 'sekret', PATH: '/bin' } });
  await world.run(world.addJob());
  expect(JSON.stringify(world.fake.specs)).not.toContain('sekret');
  const taking = world.addJob({ name: 'takes', env: { MINE: { from_env: 'OPENCLAW_GATEWAY_TOKEN' } } });
  await world.run(taking);
  expect(JSON.stringify(world.fake.specs)).not.toContain('sekret');
  expect(world.runs(taking)).toMatchObject([
    { status: 'error', error: expect.stringContaining('never given to a job') },
  ]);
});
