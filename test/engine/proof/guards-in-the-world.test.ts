import { describe, expect, test } from 'vitest';
import { occasionKey } from '../../../src/engine/rules/occasion.ts';
import type { Dispatch } from '../../../src/store/nouns/dispatch.ts';
import type { Job } from '../../../src/store/nouns/job.ts';
import { ANA, type JobWords } from '../../support/builders.ts';
import { createWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const LIMIT = 2;

/** How a cause comes about: what is there before the guard is put up, and the moment after it. */
type Coming = {
  fields?: JobWords;
  parent?: JobWords;
  before?(world: World, job: Job): Promise<unknown>;
  /** The occasion that the cause is going to have. */
  occasion(world: World, job: Job): string;
  come(world: World, job: Job): Promise<unknown>;
};

const CAUSES = {
  'a fire time': {
    fields: { schedule_every_ms: MINUTE },
    occasion: (world, job) => occasionKey.slot(job.id, world.now() + MINUTE),
    come: (world) => world.advance(MINUTE),
  },
  'a run by hand': {
    occasion: (_, job) => occasionKey.manual(job.id, 'asked'),
    come: (world, job) => world.act(world.commands.runNow(job.id, ANA, 'asked')),
  },
  'the end of a parent': {
    parent: { name: 'parent' },
    before: (world, job) => world.run(world.job(job.definition.parent_id ?? '')),
    occasion: (_, job) => occasionKey.chain(1, job.id),
    come: (world) => world.finish(1),
  },
  'a retry': {
    fields: { max_retries: 1, retry_delay_s: 60 },
    before: async (world, job) => world.finish(await world.run(job), { code: 1 }),
    occasion: (_, job) => occasionKey.retry(1, job.id),
    come: (world) => world.advance(MINUTE),
  },
} satisfies Record<string, Coming>;
type Cause = keyof typeof CAUSES;

/** What stands in the way when the cause comes. */
type Guard = { fields?: JobWords; put?(world: World, job: Job, coming: Coming): Promise<unknown> };

const holdPool = async (world: World): Promise<void> => {
  await world.run(world.addJob({ name: 'holder', resource_pool: 'io' }));
};
const keepBusy = (world: World, job: Job) => world.run(job);

const GUARDS: Record<string, Guard> = {
  nothing: {},
  'D-02 off': { put: (world, job) => world.act(world.commands.disableJob(job.id, ANA)) },
  paused: {
    put: (world, job) => world.act(world.commands.pause([{ scope: 'job', key: job.id }], { actor: ANA })),
  },
  'D-05 asks': { fields: { approval_required: true, approval_scope: 'all', approval_timeout_s: 3_600 } },
  'D-06 pool full, skip': { fields: { resource_pool: 'io' }, put: holdPool },
  'D-06 pool full, wait': { fields: { resource_pool: 'io', pool_policy: 'wait' }, put: holdPool },
  'D-07 busy, skip': { put: keepBusy },
  'D-08 busy, queue': { fields: { overlap_policy: 'queue' }, put: keepBusy },
  'D-10 busy, allow': { fields: { overlap_policy: 'allow' }, put: keepBusy },
  'D-11 its key is taken': {
    put: async (world, job, coming) =>
      world.store.write(() =>
        world.store.ledger.claim(coming.occasion(world, job), { runId: 99, expiresAt: 9e15 }, world.now()),
      ),
  },
  'D-13 at the limit': {
    put: async (world) => {
      for (let n = 0; n <= LIMIT; n += 1) await world.run(world.addJob({ name: `filler ${n}` }));
    },
  },
};

/** The dispatch, what was said of it, whether it ran, and whether its key is taken: what is on record afterwards. */
const STARTED = 'claimed · start · run · key';
const SKIPPED = (reason: string) => `cancelled · drop ${reason} · – · –`;
const WAITS = (reason: string, blocker: string) => `pending → ${blocker} · wait ${reason} · – · –`;
const NONE = 'none';

const PAUSED = WAITS('paused', 'pause:job:JOB');
const POOL = WAITS('pool-busy', 'pool:io');
const LINE = WAITS('overlap-waiting', 'job:JOB');
const AT_LIMIT = WAITS('limit', 'limit');
const ASKED = 'awaiting_approval · ask approval-asked · awaiting_approval · –';
const DUPLICATE = 'done · drop duplicate · – · key';

//                                fire time, slot                             by hand              chain               retry
const TABLE: [keyof typeof GUARDS, [string, string], string, string, string][] = [
  ['nothing', [STARTED, 'ran'], STARTED, STARTED, STARTED],
  // Switched off there is no fire, and what follows from a parent or a failure is not even queued.
  ['D-02 off', [NONE, 'none'], STARTED, NONE, SKIPPED('disabled')],
  ['paused', [NONE, 'skipped paused'], STARTED, PAUSED, PAUSED],
  ['D-05 asks', [ASKED, 'due'], ASKED, ASKED, ASKED],
  ['D-06 pool full, skip', [SKIPPED('pool-busy'), 'skipped pool-busy'], POOL, POOL, POOL],
  ['D-06 pool full, wait', [POOL, 'due'], POOL, POOL, POOL],
  [
    'D-07 busy, skip',
    [SKIPPED('overlap-skip'), 'skipped overlap-skip'],
    SKIPPED('overlap-skip'),
    SKIPPED('overlap-skip'),
    SKIPPED('overlap-skip'),
  ],
  ['D-08 busy, queue', [LINE, 'due'], LINE, LINE, LINE],
  ['D-10 busy, allow', [STARTED, 'ran'], STARTED, STARTED, STARTED],
  ['D-11 its key is taken', [DUPLICATE, 'skipped duplicate'], DUPLICATE, DUPLICATE, DUPLICATE],
  ['D-13 at the limit', [AT_LIMIT, 'due'], AT_LIMIT, AT_LIMIT, AT_LIMIT],
];

const CELLS = TABLE.flatMap(([guard, [fire, slot], byHand, chain, retry]): [string, Cause, string, string?][] => [
  [guard, 'a fire time', fire, slot],
  [guard, 'a run by hand', byHand],
  [guard, 'the end of a parent', chain],
  [guard, 'a retry', retry],
]);

describe('what is on record after', () => {
  test.each(CELLS)('%s: %s', async (name, cause, expected, slot) => {
    const world = createWorld({ maxActiveRuns: LIMIT });
    const guard = GUARDS[name] ?? {};
    const coming: Coming = CAUSES[cause];
    const parent = coming.parent === undefined ? undefined : world.addJob(coming.parent);
    const job = world.addJob({
      name: 'watched',
      ...coming.fields,
      ...guard.fields,
      ...(parent === undefined ? {} : { parent_id: parent.id }),
    });
    if (name === 'D-05 asks' && cause === 'a retry') await failAfterApproval(world, job);
    else await coming.before?.(world, job);
    const occasion = coming.occasion(world, job);
    await guard.put?.(world, job, coming);
    const slotAt = world.job(job).nextSlotAt;
    await coming.come(world, job);
    expect(recordOf(world, job, occasion)).toBe(expected);
    if (slot === undefined) return;
    expect(slotOf(world, job)).toBe(slot);
    if (slot !== 'none') expect(world.job(job).nextSlotAt).toBe((slotAt ?? 0) + MINUTE);
  });
});

/** A retry asks anew only when the job was changed since; then its approval is for something else. */
const failAfterApproval = async (world: World, job: Job): Promise<void> => {
  await world.run(job);
  await world.act(world.commands.approve(1, { actor: ANA }));
  await world.finish(2, { code: 1 });
  const retry = world.dispatches(job).at(-1);
  world.update(job, { payload_message: 'other.sh' });
  expect(retry?.cause).toBe('retry');
};

const recordOf = (world: World, job: Job, occasion: string): string => {
  const dispatch = world
    .dispatches(job)
    .find((one) => (occasion.startsWith('retry:') ? one.cause === 'retry' : one.occasionKey === occasion));
  if (dispatch === undefined) return NONE;
  const said = world.store.decisions.latestOf(dispatch.id);
  const run = world.store.runs.latestOfDispatch(dispatch.id);
  return [
    stateOf(dispatch, job),
    said === undefined ? 'nothing said' : [said.verdict, said.reason].filter((word) => word !== undefined).join(' '),
    run === undefined ? '–' : run.status === 'running' ? 'run' : run.status,
    world.store.ledger.isClaimed(dispatch.occasionKey, world.now()) ? 'key' : '–',
  ].join(' · ');
};

const stateOf = ({ status, blockedOn }: Dispatch, job: Job): string =>
  blockedOn === undefined ? status : `${status} → ${blockedOn.replace(job.id, 'JOB')}`;

const slotOf = (world: World, job: Job): string => {
  const slot = world.slots(job).at(-1);
  return slot === undefined ? 'none' : [slot.state, slot.reason].filter((word) => word !== undefined).join(' ');
};
