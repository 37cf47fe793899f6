import { KEYWORDS } from './cron-keyword.ts';
import { DAY, type FieldSpec, HOUR, MINUTE, MONTH, SECOND, WEEKDAY } from './field-specs.ts';
import { type ParsedField, parseField, type ReadField } from './parsed-field.ts';
import type { Refused } from './types.ts';

export const EXPRESSION_MAX = 256;

/** The fields of an expression, and what they mean together. */
export type CronFields = {
  second: ParsedField;
  minute: ParsedField;
  hour: ParsedField;
  day: ParsedField;
  month: ParsedField;
  weekday: ParsedField;
  /** Both day fields must match when one begins with a star, else either is enough. */
  dayRule: 'both' | 'either';
  /** A star in minute or hour makes a job follow the wall clock through every change. */
  followsWall: boolean;
};

type Fields = [
  second: ReadField,
  minute: ReadField,
  hour: ReadField,
  day: ReadField,
  month: ReadField,
  weekday: ReadField,
];

const SPECS: readonly FieldSpec[] = [SECOND, MINUTE, HOUR, DAY, MONTH, WEEKDAY];

export function readCron(
  expression: string,
  seed: string,
): { kind: 'fields'; fields: CronFields; notes: string[] } | Refused {
  const trimmed = expression.trim();
  const refusal = guard(trimmed);
  if (refusal !== undefined) return refusal;
  const texts = trimmed.split(/[ \t]+/);
  if (texts.length === 5) texts.unshift('0');
  const read: ReadField[] = [];
  for (const [index, spec] of SPECS.entries()) {
    const reading = parseField(texts[index] ?? '', spec, seed);
    if (reading.kind === 'refused') return reading;
    read.push(reading.field);
  }
  return together(read as Fields);
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

function together(fields: Fields): { kind: 'fields'; fields: CronFields; notes: string[] } {
  const [second, minute, hour, day, month, weekday] = fields;
  return {
    kind: 'fields',
    fields: {
      second: second.parsed,
      minute: minute.parsed,
      hour: hour.parsed,
      day: day.parsed,
      month: month.parsed,
      weekday: weekday.parsed,
      dayRule: day.isStar || weekday.isStar ? 'both' : 'either',
      followsWall: minute.isStar || hour.isStar,
    },
    notes: [...fields.flatMap((field) => field.notes), ...dayNotes(day, weekday)],
  };
}

function dayNotes(day: ReadField, weekday: ReadField): string[] {
  if (!day.isStar && !weekday.isStar) {
    return ['day of month and weekday are both restricted: it fires when either matches'];
  }
  const isOneOpen = day.parsed.values.length === DAY.cycle || weekday.parsed.values.length === WEEKDAY.cycle;
  return isOneOpen ? [] : ['a day field begins with *: it fires only when day of month and weekday both match'];
}
