import { readAsked } from '../../src/engine/rules/why/asked.ts';
import { type Explanation, explain } from '../../src/engine/rules/why/explain.ts';
import type { WhyFacts } from '../../src/engine/rules/why/facts.ts';
import { explainMoment } from '../../src/engine/rules/why/moment.ts';
import type { MomentSaid } from '../../src/engine/rules/why/moment-view.ts';
import { momentReads } from '../../src/store/lookups/moment-reads.ts';
import { whyReads } from '../../src/store/lookups/why-reads.ts';
import type { Job } from '../../src/store/nouns/job.ts';
import type { WhyRecord } from '../../src/store/nouns/why.ts';
import type { World } from './world.ts';

type Around = Partial<Pick<WhyFacts, 'engine' | 'zone'>>;

export function recordOf(world: World, job: Job): WhyRecord {
  const record = whyReads(world.store.db)(job.id, { limit: 50, now: world.now() });
  if (record === undefined) throw new Error(`nothing is on record of ${job.id}`);
  return record;
}

function factsOf(world: World, job: Job, around: Around): WhyFacts {
  return { record: recordOf(world, job), now: world.now(), zone: 'UTC', engine: 'alive', ...around };
}

/** What `why JOB` and the Why tab would say of a job in a world. */
export const whyNow = (world: World, job: Job, around: Around = {}): Explanation =>
  explain(factsOf(world, job, around));

/** What `why JOB --at TIME` would say. */
export function whyAt(world: World, job: Job, time: string, around: Around = {}): MomentSaid {
  const facts = factsOf(world, job, around);
  const { schedule_kind: kind, schedule_tz: zone } = job.definition;
  const reading = readAsked(time, kind === 'cron' ? zone : facts.zone, facts.now);
  if (reading.kind === 'refused') throw new Error(reading.reason);
  const read = momentReads(world.store.db);
  return explainMoment({
    ...facts,
    asked: reading.asked,
    moment: read(job.id, reading.asked),
    traceAt: (slotAt) => {
      const { slots, slotRuns } = read(job.id, { from: slotAt, until: slotAt + 1 });
      return slots[0] === undefined
        ? undefined
        : { slot: slots[0], ...(slotRuns[0] === undefined ? {} : { run: slotRuns[0] }) };
    },
  });
}
