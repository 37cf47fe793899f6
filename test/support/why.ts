import { answerAt } from '../../src/engine/rules/why/answer-at.ts';
import { type Explanation, explain } from '../../src/engine/rules/why/explain.ts';
import type { WhyFacts } from '../../src/engine/rules/why/facts.ts';
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
  const read = momentReads(world.store.db);
  const answer = answerAt(facts, time, (span) => read(job.id, span));
  if (answer.kind === 'refused') throw new Error(answer.reason);
  return answer.said;
}
