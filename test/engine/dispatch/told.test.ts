import { expect, test } from 'vitest';
import { DELIVERY_DEFAULTS } from '../../../src/engine/rules/delivery.ts';
import type { JobWords } from '../../support/builders.ts';
import { OK } from '../../support/fake-delivery.ts';
import { createWorld, type World } from '../../support/world.ts';

const delivery = { ...DELIVERY_DEFAULTS, webhooks: { pager: { url: 'https://pager.example/' } } };
const ASKS = { approval_required: true, approval_scope: 'all', approval_timeout_s: 60 };

type Kind = {
  what: string;
  fields: JobWords;
  happens(world: World, job: { id: string }): Promise<unknown>;
  told: readonly { title: string; body: string }[];
};

const asked = {
  title: 'backup asks for approval',
  body: [
    'would run: backup.sh',
    'approve: openclaw-tui approvals approve 1, or in the console',
    'reject: openclaw-tui approvals reject 1, or in the console',
    'time left: 1m, until 2026-11-23T12:01:00.000Z',
    'without an answer it is then rejected',
  ].join('\n'),
};

const run = (world: World, job: { id: string }) => world.run(world.job(job.id));

const KINDS: readonly Kind[] = [
  { what: 'approval asked', fields: ASKS, happens: run, told: [asked] },
  {
    what: 'approval timed out',
    fields: ASKS,
    async happens(world, job) {
      await run(world, job);
      await world.advance(61_000);
    },
    told: [
      asked,
      {
        title: 'backup: nobody answered',
        body: 'approval 1 lapsed and is rejected; it would run: backup.sh',
      },
    ],
  },
  {
    what: 'run timed out',
    fields: { run_timeout_ms: 1_000 },
    async happens(world, job) {
      await run(world, job);
      await world.advance(10_000);
    },
    told: [{ title: 'backup failed', body: expect.stringMatching(/^⚠ backup failed: .*1 ?s.*\nno retry left$/) }],
  },
  {
    what: 'crashed',
    fields: {},
    async happens(world, job) {
      await run(world, job);
      world.crash();
      world.fake.reboot();
      await world.start();
      await world.advance(5_000);
    },
    told: [{ title: 'backup failed', body: expect.stringMatching(/^⚠ backup failed: .+\nno retry left$/) }],
  },
  {
    what: 'retries spent',
    fields: { max_retries: 1, retry_delay_s: 60 },
    async happens(world, job) {
      await world.finish(await run(world, job), { code: 1, err: 'no route\n' });
      await world.advance(60_000);
      await world.finish(2, { code: 1, err: 'no route\n' });
    },
    told: [
      {
        title: 'backup failed',
        body: '⚠ backup failed: Shell exited with code 1\nwill retry 1 of 1 in 60 s\nno route',
      },
      { title: 'backup failed', body: '⚠ backup failed: Shell exited with code 1\nno retry left\nno route' },
    ],
  },
  {
    what: 'dispatch dropped',
    fields: { overlap_policy: 'queue', max_queued_dispatches: 1 },
    async happens(world, job) {
      for (let times = 0; times < 4; times += 1) await run(world, job);
    },
    told: [{ title: 'backup: a dispatch was dropped', body: expect.stringContaining('1') }],
  },
];

const MODES = ['none', 'announce', 'announce-always'] as const;

test.each(KINDS.flatMap((kind) => MODES.map((mode) => [kind.what, mode, kind] as const)))(
  'D-75 %s is told once by %s, and not again by the next engine',
  async (_what, mode, { fields, happens, told }) => {
    const world = createWorld({ delivery });
    world.post.answerAll(() => OK);
    const to = { delivery_channel: 'webhook', delivery_to: 'pager', delivery_mode: mode };
    await happens(world, world.addJob({ ...fields, ...to }));
    await world.restart();
    await world.advance(10_000);
    const sent = world.post.sent.map(({ notice: { title, body } }) => ({ title, body }));
    expect(sent).toEqual(mode === 'none' ? [] : told);
  },
);

test('D-75 D-104 a job that goes on dropping is told again only after 1, 5, 15 and 60 minutes', async () => {
  const world = createWorld({ delivery });
  world.post.answerAll(() => OK);
  const to = { delivery_channel: 'webhook', delivery_to: 'pager' };
  const job = world.addJob({ ...to, overlap_policy: 'queue', max_queued_dispatches: 1, run_timeout_ms: 86_400_000 });
  const at: number[] = [];
  const begin = world.now();
  for (let minute = 0; minute < 150; minute += 1) {
    await world.run(job);
    if (world.post.sent.length > at.length) at.push(Math.round((world.now() - begin) / 60_000));
    await world.advance(60_000);
  }
  expect(at).toEqual([2, 3, 8, 23, 83, 143]);
  expect(world.alerts()).toMatchObject([{ kind: 'dispatch-dropped', count: 148 }]);
});

test('D-75 D-73 a dispatch that the engine gave up is told once, when it is given up', async () => {
  const world = createWorld({ delivery });
  world.post.answerAll(() => OK);
  world.addJob({ delivery_channel: 'webhook', delivery_to: 'pager', schedule_at: 'in 10s' });
  world.store.db.exec(`CREATE TEMP TRIGGER break BEFORE INSERT ON runs BEGIN SELECT RAISE(ABORT, 'out of luck'); END`);
  await world.advance(189_000);
  expect(world.post.titles()).toEqual([]);
  await world.advance(600_000);
  expect(world.post.sent.map(({ notice: { title, body } }) => `${title}: ${body}`)).toEqual([
    'backup: a dispatch was dropped: out of luck',
  ]);
});
