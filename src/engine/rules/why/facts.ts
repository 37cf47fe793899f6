import type { ReasonCode } from '../../../store/nouns/decision.ts';
import type { WhyRecord } from '../../../store/nouns/why.ts';
import type { CalendarOf } from '../calendar.ts';
import type { Reader } from './words.ts';

export type WhyFacts = Reader & {
  record: WhyRecord;
  /** Whether somebody runs the engine on this database. */
  engine: 'alive' | 'none';
  /** What calendar files say; without it they are left out. */
  calendarOf?: CalendarOf;
};

/** What a job does now, in one word; published, as the reason codes are. */
export const STATES = [
  'running',
  'starting',
  'awaiting-approval',
  'waiting',
  'retry',
  'delayed',
  'off',
  'paused',
  'not-run',
  'ran',
  'never-ran',
] as const;
export type State = (typeof STATES)[number];

/** What has to happen before it runs again. */
export const NEXT_STATES = [
  'fires',
  'after-parent',
  'after-run',
  'by-hand',
  'at-boot',
  'never-again',
  'when-enabled',
] as const;
export type NextState = (typeof NEXT_STATES)[number];

/** One thing an explanation says: for scripts by its codes, for people in a sentence and with what changes it. */
export type Said<Code> = { code: Code; reason?: ReasonCode; text: string; remedy?: string };

/** `brief` says the same where the job is named already: what did not happen first, and by the clock. */
export type Answer = Said<State> & { brief?: string };
export type Next = Said<NextState> & {
  at?: number;
  /** That instant on the job's clocks, and whose they are. */
  wall?: string;
  zone?: string;
  /** What the clocks do to it. */
  note?: string;
};
