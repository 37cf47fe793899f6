import { describeJobField, type JobInput, type ScheduleKind } from '../../../store/nouns/job-fields.ts';
import { readEntry } from '../calendar/entry.ts';
import { checkCron, cronKeyword, isZone, parseAt } from '../schedule/index.ts';
import type { Check } from './cross-checks.ts';
import { nearestName } from './nearest-name.ts';
import { isSentinel } from './prepare-fields.ts';
import { refuse, refuseBecause } from './problem.ts';

/** The schedule fields of which a job has at most one. */
export const TIMING_FIELDS = ['schedule_cron', 'schedule_at', 'schedule_every_ms'] as const;

/** The kind that follows from the schedule field given. */
export function scheduleKindOf(input: JobInput): ScheduleKind {
  if (input.schedule_cron !== undefined) return 'cron';
  if (input.schedule_at !== undefined) return 'at';
  return input.schedule_every_ms !== undefined ? 'every' : 'manual';
}

/** Everything about when a job fires that needs more than one field, or the rules of the calendar. */
export const scheduleChecks: readonly Check[] = [
  {
    reads: TIMING_FIELDS,
    find: (input) => {
      const [first, ...others] = givenTimings(input);
      const allowed = `a job has one schedule, and ${first} is given as well`;
      return others.map((field) => refuse(field, input[field], allowed, 'remove one of them'));
    },
  },
  {
    reads: [...TIMING_FIELDS, 'parent_id'],
    find: (input) =>
      input.parent_id === undefined
        ? []
        : givenTimings(input).map((field) =>
            refuse(field, input[field], 'a job with parent_id has no schedule', `remove ${field} or parent_id`),
          ),
  },
  {
    reads: [...TIMING_FIELDS, 'schedule_kind'],
    find: (input) => {
      const given = input.schedule_kind;
      const timings = givenTimings(input);
      if (given === undefined || given === scheduleKindOf(input) || timings.length > 1) return [];
      const [timing] = timings;
      return timing === undefined
        ? [refuse('schedule_kind', given, `it needs ${timingOf[given]}`, `give ${timingOf[given]} or leave both out`)]
        : [refuse('schedule_kind', given, `${scheduleKindOf(input)} follows from ${timing}`, 'leave it out')];
    },
  },
  {
    reads: ['schedule_tz'],
    find: ({ schedule_tz: zone }) =>
      isZone(zone) ? [] : [refuse('schedule_tz', zone, describeJobField('schedule_tz').allowed, meantZone(zone))],
  },
  { reads: ['schedule_cron', 'schedule_tz', 'parent_id'], find: checkExpression },
  {
    reads: ['schedule_at'],
    find: ({ schedule_at: written }, { now, allowPast }) => {
      const read = readInstant('schedule_at', written, now);
      if (read === undefined || read.kind === 'refused') return read?.problems ?? [];
      if (read.at >= now || allowPast) return [];
      return [
        refuse('schedule_at', written, 'a time that is not past', 'choose a later one, or allow it with --allow-past'),
      ];
    },
  },
  {
    reads: ['schedule_anchor_at', 'schedule_every_ms'],
    find: ({ schedule_anchor_at: written, schedule_every_ms: everyMs }, { now }) => {
      if (written === undefined) return [];
      const read = readInstant('schedule_anchor_at', written, now);
      if (read?.kind === 'refused') return read.problems;
      const allowed = 'only an interval has an instant to count from';
      return everyMs === undefined ? [refuse('schedule_anchor_at', written, allowed, 'give schedule_every_ms')] : [];
    },
  },
  {
    reads: ['watchdog_started_at'],
    find: ({ watchdog_started_at: written }, { now }) => {
      const read = readInstant('watchdog_started_at', written, now);
      return read?.kind === 'refused' ? read.problems : [];
    },
  },
  {
    reads: ['exclude'],
    find: ({ exclude = [] }) => exclude.flatMap((entry, index) => excludeProblem(entry, `exclude[${index}]`)),
  },
];

function excludeProblem(entry: string, field: string) {
  const reading = readEntry(entry);
  return reading.kind === 'entry' ? [] : [refuse(field, entry, reading.allowed)];
}

const timingOf = {
  cron: 'schedule_cron',
  at: 'schedule_at',
  every: 'schedule_every_ms',
  manual: 'no schedule',
} as const satisfies Record<ScheduleKind, string>;

const givenTimings = (input: JobInput) => TIMING_FIELDS.filter((field) => input[field] !== undefined);

const INSTANT = 'ISO 8601 with a zone, YYYY-MM-DD HH:MM:SS (UTC), or in 90s, 20m, 2h, 3d';

function readInstant(
  field: 'schedule_at' | 'schedule_anchor_at' | 'watchdog_started_at',
  written: string | undefined,
  now: number,
) {
  if (written === undefined) return undefined;
  const parsed = parseAt(written, now);
  if (parsed.kind === 'refused') {
    return { kind: 'refused', problems: [refuseBecause(field, written, parsed.reason, INSTANT)] } as const;
  }
  // Outside of these years the UTC text that is stored would have another form, which nobody reads back.
  const isStorable = parsed.at >= 0 && new Date(parsed.at).toISOString().length === 24;
  if (!isStorable) return { kind: 'refused', problems: [refuse(field, written, 'a time from 1970 to 9999')] } as const;
  return parsed;
}

function checkExpression(input: JobInput) {
  const { schedule_cron: written, schedule_tz: zone, parent_id: parentId } = input;
  if (written === undefined || parentId !== undefined || !isZone(zone)) return [];
  const keyword = cronKeyword(written);
  if (keyword.kind !== 'expression') return [];
  // The seed only chooses among values that are all allowed, so any will do before the job has an id.
  const checked = checkCron(keyword.expression, zone, '');
  if (checked.kind === 'ok') return [];
  const hint = isSentinel(written) ? 'leave it out for a job that only runs by hand' : checked.hint;
  return [refuse('schedule_cron', written, checked.reason, hint)];
}

function meantZone(zone: string): string | undefined {
  const meant = nearestName(zone, Intl.supportedValuesOf('timeZone'));
  return meant === undefined ? undefined : `did you mean ${meant}?`;
}
