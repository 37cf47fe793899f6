import { boundsOf, type FieldSpec, namedValue } from './field-specs.ts';
import { hashText } from './hash.ts';
import { readSpecialDay, type SpecialDay } from './special-days.ts';
import type { Refused } from './types.ts';

/** One field with everything spelled out: plain values, the special days beside them, and whether it begins with a star. */
export type Field = {
  values: number[];
  specials: SpecialDay[];
  isStar: boolean;
  notes: string[];
};

type Item = { kind: 'values'; values: number[]; note?: string } | SpecialDay | Refused;
type Range = { kind: 'range'; from: number; to: number } | Refused;

export function readField(text: string, spec: FieldSpec, seed: string): { kind: 'field'; field: Field } | Refused {
  const values = new Set<number>();
  const field: Field = { values: [], specials: [], isStar: text.startsWith('*') || text.startsWith('?'), notes: [] };
  for (const part of text.split(',')) {
    const item = readItem(part, text, spec, seed);
    if (item.kind === 'refused') return item;
    if (item.kind !== 'values') {
      field.specials.push(item);
      continue;
    }
    for (const value of item.values) values.add(value);
    if (item.note !== undefined) field.notes.push(item.note);
  }
  field.values = [...values].sort((left, right) => left - right);
  return { kind: 'field', field };
}

function readItem(part: string, text: string, spec: FieldSpec, seed: string): Item {
  if (part === '') return refuse(spec, `"${text}" has an empty place in its list`);
  const special = readSpecialDay(part, spec);
  if (special !== undefined) return special;
  const [base = '', stepText, ...rest] = part.split('/');
  if (rest.length > 0) return refuse(spec, `"${part}" has more than one step`);
  if (stepText !== undefined && !/^\d+$/.test(stepText)) {
    return refuse(spec, `step "${stepText}" is not a whole number`);
  }
  const range = readRange(base, spec, seed, stepText !== undefined);
  if (range.kind === 'refused') return range;
  return stepThrough(part, range, stepText === undefined ? undefined : Number(stepText), spec, seed);
}

function readRange(base: string, spec: FieldSpec, seed: string, hasStep: boolean): Range {
  if (base === '*') return { kind: 'range', from: spec.min, to: spec.min + spec.cycle - 1 };
  if (base === '?') return readQuestionMark(spec);
  if (/^h(\(|$)/i.test(base)) return readHashed(base, spec, seed, hasStep);
  const [fromText = '', toText, ...rest] = base.split('-');
  if (rest.length > 0) return refuse(spec, `"${base}" is not a range`);
  const from = readValue(fromText, base, spec);
  if (typeof from !== 'number') return from;
  if (toText === undefined) {
    // A single value with a step runs on to the end of the field, as in `5/15`.
    return hasStep
      ? { kind: 'range', from: from % wrapOf(spec), to: spec.min + spec.cycle - 1 }
      : { kind: 'range', from, to: from };
  }
  const to = readValue(toText, base, spec);
  if (typeof to !== 'number') return to;
  return { kind: 'range', from, to: to < from ? to + spec.cycle : to };
}

function readQuestionMark(spec: FieldSpec): Range {
  if (spec.name !== 'day of month' && spec.name !== 'weekday') {
    return refuse(spec, '? is only allowed in the day fields');
  }
  return { kind: 'range', from: spec.min, to: spec.min + spec.cycle - 1 };
}

/** `H` alone is one value of the job's own; with a step the job's own phase is chosen later. */
function readHashed(base: string, spec: FieldSpec, seed: string, hasStep: boolean): Range {
  const bounds = /^h(?:\((\d+)-(\d+)\))?$/i.exec(base);
  if (bounds === null) return refuse(spec, `"${base}" is not H or H(from-to)`);
  const from = Number(bounds[1] ?? spec.min);
  const to = Number(bounds[2] ?? spec.hashMax);
  const beyond = [from, to].find((value) => value < spec.min || value > spec.max);
  if (beyond !== undefined) return refuse(spec, `${beyond} is not allowed (${boundsOf(spec)})`);
  if (from > to) return refuse(spec, `"${base}" begins after its end`);
  if (hasStep) return { kind: 'range', from, to };
  const value = from + (hashText(`${seed}/${spec.name}`) % (to - from + 1));
  return { kind: 'range', from: value, to: value };
}

function readValue(text: string, whole: string, spec: FieldSpec): number | Refused {
  if (/^\d+$/.test(text)) {
    const value = Number(text);
    if (value >= spec.min && value <= spec.max) return value;
    return refuse(spec, `${value} is not allowed (${boundsOf(spec)})`);
  }
  if (text === '') return refuse(spec, `"${whole}" is not a value or a range`);
  const value = namedValue(text, spec);
  if (value !== undefined) return value;
  return refuse(spec, spec.names.length > 0 ? `"${text}" is not a ${spec.name}` : `"${text}" is not a number`);
}

function stepThrough(
  part: string,
  range: { from: number; to: number },
  step: number | undefined,
  spec: FieldSpec,
  seed: string,
): Item {
  const size = range.to - range.from + 1;
  if (step === 0) return refuse(spec, 'step 0 is not allowed (1 or more)');
  if (step !== undefined && step > size) {
    return refuse(spec, `step ${step} is larger than its range ${spanText(range, spec)}`);
  }
  const phase = step !== undefined && /^h/i.test(part) ? hashText(`${seed}/${spec.name}`) % step : 0;
  const values: number[] = [];
  for (let value = range.from + phase; value <= range.to; value += step ?? 1) {
    values.push(spec.min + ((value - spec.min) % spec.cycle));
  }
  if (step === undefined || !/^\w+\//.test(part) || /^h/i.test(part)) return { kind: 'values', values };
  const end = spec.min + spec.cycle - 1;
  return { kind: 'values', values, note: `${spec.name}: ${part} begins at ${range.from} and runs to ${end}` };
}

function spanText(range: { from: number; to: number }, spec: FieldSpec): string {
  return `${range.from}–${spec.min + ((range.to - spec.min) % spec.cycle)}`;
}

/** Sunday written as 7 is Sunday 0 when a range starts there. */
function wrapOf(spec: FieldSpec): number {
  return spec.min === 0 ? spec.cycle : Number.MAX_SAFE_INTEGER;
}

function refuse(spec: FieldSpec, what: string): Refused {
  return { kind: 'refused', reason: `${spec.name}: ${what}` };
}
