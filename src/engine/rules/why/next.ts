import type { WhyParent } from '../../../store/nouns/why.ts';
import { excludedBy } from '../calendar.ts';
import { conditionText, TRIGGERS, triggerOf } from '../children.ts';
import { counted } from '../counted.ts';
import { scheduleOf } from '../job/schedule-of.ts';
import { pauseOf, pauseText } from '../pause.ts';
import { countsFromEnd } from '../planning.ts';
import { nextSlot } from '../schedule/index.ts';
import { spellDuration } from '../spell-duration.ts';
import type { Next, WhyFacts } from './facts.ts';
import { usualEndOf } from './line.ts';
import { noEngineTail, resumeText } from './waiting.ts';
import { asArgument, awayText, clockAndAway, clockIn, clockOf, clockText, dateText } from './words.ts';

/** What comes next, and what has to happen for it. */
export function explainNext(facts: WhyFacts): Next {
  const { record } = facts;
  const { job, parent } = record;
  if (job.deletedAt !== undefined)
    return {
      code: 'never-again',
      reason: 'deleted',
      text: `nothing: it was deleted at ${clockText(job.deletedAt, facts)}`,
    };
  if (!job.enabled) return whileOff(facts);
  if (job.definition.parent_id !== undefined) return afterParent(facts, parent);
  return job.nextRunAt === undefined ? withoutFire(facts) : fires(facts, job.nextRunAt);
}

const nameOf = ({ record }: WhyFacts): string => asArgument(record.job.definition.name);

function whileOff(facts: WhyFacts): Next {
  const { job, slots } = facts.record;
  const because = job.disabledBecause === undefined ? '' : ` (${job.disabledBecause})`;
  if (job.definition.schedule_kind === 'at' && job.disabledBecause === 'it ran once') {
    return {
      code: 'never-again',
      reason: 'disabled',
      text: 'nothing: it was to run once, and it did',
      remedy: `jobs run ${nameOf(facts)} runs it again`,
    };
  }
  const instantAt = Date.parse(job.definition.schedule_at ?? '');
  if (slots.some(({ slotAt, state }) => slotAt === instantAt && (state === 'skipped' || state === 'missed'))) {
    return {
      code: 'never-again',
      reason: 'disabled',
      text: `nothing${because}`,
      remedy: `jobs run ${nameOf(facts)} runs it, another schedule_at gives it a new time`,
    };
  }
  const since = job.disabledAt === undefined ? '' : `, since ${clockText(job.disabledAt, facts)}`;
  return {
    code: 'when-enabled',
    reason: 'disabled',
    text: `nothing by itself while it is off${because}${since}`,
    remedy: `jobs enable ${nameOf(facts)} turns it on`,
  };
}

function afterParent(facts: WhyFacts, parent: WhyParent | undefined): Next {
  const { definition } = facts.record.job;
  if (parent === undefined) {
    return {
      code: 'after-parent',
      text: 'nothing by itself: the job it runs after is gone',
      remedy: `jobs run ${nameOf(facts)} runs it by hand`,
    };
  }
  const ends = `${parent.name} ends with ${TRIGGERS[triggerOf(facts.record.job)]}`;
  const condition =
    definition.trigger_condition === undefined ? '' : ` and its output meets ${conditionText(facts.record.job)}`;
  const delay =
    (definition.trigger_delay_s ?? 0) > 0
      ? `${spellDuration((definition.trigger_delay_s ?? 0) * 1_000)} after `
      : 'when ';
  const text = `${delay}${ends}${condition}; ${parentText(facts, parent)}${pausedTail(facts)}${noEngineTail(facts)}`;
  return { code: 'after-parent', text, remedy: `jobs run ${asArgument(parent.name)} starts its parent now` };
}

function parentText(facts: WhyFacts, { name, enabled, nextRunAt, lastRun }: WhyParent): string {
  if (!enabled) return `${name} is off`;
  if (lastRun?.finishedAt === undefined && lastRun?.startedAt !== undefined) {
    const end = usualEndOf(lastRun);
    const about = end === undefined || end < facts.now ? '' : `, usually until ${clockText(end, facts)}`;
    return `${name} runs now (run ${lastRun.id}${about})`;
  }
  const last =
    lastRun === undefined ? 'has never run' : `ran last ${awayText(lastRun.createdAt, facts.now)}: ${lastRun.status}`;
  return nextRunAt === undefined
    ? `${name} ${last} and has no fire time`
    : `${name} ${last}, and fires at ${clockAndAway(nextRunAt, facts)}`;
}

function withoutFire(facts: WhyFacts): Next {
  const { job, active } = facts.record;
  const { definition } = job;
  const run = active[0];
  if (countsFromEnd(definition) && run !== undefined) {
    const every = spellDuration(definition.schedule_every_ms ?? 0);
    return { code: 'after-run', text: `${every} after run ${run.id} has ended` };
  }
  if (/^@reboot$/i.test(definition.schedule_cron ?? ''))
    return { code: 'at-boot', text: `when the machine starts${noEngineTail(facts)}` };
  if (definition.schedule_kind === 'at')
    return {
      code: 'never-again',
      text: 'nothing: its instant has come and gone',
      remedy: `jobs run ${nameOf(facts)} runs it`,
    };
  if (definition.schedule_kind === 'cron' && !/^@manual$/i.test(definition.schedule_cron ?? '')) {
    return { code: 'never-again', text: `nothing: ${definition.schedule_cron} never fires again` };
  }
  return { code: 'by-hand', text: 'only by hand: it has no schedule', remedy: `jobs run ${nameOf(facts)} runs it` };
}

function fires(facts: WhyFacts, at: number): Next {
  const { job } = facts.record;
  const zone = zoneOf(facts);
  const late = at <= facts.now ? 'due since ' : '';
  const note = noteOf(facts);
  const shifted =
    note === 'gap-shifted'
      ? ', shifted because the clocks skip its time'
      : note === 'repeated-hour'
        ? ', in an hour that the clocks show twice'
        : '';
  const schedule = job.scheduleText === '' ? '' : `, by ${job.scheduleText}`;
  const text = `${late}${clockIn(at, zone, facts)}, ${awayText(at, facts.now)}${schedule}${shifted}${backOffTail(facts)}${excludedTail(facts)}${pausedTail(facts)}${noEngineTail(facts)}`;
  const remedy = remedyOf(facts);
  return {
    code: 'fires',
    text,
    at,
    wall: dateText(at, zone),
    zone,
    ...(note === undefined ? {} : { note }),
    ...(remedy === undefined ? {} : remedy),
  };
}

/** A schedule without a zone of its own is told on the reader's clocks. */
function zoneOf({ record, zone }: WhyFacts): string {
  const { schedule_kind: kind, schedule_tz: own } = record.job.definition;
  return kind === 'cron' ? (own ?? zone) : zone;
}

function noteOf({ record }: WhyFacts): string | undefined {
  const { job } = record;
  if (job.definition.schedule_kind !== 'cron' || job.nextSlotAt === undefined) return undefined;
  return nextSlot(scheduleOf(job.definition, job.id, job.anchorAt), job.nextSlotAt - 1)?.note;
}

const isBackingOff = ({ record, now }: WhyFacts): boolean =>
  record.job.backingOffUntil !== undefined &&
  record.job.backingOffUntil > now &&
  record.job.backingOffFrom !== undefined;

function backOffTail(facts: WhyFacts): string {
  const { consecutiveErrors, backingOffUntil } = facts.record.job;
  if (!isBackingOff(facts) || backingOffUntil === undefined) return '';
  return `; it backs off until ${clockText(backingOffUntil, facts)} after ${counted(consecutiveErrors, 'failure')} in a row`;
}

const EXCLUDED_SLOTS_MAX = 400;

/** A fire on an excluded day comes and is skipped, so the first that runs is told as well. */
function excludedTail(facts: WhyFacts): string {
  const { job } = facts.record;
  const { definition, nextSlotAt } = job;
  const entry = nextSlotAt === undefined ? undefined : excludedBy(definition, nextSlotAt, facts.calendarOf);
  if (entry === undefined || nextSlotAt === undefined) return '';
  const schedule = scheduleOf(definition, job.id, job.anchorAt);
  let slot = nextSlot(schedule, nextSlotAt);
  for (let seen = 0; slot !== undefined && seen < EXCLUDED_SLOTS_MAX; seen += 1) {
    if (excludedBy(definition, slot.at, facts.calendarOf) === undefined) break;
    slot = nextSlot(schedule, slot.at);
  }
  const runs =
    slot === undefined || excludedBy(definition, slot.at, facts.calendarOf) !== undefined
      ? ''
      : `, the first that runs is ${clockIn(slot.at, zoneOf(facts), facts)}`;
  return `; exclude has ${entry}, so it will be skipped${runs}`;
}

/** What a pause makes of it. */
function pausedTail(facts: WhyFacts): string {
  const { record, now } = facts;
  const { job, pauses } = record;
  const pause = pauseOf(job, pauses, now);
  if (pause === undefined || (job.nextRunAt ?? 0) >= (pause.until ?? Number.POSITIVE_INFINITY)) return '';
  const { parent_id: parentId, schedule_kind: kind } = job.definition;
  const waits = parentId !== undefined || kind === 'at';
  return `; ${pauseText(pause, clockOf(facts))}, so it ${waits ? 'waits until that is resumed' : 'is skipped unless that is resumed before'}`;
}

function remedyOf(facts: WhyFacts): Pick<Next, 'reason' | 'remedy'> | undefined {
  const { record, now } = facts;
  if (isBackingOff(facts)) {
    return { reason: 'backing-off', remedy: `jobs run ${nameOf(facts)}, an edit or a success ends the back-off` };
  }
  const pause = pauseOf(record.job, record.pauses, now);
  if (pause !== undefined && (record.job.nextRunAt ?? 0) < (pause.until ?? Number.POSITIVE_INFINITY)) {
    return { reason: 'paused', remedy: resumeText(facts) };
  }
  return undefined;
}
