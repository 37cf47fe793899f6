import type { z } from 'zod';
import { spellDuration } from '../../engine/rules/spell-duration.ts';
import { type JobField, jobInputSchema } from '../../store/nouns/job-fields.ts';
import { readDuration, unitOf } from './durations.ts';

/** How a field is written into a form. */
export type Writing =
  | { kind: 'text' }
  | { kind: 'number' }
  | { kind: 'choice'; values: readonly string[] }
  | { kind: 'flag' }
  | { kind: 'list'; of: 'text' | 'number' }
  | { kind: 'json' };

/** Read from the schema, so that a new field is in the form by itself. */
export function writingOf(field: JobField): Writing {
  const known = writings.get(field);
  if (known !== undefined) return known;
  const writing = writingOfSchema(coreOf(jobInputSchema.shape[field]));
  writings.set(field, writing);
  return writing;
}

const writings = new Map<JobField, Writing>();

type Definition = {
  type: string;
  innerType?: z.ZodType;
  in?: z.ZodType;
  entries?: Record<string, string>;
  options?: z.ZodType[];
  element?: z.ZodType;
};
const definitionOf = (schema: z.ZodType): Definition => schema._zod.def as unknown as Definition;

/** The schema under its default, its absence and what is made of it. */
function coreOf(schema: z.ZodType): z.ZodType {
  const { innerType, type, in: source } = definitionOf(schema);
  if (innerType !== undefined) return coreOf(innerType);
  return type === 'pipe' && source !== undefined ? coreOf(source) : schema;
}

function writingOfSchema(schema: z.ZodType): Writing {
  const { type, entries, options, element } = definitionOf(schema);
  switch (type) {
    case 'enum':
      return { kind: 'choice', values: Object.values(entries ?? {}) };
    case 'number':
      return { kind: 'number' };
    case 'array':
      return { kind: 'list', of: element !== undefined && definitionOf(element).type === 'number' ? 'number' : 'text' };
    case 'union':
      return (options ?? []).some((option) => definitionOf(option).type === 'boolean')
        ? { kind: 'flag' }
        : { kind: 'list', of: 'text' };
    case 'record':
      return { kind: 'json' };
    default:
      return { kind: 'text' };
  }
}

/** A stored value as the form shows it. Values of variables may be secrets, so they are never written out. */
export function textOfValue(field: JobField, value: unknown): string {
  if (value === undefined || value === null || field === 'env') return '';
  if (typeof value === 'number') return textOfNumber(field, value);
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function textOfNumber(field: JobField, value: number): string {
  const unit = unitOf(field);
  if (unit === undefined || value === 0 || !Number.isInteger(value)) return String(value);
  return spellDuration(value * unit);
}

/** What was typed as the command line would take it; what can't be read stays text, for the schema to refuse. */
export function valueOfText(field: JobField, text: string): unknown {
  const writing = writingOf(field);
  switch (writing.kind) {
    case 'text':
    case 'choice':
      return text;
    case 'number':
      return numberOf(text, unitOf(field));
    case 'flag':
      return text === 'yes' || text === 'true' ? true : text === 'no' || text === 'false' ? false : text;
    case 'list':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((part) => (writing.of === 'number' ? numberOf(part, undefined) : part));
    case 'json':
      return jsonOf(text);
  }
}

function numberOf(text: string, unitMs: number | undefined): unknown {
  const trimmed = text.trim();
  if (/^-?\d{1,15}(\.\d{1,9})?$/.test(trimmed)) return Number(trimmed);
  const ms = unitMs === undefined ? undefined : readDuration(trimmed);
  return ms === undefined || unitMs === undefined ? text : ms / unitMs;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Half-typed JSON is the usual case here; the schema says what is wanted.
    return text;
  }
}
