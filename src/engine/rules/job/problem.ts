import { describeJobField, type JobField } from '../../../store/nouns/job-fields.ts';

/** What is wrong with one field; `line` is the whole sentence for the operator. */
export type Problem = {
  field: string;
  /** As shown: cut, and hidden where it may be a secret. */
  value: string;
  allowed: string;
  hint?: string;
  line: string;
};

export const PROBLEMS_MAX = 20;
export const SHOWN_CHARACTERS_MAX = 60;

/** The sentence for a value that may not be there. */
export function refuse(field: string, value: unknown, allowed: string, hint?: string): Problem {
  const shown = field === 'env' || field.startsWith('env.') ? '(hidden)' : showValue(value);
  return withHint({ field, value: shown, allowed, line: `${field}: ${shown} is not allowed: ${allowed}` }, hint);
}

/** The sentence for a value that a rule has found fault with in words that stand for themselves. */
export function refuseBecause(field: string, value: unknown, reason: string, allowed: string): Problem {
  return { field, value: showValue(value), allowed, line: `${field}: ${reason}` };
}

/** The sentence for a field that must be there and isn't. */
export function refuseMissing(field: JobField, because?: string): Problem {
  const { allowed, help } = describeJobField(field);
  return withHint({ field, value: '', allowed, line: `${field}: missing: ${because ?? help}` }, `give ${allowed}`);
}

/** The sentence for a field nobody knows, or that this version won't take. */
export function refuseField(field: string, because: string, hint?: string): Problem {
  const shown = showName(field);
  return withHint({ field: shown, value: '', allowed: '', line: `${shown}: ${because}` }, hint);
}

/** At most PROBLEMS_MAX problems; what was left out is said by the last line. */
export function limitProblems(problems: readonly Problem[]): Problem[] {
  if (problems.length <= PROBLEMS_MAX) return [...problems];
  const kept = problems.slice(0, PROBLEMS_MAX - 1);
  const line = `and ${problems.length - kept.length} more problems`;
  return [...kept, { field: '', value: '', allowed: '', line }];
}

/** A value as a refusal shows it: one line, at most SHOWN_CHARACTERS_MAX characters of it, no control characters. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return showText(value);
  if (Array.isArray(value))
    return value.every(isPlain) && value.length <= 8 ? cut(JSON.stringify(value)) : aList(value);
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

function withHint(problem: Problem, hint: string | undefined): Problem {
  return hint === undefined ? problem : { ...problem, hint, line: `${problem.line}; ${hint}` };
}

function showText(value: string): string {
  const shown = JSON.stringify(cut(value).replace(/[\u007f-\u009f\u2028\u2029]/g, '?'));
  return value.length > SHOWN_CHARACTERS_MAX
    ? `${shown} (${Buffer.byteLength(value).toLocaleString('en')} bytes)`
    : shown;
}

const showName = (name: string) => cut(name).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?') || '""';

const cut = (text: string) =>
  text.length > SHOWN_CHARACTERS_MAX ? `${text.slice(0, SHOWN_CHARACTERS_MAX - 1).toWellFormed()}…` : text;

const isPlain = (value: unknown) => typeof value === 'number' || (typeof value === 'string' && value.length < 20);

const aList = (value: readonly unknown[]) => `a list of ${value.length.toLocaleString('en')}`;
