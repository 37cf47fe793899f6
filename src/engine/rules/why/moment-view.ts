import type { ReasonCode, SlotRow } from '../../../store/nouns/decision.ts';
import type { JobDefinition } from '../../../store/nouns/job-fields.ts';
import type { MomentRecord, WhyRun } from '../../../store/nouns/why.ts';
import { scheduleText } from '../planning.ts';
import type { InstantExplained, Schedule } from '../schedule/index.ts';
import type { Asked } from './asked.ts';
import type { Said, WhyFacts } from './facts.ts';
import { remedyFor } from './reasons.ts';
import { clockText } from './words.ts';

/** What was the matter at a moment, in one word; published, as the reason codes are. */
export const MOMENTS = [
  'ran',
  'running',
  'waiting',
  'skipped',
  'missed',
  'off',
  'not-created',
  'not-scheduled',
  'dst-gap',
  'gap-shifted',
  'repeated-hour',
  'after-parent',
  'by-hand',
  'backing-off',
  'not-looked-at',
  'record-removed',
  'no-record',
  'will-fire',
  'will-be-skipped',
  'will-not-fire',
] as const;
export type Moment = (typeof MOMENTS)[number];

export type MomentFacts = WhyFacts & {
  asked: Asked;
  moment: MomentRecord;
  /** The trace of another fire time. */
  traceAt(slotAt: number): { slot: SlotRow; run?: WhyRun } | undefined;
};

export type MomentSaid = Said<Moment> & {
  runId?: number;
  /** The fire times around it, where it was none itself. */
  beforeAt?: number;
  afterAt?: number;
};

/** What `explainMoment` works out before it chooses what to say. */
export type MomentView = MomentFacts & {
  /** The definition that held then, and whether its fire times were other ones than now. */
  definition: JobDefinition;
  hadOtherSchedule: boolean;
  schedule: Schedule;
  explained: InstantExplained | undefined;
  jobZone: string;
};

export const nameOf = ({ record }: WhyFacts): string => record.job.definition.name;

/** The schedule as it is told: that of then where it was another one. */
export function scheduleThen({ record, definition, hadOtherSchedule, moment, ...reader }: MomentView): string {
  const text = scheduleText(definition, record.parent?.name);
  if (!hadOtherSchedule) return text;
  const since =
    moment.then === undefined ? '' : `, since ${clockText(moment.then.at, reader)} by ${moment.then.by.name}`;
  return `${text}, its schedule then${since}; now it is ${scheduleText(record.job.definition, record.parent?.name)}`;
}

export const withReason = (
  reason: ReasonCode,
  { definition }: Pick<MomentView, 'definition'>,
): { reason: ReasonCode; remedy: string } => ({
  reason,
  remedy: remedyFor(reason, definition),
});
