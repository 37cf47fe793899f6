import type { WhyRun } from '../../../store/nouns/why.ts';
import { pauseOf, pauseText } from '../pause.ts';
import type { Answer, Next, WhyFacts } from './facts.ts';
import { untilText } from './line.ts';
import { explainNext } from './next.ts';
import { explainPast, lastText } from './past.ts';
import { runCause } from './run.ts';
import { explainWaiting, resumeText } from './waiting.ts';
import { clockOf, clockText, lengthText, onClocks } from './words.ts';

/** One explanation for every reader: the sentence that answers, what else waits, and what comes next. */
export type Explanation = { answer: Answer; also: Answer[]; next: Next };

/** What is going on with a job now, else what was last; and what comes next. */
export function explain(facts: WhyFacts): Explanation {
  const { answer, also, next } = explained(facts);
  return {
    answer: readably(answer, facts),
    also: also.map((one) => readably(one, facts)),
    next: readably(next, facts),
  };
}

const readably = <Told extends Answer | Next>(told: Told, facts: WhyFacts): Told => ({
  ...told,
  text: onClocks(told.text, facts),
  ...('brief' in told && told.brief !== undefined ? { brief: onClocks(told.brief, facts) } : {}),
});

function explained(facts: WhyFacts): Explanation {
  const { record } = facts;
  const now = [...record.active.map((run) => running(facts, run)), ...waitingOf(facts)];
  const [first, ...others] = now;
  if (first !== undefined) return { answer: first, also: others, next: explainNext(facts) };
  const held = off(facts) ?? paused(facts);
  return { ...(held === undefined ? explainPast(facts) : { answer: held, also: [] }), next: explainNext(facts) };
}

function waitingOf(facts: WhyFacts): Answer[] {
  const { waiting, waitingCount } = facts.record;
  const said = waiting.map((one) => explainWaiting(facts, one));
  const more = waitingCount - waiting.length;
  return more > 0
    ? [
        ...said,
        { code: 'waiting', text: more === 1 ? '1 more dispatch of it waits' : `${more} more dispatches of it wait` },
      ]
    : said;
}

const nameOf = ({ record }: WhyFacts): string => record.job.definition.name;

function running(facts: WhyFacts, run: WhyRun): Answer {
  const remedy = `runs follow ${run.id} shows what it prints, runs cancel ${run.id} ends it`;
  if (run.startedAt === undefined)
    return { code: 'starting', text: `${nameOf(facts)} starts now: run ${run.id}, ${runCause(run)}`, remedy };
  const since = `since ${clockText(run.startedAt, facts)} (${lengthText(Math.max(0, facts.now - run.startedAt))})`;
  return {
    code: 'running',
    text: `${nameOf(facts)} runs ${since}: run ${run.id}, ${runCause(run)}${untilText(facts, run)}`,
    remedy,
  };
}

function off(facts: WhyFacts): Answer | undefined {
  const { job } = facts.record;
  if (job.enabled) return undefined;
  const because = job.disabledBecause === undefined ? '' : `: ${job.disabledBecause}`;
  const text = `${nameOf(facts)} is off${because}; ${lastText(facts)}`;
  return { code: 'off', reason: job.deletedAt === undefined ? 'disabled' : 'deleted', text };
}

function paused(facts: WhyFacts): Answer | undefined {
  const { record, now } = facts;
  const pause = pauseOf(record.job, record.pauses, now);
  if (pause === undefined) return undefined;
  const text = `${nameOf(facts)} does not start by itself: ${pauseText(pause, clockOf(facts))}; ${lastText(facts)}`;
  return { code: 'paused', reason: 'paused', text, remedy: resumeText(facts) };
}
