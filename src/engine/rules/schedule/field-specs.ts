/** One field of a cron expression: its bounds as written, how many values lie on its circle, and what `H` may choose from. */
export type FieldSpec = {
  name: 'second' | 'minute' | 'hour' | 'day of month' | 'month' | 'weekday';
  /** What cron-parser calls it. */
  key: 'second' | 'minute' | 'hour' | 'dayOfMonth' | 'month' | 'dayOfWeek';
  min: number;
  max: number;
  cycle: number;
  hashMax: number;
  names: readonly string[];
};

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

export const SECOND: FieldSpec = { name: 'second', key: 'second', min: 0, max: 59, cycle: 60, hashMax: 59, names: [] };
export const MINUTE: FieldSpec = { name: 'minute', key: 'minute', min: 0, max: 59, cycle: 60, hashMax: 59, names: [] };
export const HOUR: FieldSpec = { name: 'hour', key: 'hour', min: 0, max: 23, cycle: 24, hashMax: 23, names: [] };
// `H` stops at 28, so that a hashed day exists in every month.
export const DAY: FieldSpec = {
  name: 'day of month',
  key: 'dayOfMonth',
  min: 1,
  max: 31,
  cycle: 31,
  hashMax: 28,
  names: [],
};
export const MONTH: FieldSpec = { name: 'month', key: 'month', min: 1, max: 12, cycle: 12, hashMax: 12, names: MONTHS };
// Sunday is 0 and 7.
export const WEEKDAY: FieldSpec = {
  name: 'weekday',
  key: 'dayOfWeek',
  min: 0,
  max: 7,
  cycle: 7,
  hashMax: 6,
  names: WEEKDAYS,
};

const SHORT_NAME_LENGTH = 3;

/** The value of a full or a three-letter name in any case. */
export function namedValue(word: string, spec: FieldSpec): number | undefined {
  const lower = word.toLowerCase();
  const index = spec.names.findIndex((name) => name === lower || name.slice(0, SHORT_NAME_LENGTH) === lower);
  return index < 0 ? undefined : index + spec.min;
}

export function boundsOf(spec: FieldSpec): string {
  return `${spec.min}–${spec.max}`;
}
