import type { SlotRow } from '../../../store/nouns/decision.ts';
import type { WhyRun } from '../../../store/nouns/why.ts';
import { excludedBy } from '../calendar.ts';
import { counted } from '../counted.ts';
import { changesSchedule, scheduleOf } from '../job/schedule-of.ts';
import { explainInstant } from '../schedule/index.ts';
import type { Asked } from './asked.ts';
import type { WhyFacts } from './facts.ts';
import { laterThan } from './moment-ahead.ts';
import { skippedByClocks, withoutTrace } from './moment-nothing.ts';
import { traceText } from './moment-trace.ts';
import { type MomentFacts, type MomentSaid, type MomentView, nameOf } from './moment-view.ts';
import { endText, runCause } from './run.ts';
import { clockIn, clockText } from './words.ts';

/** Why a job did or did not run at a moment, also where there never was a fire time. */
export function explainMoment(facts: MomentFacts): MomentSaid {
  const { record, asked, moment, now } = facts;
  const { job } = record;
  if (job.createdAt >= asked.until) return notCreated(facts);
  const view = viewOf(facts);
  if (asked.isSkipped === true) return skippedByClocks(view);
  const said = ofSlots(view) ?? ofRuns(view) ?? (asked.from > now ? laterThan(view) : withoutTrace(view));
  return moment.during === undefined || said.runId !== undefined
    ? said
    : { ...said, text: `${said.text}; ${duringText(facts, moment.during)}` };
}

function viewOf(facts: MomentFacts): MomentView {
  const { record, moment, asked } = facts;
  const { job } = record;
  const definition = asked.from > facts.now ? job.definition : (moment.then?.definition ?? job.definition);
  const hadOtherSchedule = changesSchedule(definition, job.definition);
  const anchorAt = hadOtherSchedule ? (moment.then?.at ?? job.anchorAt) : job.anchorAt;
  const schedule = scheduleOf(definition, job.id, anchorAt);
  const hasTimes = definition.parent_id === undefined && schedule.kind !== 'manual' && schedule.kind !== 'reboot';
  const explained = hasTimes
    ? explainInstant(schedule, asked.from, (at) => excludedBy(definition, at, facts.calendarOf))
    : undefined;
  const jobZone = definition.schedule_kind === 'cron' ? definition.schedule_tz : facts.zone;
  return { ...facts, definition, hadOtherSchedule, schedule, explained, jobZone };
}

function notCreated(facts: MomentFacts): MomentSaid {
  const { job } = facts.record;
  const text = `${nameOf(facts)} did not exist at ${facts.asked.text}: it was made at ${clockText(job.createdAt, facts)}`;
  return { code: 'not-created', text };
}

/** Fire times with a trace. A stretch covers instants that are none, so the schedule is asked as well. */
function ofSlots(view: MomentView): MomentSaid | undefined {
  const { slots, slotRuns } = view.moment;
  const { asked, explained } = view;
  const isFire = explained?.kind === 'fires' || explained?.kind === 'excluded';
  const found = slots.filter((slot) => isFire || touches(slot, asked));
  const [slot, ...others] = found;
  if (slot === undefined) return undefined;
  const run = slotRuns.find(({ id }) => id === slot.runId);
  const said = traceText(view, slot, run);
  const count = others.length;
  return count === 0 ? said : { ...said, text: `${said.text}; ${counted(count, 'more fire time')} within it` };
}

const touches = ({ slotAt, lastSlotAt }: SlotRow, { from, until }: Asked): boolean =>
  (slotAt >= from && slotAt < until) || (lastSlotAt >= from && lastSlotAt < until);

/** Runs that no fire time of this moment caused: by hand, after a parent, again, or after its jitter. */
function ofRuns(view: MomentView): MomentSaid | undefined {
  const run = view.moment.started[0];
  if (run === undefined) return undefined;
  const at = run.startedAt ?? run.createdAt;
  const slot = run.slotAt === undefined ? '' : `, for its fire time ${clockIn(run.slotAt, view.jobZone, view)}`;
  const text = `${nameOf(view)} started at ${clockText(at, view)}: run ${run.id}, ${runCause(run)}${slot}; ${endText(view, run)}`;
  return { code: run.finishedAt === undefined ? 'running' : 'ran', text, runId: run.id };
}

const duringText = (facts: WhyFacts, run: WhyRun): string =>
  `run ${run.id} was under way, since ${clockText(run.startedAt ?? run.createdAt, facts)}${run.finishedAt === undefined ? '' : ` until ${clockText(run.finishedAt, facts)}`}`;
