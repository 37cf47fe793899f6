import { TURNS_AT_ONCE_MAX } from '../../src/engine/rules/admit.ts';
import { pauseBlocker } from '../../src/engine/rules/pause.ts';
import { countsFromEnd } from '../../src/engine/rules/planning.ts';
import type { Pause } from '../../src/store/nouns/pause.ts';
import type { World } from '../support/world.ts';

/** What must hold after every move, whatever the moves were; answers what does not. */
export const violations = (world: World, limit: number): string[] => {
  const found: string[] = [];
  const expect = (holds: boolean, words: string): void => {
    if (!holds) found.push(words);
  };
  const runs = world.runs();
  const dispatches = world.dispatches();
  const active = runs.filter(({ status }) => status === 'pending' || status === 'running');
  const pools = new Map<string, number>();

  const turns = world.store.runs.countActiveTurns();
  expect(turns <= TURNS_AT_ONCE_MAX, `${turns} turns are active`);
  expect(active.length <= limit, `${active.length} runs are active, the limit is ${limit}`);
  for (const { resourcePool } of active) {
    if (resourcePool !== undefined) pools.set(resourcePool, (pools.get(resourcePool) ?? 0) + 1);
  }
  for (const [pool, used] of pools) {
    // Fewer slots stop nothing that runs, but let nobody in.
    const setAt = world.store.audit.list(1_000).find((one) => one.action === 'pool.set' && one.subjectId === pool)?.at;
    const older = active.every((run) => run.resourcePool !== pool || run.createdAt <= (setAt ?? 0));
    expect(used <= world.store.pools.slots(pool) || older, `${used} runs hold pool ${pool}`);
  }
  for (const { id, jobId } of active) {
    const policy = world.job(jobId).definition.overlap_policy;
    const beside = active.filter((other) => other.jobId === jobId).length;
    expect(policy === 'allow' || beside === 1, `run ${id} overlaps another of job ${jobId} (${policy})`);
  }
  for (const { id, status, finishedAt } of runs) {
    const open = status === 'pending' || status === 'running' || status === 'awaiting_approval';
    expect((finishedAt === undefined) === open, `run ${id} is ${status} and ended at ${finishedAt}`);
  }
  for (const { id, status } of dispatches) {
    const own = active.filter(({ dispatchId }) => dispatchId === id);
    expect(status !== 'claimed' || own.length === 1, `dispatch ${id} is claimed by ${own.length} active runs`);
    expect(own.length === 0 || status === 'claimed', `dispatch ${id} is ${status} and has an active run`);
  }
  for (const approval of world.approvals()) {
    const dispatch = dispatches.find(({ id }) => id === approval.dispatchId);
    expect(
      approval.status !== 'pending' || dispatch?.status === 'awaiting_approval',
      `approval ${approval.id} is pending and its dispatch ${dispatch?.status}`,
    );
  }
  found.push(...stuck(world, limit, active.length, pools), ...twice(world), ...slotGaps(world));
  found.push(...keys(world), ...plans(world), ...answers(world), ...messages(world));
  return found;
};

/** Whoever waits for a place waits behind somebody who has it. */
const stuck = (world: World, limit: number, activeCount: number, pools: ReadonlyMap<string, number>): string[] =>
  world
    .dispatches()
    .filter(({ status, blockedOn }) => status === 'pending' && blockedOn !== undefined)
    .flatMap(({ id, jobId, blockedOn = '' }) => {
      const [kind, name = ''] = blockedOn.split(/:(.*)/s);
      const free =
        kind === 'limit'
          ? activeCount < limit && (name !== 'turns' || world.store.runs.countActiveTurns() < TURNS_AT_ONCE_MAX)
          : kind === 'pool'
            ? (pools.get(name) ?? 0) < world.store.pools.slots(name)
            : kind === 'pause'
              ? !world.store.pauses.list().some((one) => pauseBlocker(one) === blockedOn && isOn(one, world.now()))
              : !world.runs(jobId).some(({ status }) => status === 'pending' || status === 'running');
      return free && !somebodyLooks(world, blockedOn) ? [`dispatch ${id} waits for ${blockedOn}, which is free`] : [];
    });

const isOn = ({ until }: Pause, now: number): boolean => until === undefined || until > now;

/** One that was woken for this place and waits for another now has it as good as taken. */
const somebodyLooks = (world: World, blockedOn: string): boolean =>
  world
    .dispatches()
    .filter(({ status, blockedOn: other }) => status === 'pending' && other !== undefined && other !== blockedOn)
    .some(({ jobId }) => {
      const pool = world.job(jobId).definition.resource_pool;
      return `job:${jobId}` === blockedOn || `pool:${pool}` === blockedOn;
    });

/** Each occasion has at most one run that ended ok or is still at it. */
const twice = (world: World): string[] => {
  const counts = new Map<number, number>();
  for (const { dispatchId, status } of world.runs()) {
    if (status === 'ok' || status === 'running') counts.set(dispatchId, (counts.get(dispatchId) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([id, count]) => `dispatch ${id} was run ${count} times`);
};

/** S-4: no fire time stands in two rows, and one that is still due has a dispatch that is still open. */
const slotGaps = (world: World): string[] => {
  const open = new Set(
    world
      .dispatches()
      .filter(({ status }) => status !== 'done' && status !== 'cancelled')
      .map(({ id }) => id),
  );
  return world.jobs().flatMap(({ id }) => {
    const job = world.job(id);
    const everyMs = job.definition.schedule_every_ms ?? 1;
    return world.slots(job).flatMap((row, index, rows) => {
      const before = rows[index - 1];
      const where = `slot ${row.slotAt} of ${job.definition.name}`;
      const room = (row.lastSlotAt - row.slotAt) / everyMs + 1;
      return [
        before !== undefined && before.lastSlotAt >= row.slotAt ? `${where} stands in two rows` : '',
        row.state === 'due' && !open.has(row.dispatchId ?? 0) ? `${where} is due and its dispatch is over` : '',
        row.state === 'ran' && row.runId === undefined ? `${where} ran and has no run` : '',
        row.count > room ? `${where} counts ${row.count} of ${room}` : '',
      ].filter((words) => words !== '');
    });
  });
};

const ENDED_BADLY = ['error', 'timeout', 'crashed', 'cancelled'];

/** D-61: an occasion is taken while its run goes on and after an ok, and free after a failure. */
const keys = (world: World): string[] =>
  world.dispatches().flatMap(({ id, occasionKey }) => {
    const run = world.store.runs.latestOfDispatch(id);
    if (run === undefined || run.status === 'awaiting_approval' || run.status === 'approved') return [];
    const taken = world.store.ledger.isClaimed(occasionKey, world.now());
    const running = run.status === 'pending' || run.status === 'running' || run.status === 'ok';
    if (running && !taken) return [`run ${run.id} is ${run.status} and its key ${occasionKey} is free`];
    return ENDED_BADLY.includes(run.status) && taken ? [`run ${run.id} ended ${run.status} and keeps its key`] : [];
  });

/** D-02, D-66, D-72: who is on has a next fire or waits for an end; who is off or gone has none, and nothing waits. */
const plans = (world: World): string[] =>
  world.jobs().flatMap(({ id }) => {
    const job = world.job(id);
    const { name, schedule_kind: kind } = job.definition;
    const open = world.dispatches(id).filter(({ status }) => status === 'pending' || status === 'awaiting_approval');
    if (!job.enabled || job.deletedAt !== undefined) {
      const stale = open.filter(({ cause }) => cause !== 'manual' || job.deletedAt !== undefined);
      const left = stale.map((one) => `${name} is off or gone and dispatch ${one.id} (${one.cause}) is ${one.status}`);
      return job.nextRunAt === undefined ? left : [...left, `${name} is off or gone and has a next fire`];
    }
    if ((kind !== 'every' && kind !== 'cron') || job.nextRunAt !== undefined) return [];
    const goesOn = open.length > 0 || world.store.runs.activeOf(id).length > 0;
    return countsFromEnd(job.definition) && goesOn ? [] : [`${name} is on and has no next fire`];
  });

/** D-80, D-84: each dispatch that waits for an answer has one open question; one that was used has its run. */
const answers = (world: World): string[] => {
  const approvals = world.approvals();
  const unasked = world
    .dispatches()
    .filter(({ status }) => status === 'awaiting_approval')
    .filter(({ id }) => approvals.filter((one) => one.dispatchId === id && one.status === 'pending').length !== 1)
    .map(({ id }) => `dispatch ${id} waits for an answer and has not one open question`);
  const over = new Set(
    world
      .dispatches()
      .filter(({ status }) => status === 'done' || status === 'cancelled')
      .map(({ id }) => id),
  );
  const spilt = approvals
    .filter(({ status, dispatchId }) => status === 'approved' && over.has(dispatchId))
    .map(({ id, dispatchId }) => `approval ${id} was given, and dispatch ${dispatchId} is over`);
  const unused = approvals
    .filter(({ status, startedRunId }) => status === 'dispatched' && startedRunId === undefined)
    .map(({ id }) => `approval ${id} was used by no run`);
  return [...unasked, ...spilt, ...unused];
};

/** D-75: one message of a kind for each run. */
const messages = (world: World): string[] => {
  const seen = new Set<string>();
  return world.messages().flatMap(({ runId, kind }) => {
    const key = `${kind} of run ${runId}`;
    if (runId === undefined || !seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [`${key} was written twice`];
  });
};
