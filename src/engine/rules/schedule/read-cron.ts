import { CronExpressionParser } from 'cron-parser';
import { KEYWORDS } from './cron-keyword.ts';
import { DAY, type FieldSpec, HOUR, MINUTE, MONTH, SECOND, WEEKDAY } from './field-specs.ts';
import { type Field, readField } from './read-field.ts';
import type { Refused } from './types.ts';

export const EXPRESSION_MAX = 256;

/** The fields of an expression as plain numbers: what cron-parser read, and beside it what it has no words for. */
export type CronFields = {
  seconds: number[];
  minutes: number[];
  hours: number[];
  days: number[];
  lastDay: boolean;
  months: number[];
  weekdays: number[];
  lastWeekdays: number[];
  nthWeekdays: { weekday: number; nth: number }[];
  /** Both day fields must match when one begins with a star, else either is enough. */
  dayRule: 'both' | 'either';
  /** A star in minute or hour makes a job follow the wall clock through every change. */
  followsWall: boolean;
  notes: string[];
};

const SPECS: readonly FieldSpec[] = [SECOND, MINUTE, HOUR, DAY, MONTH, WEEKDAY];

export function readCron(expression: string, seed: string): { kind: 'fields'; fields: CronFields } | Refused {
  const trimmed = expression.trim();
  const refusal = guard(trimmed);
  if (refusal !== undefined) return refusal;
  const texts = trimmed.split(/[ \t]+/);
  if (texts.length === 5) texts.unshift('0');
  const fields: Field[] = [];
  for (const [index, spec] of SPECS.entries()) {
    const reading = readField(texts[index] ?? '', spec, seed);
    if (reading.kind === 'refused') return reading;
    fields.push(reading.field);
  }
  return parse(fields);
}

function guard(expression: string): Refused | undefined {
  if (expression === '') return { kind: 'refused', reason: 'the expression is empty' };
  if (expression.length > EXPRESSION_MAX) {
    return {
      kind: 'refused',
      reason: `the expression has ${expression.length} characters (at most ${EXPRESSION_MAX})`,
    };
  }
  if (/[\r\n]/.test(expression)) return { kind: 'refused', reason: 'the expression must be one line' };
  if (/^@every\b/i.test(expression)) {
    return {
      kind: 'refused',
      reason: '@every is not a cron expression',
      hint: 'use an interval schedule (schedule_every_ms) instead',
    };
  }
  if (expression.startsWith('@')) {
    return { kind: 'refused', reason: `"${expression}" is not known`, hint: `use one of ${KEYWORDS.join(' ')}` };
  }
  const count = expression.split(/[ \t]+/).length;
  if (count === 5 || count === 6) return undefined;
  return {
    kind: 'refused',
    reason: `${count} ${count === 1 ? 'field' : 'fields'}, expected 5 (minute hour day month weekday) or 6 (seconds first)`,
  };
}

/** Hands cron-parser what the guard has spelled out as plain lists: it refuses duplicates, wrapped ranges and several `#`. */
function parse(fields: Field[]): { kind: 'fields'; fields: CronFields } | Refused {
  const [second, minute, hour, day, month, weekday] = fields as [Field, Field, Field, Field, Field, Field];
  const plain = plainWeekdays(weekday);
  const text = [second, minute, hour, day, month].map(plainList).join(' ');
  try {
    const parsed = CronExpressionParser.parse(`${text} ${plain === '' ? '0' : plain}`).fields;
    // A star would make cron-parser throw for days that don't exist; `checkCron` says that better.
    const weekdays = plain === '' ? [] : parsed.dayOfWeek.values;
    const isAnd = day.isStar || weekday.isStar;
    return {
      kind: 'fields',
      fields: {
        seconds: numbersIn(parsed.second.values),
        minutes: numbersIn(parsed.minute.values),
        hours: numbersIn(parsed.hour.values),
        days: numbersIn(parsed.dayOfMonth.values),
        lastDay: parsed.dayOfMonth.hasLastChar,
        months: numbersIn(parsed.month.values),
        weekdays: numbersIn(weekdays),
        lastWeekdays: weekdays.flatMap((value) => (typeof value === 'string' ? [Number.parseInt(value, 10)] : [])),
        nthWeekdays: weekday.specials.filter((special) => special.kind === 'nth-weekday'),
        dayRule: isAnd ? 'both' : 'either',
        followsWall: minute.isStar || hour.isStar,
        notes: [...fields.flatMap((field) => field.notes), ...dayNotes(day, weekday)],
      },
    };
  } catch (error) {
    // cron-parser throws for what it can't read; the guard should have said it better.
    return { kind: 'refused', reason: `cron-parser: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function plainList(field: Field): string {
  return [...field.values.map(String), ...(field.specials.length > 0 ? ['L'] : [])].join(',');
}

function plainWeekdays(field: Field): string {
  const last = field.specials.flatMap((special) => (special.kind === 'last-weekday' ? [`${special.weekday}L`] : []));
  return [...field.values.map(String), ...new Set(last)].join(',');
}

function numbersIn(values: readonly (number | string)[]): number[] {
  return values.filter((value) => typeof value === 'number');
}

const WEEK_DAYS = 7;
const MONTH_DAYS_MAX = 31;

function dayNotes(day: Field, weekday: Field): string[] {
  const isDayOpen = day.values.length === MONTH_DAYS_MAX;
  const isWeekdayOpen = weekday.values.length === WEEK_DAYS;
  if (!day.isStar && !weekday.isStar) {
    return ['day of month and weekday are both restricted: it fires when either matches'];
  }
  if (isDayOpen || isWeekdayOpen) return [];
  return ['a day field begins with *: it fires only when day of month and weekday both match'];
}
