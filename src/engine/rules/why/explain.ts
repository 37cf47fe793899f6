import type { Decision, ReasonCode, SlotRow } from '../../../store/nouns/decision.ts';
import { isFailure } from '../../../store/nouns/run.ts';
import type { WhyRun } from '../../../store/nouns/why.ts';
import { pauseOf, pauseText } from '../pause.ts';
import type { Answer, Next, WhyFacts } from './facts.ts';
import { untilText } from './line.ts';
import { explainNext } from './next.ts';
import { REASONS, remedyFor } from './reasons.ts';
import { runCause } from './run.ts';
import { explainWaiting, resumeText } from './waiting.ts';
import { awayText, clockText, counted, lengthText, onClocks } from './words.ts';

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
  return { answer: off(facts) ?? paused(facts) ?? past(facts), also: [], next: explainNext(facts) };
}

function waitingOf(facts: WhyFacts): Answer[] {
  const { waiting, waitingCount } = facts.record;
  const said = waiting.map((one) => explainWaiting(facts, one));
  const more = waitingCount - waiting.length;
  return more > 0
    ? [...said, { code: 'waiting', text: `${counted(more, 'dispatch').replace(/hs$/, 'hes')} more of it wait` }]
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

function lastText({ record, now }: WhyFacts): string {
  const { lastRun } = record;
  if (lastRun === undefined) return 'it never ran';
  return `it ran last ${awayText(lastRun.startedAt ?? lastRun.createdAt, now)}: ${lastRun.status} (run ${lastRun.id})`;
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
  const text = `${nameOf(facts)} does not start by itself: ${pauseText(pause)}; ${lastText(facts)}`;
  return { code: 'paused', reason: 'paused', text, remedy: resumeText(facts) };
}

/** Nothing is going on: what was last, a run or a fire that came to nothing. */
function past(facts: WhyFacts): Answer {
  const { decisions, slots, lastRun, job } = facts.record;
  const ranAt = lastRun?.createdAt ?? Number.NEGATIVE_INFINITY;
  const refused = decisions.find(({ verdict }) => verdict === 'drop');
  const passed = slots.find(({ state }) => state === 'skipped' || state === 'missed');
  const refusedAt = refused === undefined || refused.lastAt <= ranAt ? undefined : (refused.slotAt ?? refused.lastAt);
  const passedAt = passed === undefined || passed.lastSlotAt <= ranAt ? undefined : passed.lastSlotAt;
  if (passed !== undefined && passedAt !== undefined && passedAt > (refusedAt ?? Number.NEGATIVE_INFINITY))
    return passedOver(facts, passed);
  if (refused !== undefined && refusedAt !== undefined) return refusal(facts, refused, refusedAt);
  if (lastRun !== undefined) return ran(facts, lastRun);
  const overdue = job.nextRunAt !== undefined && job.nextRunAt <= facts.now;
  if (overdue && facts.engine === 'none')
    return {
      code: 'never-ran',
      reason: 'no-engine',
      text: `${nameOf(facts)} never ran: it is due since ${clockText(job.nextRunAt ?? 0, facts)} and no engine runs on this database`,
      remedy: remedyFor('no-engine', job.definition),
    };
  return { code: 'never-ran', text: `${nameOf(facts)} never ran` };
}

const times = (count: number): string => (count === 1 ? '' : `, ${count} times in a row`);

function refusal(facts: WhyFacts, { reason, detail, count, slotAt }: Decision, at: number): Answer {
  const when = clockText(at, facts);
  const why = reason === 'overlap-skip' ? overlapText(facts, detail) : detail;
  const what = slotAt === undefined ? 'not run' : 'skipped';
  return notRun(facts, reason, {
    text: `${nameOf(facts)} did not run at ${when}${times(count)}: ${why}`,
    brief: `${when} ${what}${times(count)}: ${why}`,
  });
}

function passedOver(facts: WhyFacts, { state, reason, detail, lastSlotAt, count }: SlotRow): Answer {
  const when = clockText(lastSlotAt, facts);
  const why = detail ?? (reason === undefined ? 'no reason was kept' : REASONS[reason].sentence);
  return notRun(facts, reason, {
    text: `${nameOf(facts)} was ${state} at ${when}${times(count)}: ${why}`,
    brief: `${when} ${state}${times(count)}: ${why}`,
  });
}

const notRun = (
  { record }: WhyFacts,
  reason: ReasonCode | undefined,
  texts: { text: string; brief: string },
): Answer => ({
  code: 'not-run',
  ...texts,
  ...(reason === undefined ? {} : { reason, remedy: remedyFor(reason, record.job.definition) }),
});

/** Of a run of hours the seconds say nothing, and would not fit into the line. */
const EXACT_BELOW_MS = 10 * 60_000;

/** What was true when it was decided, told when the run that was in the way is over. */
function overlapText(facts: WhyFacts, detail: string): string {
  const { lastRun } = facts.record;
  if (lastRun?.finishedAt === undefined || detail !== `run ${lastRun.id} is still running`) return detail;
  const startedAt = lastRun.startedAt ?? lastRun.createdAt;
  const unitMs = lastRun.finishedAt - startedAt < EXACT_BELOW_MS ? 1 : 60_000;
  const clock = (at: number): string => clockText(at - (at % unitMs), facts);
  return `run ${lastRun.id} was still running (since ${clock(startedAt)}, ended ${clock(lastRun.finishedAt)})`;
}

function ran(facts: WhyFacts, run: WhyRun): Answer {
  const how = run.error === undefined ? run.status : `${run.status}, ${run.error}`;
  const took =
    run.startedAt === undefined || run.finishedAt === undefined
      ? ''
      : ` after ${lengthText(run.finishedAt - run.startedAt)}`;
  const at = run.startedAt ?? run.createdAt;
  const text = `${nameOf(facts)} ran last at ${clockText(at, facts)} (${awayText(at, facts.now)}), run ${run.id}, ${runCause(run)}: ${how}${took}`;
  return isFailure(run.status)
    ? { code: 'ran', text, remedy: `runs output ${run.id} shows what it printed` }
    : { code: 'ran', text };
}
