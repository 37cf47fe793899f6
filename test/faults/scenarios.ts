import { ANA } from '../support/builders.ts';
import type { World } from '../support/world.ts';

/** Something that is prepared undisturbed, then happens under a fault, and comes to a known end. */
export type Scenario = {
  name: string;
  prepare(world: World): Promise<void> | void;
  /** Nothing of it may need the engine's own connection: that is what fails. */
  happens(world: World): void;
  lastsMs?: number;
  /** What of it must be the same as without the fault. */
  end(world: World): unknown;
};

const commanded = (act: () => { kind: string }): void => {
  const answer = act();
  if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
};

/** The first beside the one that is always there. */
const jobOf = (world: World): string => world.jobs()[1]?.id ?? '';

const ROUNDS = 12;

/** Ends whatever runs, until nothing runs or waits any more. */
export const finishAll = async (world: World): Promise<void> => {
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const runId of world.fake.running()) world.fake.finish(runId, { code: 0, out: 'yes\n' });
    await world.advance(1_000);
    // Reading outputs for a chain takes real time.
    await world.until(() => world.engine.activeRuns() === world.fake.running().length);
  }
};

const told = (world: World) =>
  world
    .runs()
    .map(({ jobName, status, exitCode, cause, retryCount }) => ({ jobName, status, exitCode, cause, retryCount }))
    // Never started is how an attempt ends that a kill caught between its commit and its start.
    .filter(({ status }) => status !== 'skipped')
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

const ended = (world: World) => ({
  runs: told(world),
  starts: world.fake.specs.length,
  dispatches: world
    .dispatches()
    .map(({ cause, status }) => `${cause} ${status}`)
    .sort(),
});

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a run from its start to its settlement',
    prepare: (world) => void world.addJob(),
    happens: (world) => commanded(() => world.commands.runNow(jobOf(world), ANA)),
    end: ended,
  },
  {
    name: 'a settlement with a retry',
    async prepare(world) {
      await world.run(world.addJob({ max_retries: 1, retry_delay_s: 2 }));
    },
    happens: (world) => world.fake.finish(1, { code: 1 }),
    end: ended,
  },
  {
    name: 'a settlement with children',
    prepare(world) {
      const parent = world.addJob();
      world.addJob({ name: 'child', parent_id: parent.id });
      world.addJob({ name: 'yes child', parent_id: parent.id, trigger_condition: 'contains:yes' });
    },
    happens: (world) => commanded(() => world.commands.runNow(jobOf(world), ANA)),
    end: ended,
  },
  {
    name: 'an approval that is asked and given',
    async prepare(world) {
      world.addJob({ approval_required: true, approval_scope: 'all' });
      commanded(() => world.commands.runNow(jobOf(world), ANA));
      await world.settle();
    },
    happens: (world) => commanded(() => world.commands.approve(1, { actor: ANA })),
    end: (world) => ({ ...ended(world), approvals: world.approvals().map(({ status }) => status) }),
  },
  {
    name: 'a run that is cancelled',
    async prepare(world) {
      await world.run(world.addJob());
    },
    happens: (world) => commanded(() => world.commands.cancelRun(1, ANA)),
    end: ended,
  },
  {
    name: 'a recovery of runs that live, ended, and were never started',
    async prepare(world) {
      await world.run(world.addJob());
      await world.run(world.addJob({ name: 'over' }));
      world.crash();
      world.fake.finish(2);
      await world.start();
    },
    happens: () => {},
    end: ended,
  },
  {
    name: 'a message that is delivered',
    async prepare(world) {
      world.post.answerAll(() => ({ kind: 'answered', status: 200, text: '' }));
      const job = world.addJob({ delivery_mode: 'announce', delivery_channel: 'pager', delivery_to: '42' });
      await world.run(job);
    },
    happens: (world) => world.fake.finish(1, { code: 1, out: 'no room\n' }),
    end: (world) => ({ ...ended(world), waiting: world.messages().length, sent: world.post.sent.length > 0 }),
  },
  {
    name: 'what is old is removed',
    async prepare(world) {
      await world.finish(await world.run(world.addJob()));
      world.clock.sleep(500 * 86_400_000);
      await world.advance(1_000);
    },
    happens: () => {},
    lastsMs: 90_000,
    end: (world) => ({ dispatches: world.dispatches().length }),
  },
];
