import { checkCron } from '../../rules/schedule/index.ts';
import { readCalendar } from './calendar.ts';
import { lastOf, readTimeSpan, type Unit } from './unit-text.ts';

type Reading = { job: Record<string, unknown>; notes: string[] } | { refused: string };
type Context = { machineZone: string; isZone(name: string): boolean };

const JITTER_MAX_S = 86_400;
const STARTS = ['OnBootSec', 'OnStartupSec', 'OnActiveSec'] as const;

/** When a timer goes off, in the fields of a job. */
export function timerFields(unit: Unit, context: Context): Reading {
  const calendars = unit.get('Timer.OnCalendar') ?? [];
  const active = lastOf(unit, 'Timer.OnUnitActiveSec');
  const inactive = lastOf(unit, 'Timer.OnUnitInactiveSec');
  const starts = STARTS.filter((key) => lastOf(unit, `Timer.${key}`) !== undefined);
  const kinds = [calendars.length > 0, active !== undefined, inactive !== undefined].filter(Boolean).length;
  if (calendars.length > 1) return { refused: `it has ${calendars.length} OnCalendar= lines; a job has one schedule` };
  if (kinds > 1) return { refused: 'it has OnCalendar= and intervals, or two intervals; a job has one schedule' };
  const [calendar] = calendars;
  const times =
    calendar !== undefined ? calendarFields(calendar, starts, context) : intervalFields({ active, inactive }, starts);
  return 'refused' in times ? times : { job: { ...times.job, ...spread(unit) }, notes: times.notes };
}

function calendarFields(text: string, starts: readonly string[], context: Context): Reading {
  if (starts.length > 0) return { refused: `it has OnCalendar= and ${starts.join('=, ')}=; a job has one schedule` };
  const reading = readCalendar(text, context.isZone);
  if (reading.kind === 'refused') return { refused: reading.reason };
  const zone = reading.zone ?? context.machineZone;
  const check = checkCron(reading.expression, zone, '');
  if (check.kind === 'refused') return { refused: `OnCalendar=${text}: ${check.reason}` };
  return { job: { schedule_cron: reading.expression, schedule_tz: zone }, notes: check.notes };
}

function intervalFields(
  spans: { active?: string | undefined; inactive?: string | undefined },
  starts: readonly string[],
): Reading {
  const text = spans.active ?? spans.inactive;
  if (text === undefined) {
    return {
      refused: starts.length === 0 ? 'it has no time to go off' : `${starts.join('=, ')}= is once, not a schedule`,
    };
  }
  const everyMs = readTimeSpan(text);
  if (everyMs === undefined || everyMs < 1_000)
    return { refused: `its interval ${text} is no length from a second on` };
  return {
    job: { schedule_every_ms: Math.round(everyMs), every_from: spans.active === undefined ? 'end' : 'start' },
    notes: starts.length === 0 ? [] : [`${starts.join('=, ')}= is not kept: the first run is one interval from now`],
  };
}

/** A missed time is made up for only where Persistent= says so. */
function spread(unit: Unit): Record<string, unknown> {
  const delay = readTimeSpan(lastOf(unit, 'Timer.RandomizedDelaySec') ?? '');
  const isPersistent = /^(1|yes|y|true|t|on)$/i.test(lastOf(unit, 'Timer.Persistent') ?? '');
  return {
    misfire_policy: isPersistent ? 'run_once' : 'skip',
    ...(delay === undefined || delay < 1_000 ? {} : { jitter_s: Math.min(JITTER_MAX_S, Math.round(delay / 1_000)) }),
  };
}
