import * as z from 'zod';
import { grouped } from '../grouped.ts';

/** Text fields without a limit of their own hold at most this many bytes of UTF-8. */
export const TEXT_BYTES_MAX = 1_024;

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** Attaches what help, forms and refusals say about a field: what it is for, and what it may hold. */
export function described<S extends z.ZodType>(schema: S, allowed: string, help: string): S {
  return schema.meta({ description: help, allowed });
}

/** A whole number that is always present after parsing. */
export const whole = (range: Range, fallback: number, help: string) =>
  described(integer(range).default(fallback), sayRange(range), help);

/** A whole number that may be absent. */
export const optionalWhole = (range: Range, help: string) =>
  described(integer(range).optional(), sayRange(range), help);

/** A number with a fraction that is always present after parsing. */
export const fraction = ({ min, max }: Range, fallback: number, help: string) =>
  described(z.number().min(min).max(max).default(fallback), `a number from ${min} to ${max}`, help);

/** A yes or no; other schedulers write it as 1 and 0. */
export const flag = (fallback: boolean, help: string) =>
  described(
    z
      .union([z.boolean(), z.literal(1), z.literal(0)])
      .transform((given) => given === true || given === 1)
      .default(fallback),
    'true, false, 1 or 0',
    help,
  );

/** One of a closed set, always present after parsing. */
export const choice = <const T extends readonly [string, ...string[]]>(
  values: T,
  fallback: NoInfer<T>[number],
  help: string,
) =>
  described(
    choiceOf(values).default(() => fallback),
    sayChoices(values),
    help,
  );

/** One of a closed set that may be absent. */
export const optionalChoice = <const T extends readonly [string, ...string[]]>(values: T, help: string) =>
  described(choiceOf(values).optional(), sayChoices(values), help);

/** One of a closed set that must be there. */
export const requiredChoice = <const T extends readonly [string, ...string[]]>(values: T, help: string) =>
  described(choiceOf(values), sayChoices(values), help);

/** One line of text that may be absent. */
export const optionalLine = (help: string, bytesMax = TEXT_BYTES_MAX) =>
  described(line(bytesMax).optional(), `1–${grouped(bytesMax)} bytes of text without control characters`, help);

/** Text without control characters that SQLite and a terminal give back unchanged. */
export const line = (bytesMax: number) =>
  text(bytesMax)
    .min(1)
    .refine((given) => !CONTROL.test(given));

/** Text of several lines; NUL can't be passed to a process, a lone surrogate can't be stored. */
export const text = (bytesMax: number) =>
  z
    .string()
    .refine((given) => given.length <= bytesMax && Buffer.byteLength(given) <= bytesMax)
    .refine((given) => !given.includes('\0') && given.isWellFormed());

/** A path that doesn't depend on where the engine was started. */
export const optionalPath = (help: string) =>
  described(line(TEXT_BYTES_MAX).startsWith('/').optional(), 'an absolute path without control characters', help);

/** Choices as a sentence's end: "skip, queue or allow". */
export function sayChoices(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}

type Range = { min: number; max: number };

const integer = ({ min, max }: Range) => z.int().min(min).max(max);

// A copy, because z.enum takes only lists it could change; the type argument keeps the words.
const choiceOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum<T[number][]>([...values]);

const sayRange = ({ min, max }: Range) => `a whole number from ${grouped(min)} to ${grouped(max)}`;
