import { cronKeyword } from './cron-keyword.ts';
import { type CronFields, readCron } from './read-cron.ts';

/** An expression ready to be searched: bit sets for days and months, successor tables for the time of day. */
export type Cron = {
  /** `next…[value]` is the smallest allowed value ≥ `value`, or `NONE`; one entry past the end saves a comparison. */
  nextSecond: Int8Array;
  nextMinute: Int8Array;
  nextHour: Int8Array;
  /** Bit d − 1 is day d, bit m − 1 is month m, bit w is weekday w (0 is Sunday). */
  days: number;
  months: number;
  weekdays: number;
  lastWeekdays: number;
  /** Weekday bits by their number in the month, the first at 0. */
  nthWeekdays: readonly number[];
  lastDay: boolean;
  dayRule: 'both' | 'either';
  followsWall: boolean;
};

export const NONE = -1;
export const CRON_CACHE_MAX = 16_384;

type Compiled = { kind: 'cron'; cron: Cron } | { kind: 'by-hand' } | { kind: 'seeded' };

const byExpression = new Map<string, Compiled>();
const bySeed = new Map<string, Cron>();

/** Undefined for `@reboot` and `@manual`, which no clock starts; throws for what `checkCron` refuses. */
export function compileCron(expression: string, seed: string): Cron | undefined {
  let known = byExpression.get(expression);
  if (known === undefined) {
    known = compile(expression, seed);
    remember(byExpression, expression, known);
  }
  if (known.kind === 'cron') return known.cron;
  if (known.kind === 'by-hand') return undefined;
  const key = `${expression}\n${seed}`;
  let cron = bySeed.get(key);
  if (cron === undefined) {
    cron = compileFields(expression, seed);
    remember(bySeed, key, cron);
  }
  return cron;
}

function compile(expression: string, seed: string): Compiled {
  const keyword = cronKeyword(expression);
  if (keyword.kind !== 'expression') return { kind: 'by-hand' };
  if (/(^|[\s,])h/i.test(keyword.expression)) return { kind: 'seeded' };
  return { kind: 'cron', cron: compileFields(keyword.expression, seed) };
}

function compileFields(expression: string, seed: string): Cron {
  const reading = readCron(expression, seed);
  if (reading.kind === 'refused') throw new Error(`a schedule was stored unchecked: ${reading.reason}`);
  return fromFields(reading.fields);
}

export function fromFields(fields: CronFields): Cron {
  return {
    nextSecond: successors(fields.seconds, 60),
    nextMinute: successors(fields.minutes, 60),
    nextHour: successors(fields.hours, 24),
    days: bits(fields.days, 1),
    months: bits(fields.months, 1),
    weekdays: bits(fields.weekdays, 0),
    lastWeekdays: bits(fields.lastWeekdays, 0),
    nthWeekdays: [1, 2, 3, 4, 5].map((nth) =>
      bits(
        fields.nthWeekdays.filter((day) => day.nth === nth).map((day) => day.weekday),
        0,
      ),
    ),
    lastDay: fields.lastDay,
    dayRule: fields.dayRule,
    followsWall: fields.followsWall,
  };
}

function successors(values: readonly number[], size: number): Int8Array {
  const table = new Int8Array(size + 1).fill(NONE);
  let next = NONE;
  for (let value = size - 1; value >= 0; value--) {
    if (values.includes(value)) next = value;
    table[value] = next;
  }
  return table;
}

function bits(values: readonly number[], first: number): number {
  return values.reduce((set, value) => set | (1 << (value - first)), 0);
}

function remember<Value>(cache: Map<string, Value>, key: string, value: Value): void {
  if (cache.size >= CRON_CACHE_MAX) {
    const oldest = cache.keys().next();
    if (!oldest.done) cache.delete(oldest.value);
  }
  cache.set(key, value);
}
