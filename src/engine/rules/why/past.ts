import type { Decision, ReasonCode, SlotRow } from '../../../store/nouns/decision.ts';
import { isFailure } from '../../../store/nouns/run.ts';
import type { WhyRun } from '../../../store/nouns/why.ts';
import type { Answer, WhyFacts } from './facts.ts';
import { REASONS, remedyFor } from './reasons.ts';
import { runCause } from './run.ts';
import { awayText, clockText, lengthText } from './words.ts';

/** A fire that came to nothing: when it should have run, when that was decided, and what is said of it. */
type Miss = { at: number; decidedAt: number; answer: Answer };

/** Nothing is going on: what was last, a run or a fire that came to nothing; the other one too where it became known later. */
export function explainPast(facts: WhyFacts): { answer: Answer; also: Answer[] } {
  const { lastRun } = facts.record;
  const waits = unseen(facts);
  if (waits !== undefined) return { answer: waits, also: [] };
  const miss = lastMiss(facts);
  if (lastRun === undefined) return { answer: miss?.answer ?? neverRan(facts), also: [] };
  const run = ran(facts, lastRun);
  if (miss === undefined) return { answer: run, also: [] };
  if (miss.at <= lastRun.createdAt) return { answer: run, also: [miss.answer] };
  const endsLater = lastRun.finishedAt !== undefined && lastRun.finishedAt > miss.decidedAt;
  // What was skipped since the run was under way tells its end by itself.
  return { answer: miss.answer, also: endsLater && miss.answer.reason !== 'overlap-skip' ? [run] : [] };
}

const nameOf = ({ record }: WhyFacts): string => record.job.definition.name;

/** Without an engine nothing looks at a fire, so that no miss of it is on record. */
function unseen(facts: WhyFacts): Answer | undefined {
  const { job, lastRun } = facts.record;
  const dueAt = job.nextRunAt;
  if (dueAt === undefined || dueAt > facts.now || facts.engine === 'alive') return undefined;
  const due = clockText(dueAt, facts);
  const remedy = remedyFor('no-engine', job.definition);
  if (lastRun === undefined) {
    const text = `${nameOf(facts)} never ran: it is due since ${due} and no engine runs on this database`;
    return { code: 'never-ran', reason: 'no-engine', text, remedy };
  }
  const because = `no engine runs on this database; ${lastText(facts)}`;
  return {
    code: 'not-run',
    reason: 'no-engine',
    text: `${nameOf(facts)} did not run at ${due}: ${because}`,
    brief: `due since ${due}: ${because}`,
    remedy,
  };
}

const neverRan = (facts: WhyFacts): Answer => ({ code: 'never-ran', text: `${nameOf(facts)} never ran` });

/** `it ran last 3h ago: ok (run 8)`. */
export function lastText({ record, now }: WhyFacts): string {
  const { lastRun } = record;
  if (lastRun === undefined) return 'it never ran';
  return `it ran last ${awayText(lastRun.startedAt ?? lastRun.createdAt, now)}: ${lastRun.status} (run ${lastRun.id})`;
}

/** What was refused or passed over since the last run was made; of two what should have run later. */
function lastMiss(facts: WhyFacts): Miss | undefined {
  const { decisions, slots, lastRun } = facts.record;
  const refused = decisions.find(({ verdict }) => verdict === 'drop');
  const passed = slots.find(({ state }) => state === 'skipped' || state === 'missed');
  const misses = [
    ...(refused === undefined ? [] : [ofRefusal(facts, refused)]),
    ...(passed === undefined ? [] : [ofPassed(facts, passed)]),
  ].filter(({ decidedAt }) => lastRun === undefined || decidedAt > lastRun.createdAt);
  return misses.sort((a, b) => b.at - a.at)[0];
}

function ofRefusal(facts: WhyFacts, decision: Decision): Miss {
  const at = decision.slotAt ?? decision.lastAt;
  return { at, decidedAt: decision.lastAt, answer: refusal(facts, decision, at) };
}

const ofPassed = (facts: WhyFacts, slot: SlotRow): Miss => ({
  at: slot.lastSlotAt,
  decidedAt: slot.lastSlotAt,
  answer: passedOver(facts, slot),
});

const times = (count: number): string => (count === 1 ? '' : `, ${count} times in a row`);

function refusal(facts: WhyFacts, { reason, detail, count, slotAt }: Decision, at: number): Answer {
  const when = clockText(at, facts);
  const why = reason === 'overlap-skip' ? overlapText(facts, detail) : detail;
  const what = slotAt === undefined ? 'not run' : 'skipped';
  // A retry has the fire time of the first attempt.
  const didNot = hasRun(facts, slotAt) ? 'was not tried again for' : 'did not run at';
  return notRun(facts, reason, {
    text: `${nameOf(facts)} ${didNot} ${when}${times(count)}: ${why}`,
    brief: `${when} ${what}${times(count)}: ${why}`,
  });
}

const hasRun = ({ record }: WhyFacts, slotAt: number | undefined): boolean =>
  record.slots.some((slot) => slot.slotAt === slotAt && slot.state === 'ran');

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
