import { CronExpressionParser } from 'cron-parser';
import type { FieldSpec } from './field-specs.ts';
import { type Field, readField } from './read-field.ts';
import type { Refused } from './types.ts';

/** A field as cron-parser read it, with the tables that a search needs; expressions share it. */
export type ParsedField = {
  values: number[];
  /** Bit v − min is value v; only for fields of at most 31 values. */
  bits: number;
  /** `successors[v]` is the smallest allowed value ≥ v, or `NONE`; one entry past the end saves a comparison. */
  successors: Int8Array;
  lastDay: boolean;
  /** Bit w is weekday w, 0 is Sunday. */
  lastWeekdays: number;
  /** Weekday bits by their number in the month, the first at 0. */
  nthWeekdays: readonly number[];
};

export type ReadField = { isStar: boolean; notes: string[]; parsed: ParsedField };

export const NONE = -1;
export const FIELD_CACHE_MAX = 4096;

const byText = new Map<string, ReadField>();
const byCanonical = new Map<string, ParsedField>();

/** Ten thousand jobs have ten thousand expressions but few fields, so each field is read once. */
export function parseField(text: string, spec: FieldSpec, seed: string): { kind: 'field'; field: ReadField } | Refused {
  const key = `${spec.name} ${text}`;
  const known = byText.get(key);
  if (known !== undefined) return { kind: 'field', field: known };
  const reading = readField(text, spec, seed);
  if (reading.kind === 'refused') return reading;
  const { isStar, notes } = reading.field;
  const parsed = parseSpelledOut(reading.field, spec);
  if ('kind' in parsed) return parsed;
  const field = { isStar, notes, parsed };
  if (!isSeeded(text)) remember(byText, key, field, FIELD_CACHE_MAX);
  return { kind: 'field', field };
}

/** Whether `H` makes the meaning depend on the job. */
export function isSeeded(text: string): boolean {
  return /(^|[\s,])h/i.test(text);
}

/** Makes room by dropping the oldest entry. */
export function remember<Value>(cache: Map<string, Value>, key: string, value: Value, max: number): void {
  if (cache.size >= max) {
    const oldest = cache.keys().next();
    if (!oldest.done) cache.delete(oldest.value);
  }
  cache.set(key, value);
}

/** Hands cron-parser plain lists: by itself it refuses duplicates, wrapped ranges and several `#`. */
function parseSpelledOut(field: Field, spec: FieldSpec): ParsedField | Refused {
  const numbered = field.specials.filter((special) => special.kind === 'nth-weekday');
  const list = [...new Set([...field.values.map(String), ...field.specials.map(specialText)])]
    .filter((part) => part !== '')
    .join(',');
  const key = `${spec.name} ${list} ${numbered.map((day) => `${day.weekday}#${day.nth}`).join()}`;
  const known = byCanonical.get(key);
  if (known !== undefined) return known;
  try {
    const parsed = tabulate(list === '' ? [] : valuesOf(list, spec), numbered, spec);
    remember(byCanonical, key, parsed, FIELD_CACHE_MAX);
    return parsed;
  } catch (error) {
    // cron-parser throws for what it can't read; the guard should have said it better.
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', reason: `cron-parser: ${spec.name}: ${reason}` };
  }
}

function specialText(special: Field['specials'][number]): string {
  if (special.kind === 'last-day') return 'L';
  return special.kind === 'last-weekday' ? `${special.weekday}L` : '';
}

function valuesOf(list: string, spec: FieldSpec): readonly (number | string)[] {
  const at = (key: FieldSpec['key'], otherwise: string) => (key === spec.key ? list : otherwise);
  // The fields beside it are such that every value of this one is possible.
  const expression = `${at('second', '0')} ${at('minute', '0')} ${at('hour', '0')} ${at('dayOfMonth', '1')} ${at('month', '*')} ${at('dayOfWeek', '0')}`;
  return CronExpressionParser.parse(expression).fields[spec.key].values;
}

function tabulate(
  read: readonly (number | string)[],
  numbered: readonly { weekday: number; nth: number }[],
  spec: FieldSpec,
): ParsedField {
  const values = read.filter((value) => typeof value === 'number');
  const last = read.filter((value) => typeof value === 'string');
  return {
    values,
    bits: bitsOf(values, spec.min),
    successors: successorsOf(values, spec.min + spec.cycle),
    lastDay: last.includes('L'),
    lastWeekdays: bitsOf(
      last.filter((value) => value !== 'L').map((value) => Number.parseInt(value, 10)),
      0,
    ),
    nthWeekdays: [1, 2, 3, 4, 5].map((nth) =>
      bitsOf(
        numbered.filter((day) => day.nth === nth).map((day) => day.weekday),
        0,
      ),
    ),
  };
}

function successorsOf(values: readonly number[], end: number): Int8Array {
  const table = new Int8Array(end + 1).fill(NONE);
  let next = NONE;
  for (let value = end - 1; value >= 0; value--) {
    if (values.includes(value)) next = value;
    table[value] = next;
  }
  return table;
}

function bitsOf(values: readonly number[], first: number): number {
  return values.reduce((set, value) => set | (1 << (value - first)), 0);
}
