import { ENV_VALUE_ALLOWED } from '../../../store/nouns/job-fields/payload-fields.ts';
import {
  describeJobField,
  type JobField,
  type JobInput,
  jobFields,
  jobInputSchema,
  TRUST_FIELD,
} from '../../../store/nouns/job-fields.ts';
import { nearestName } from './nearest-name.ts';
import type { RawFields } from './prepare-fields.ts';
import { PROBLEMS_MAX, type Problem, refuse, refuseField, refuseMissing } from './problem.ts';

/** What each field says by itself; `sound` holds the fields without a problem, and defaults for the others. */
export type CheckedFields = { sound: JobInput; broken: ReadonlySet<string>; problems: Problem[] };

/** Checks every field by itself: its name is known, its value is allowed. */
export function checkFields(fields: RawFields): CheckedFields {
  const nameProblems = checkNames(fields);
  const known = Object.fromEntries(Object.entries(fields).filter(([name]) => isJobField(name)));
  const parsed = jobInputSchema.safeParse(known);
  const valueProblems = [
    ...checkEnvNames(known),
    ...(parsed.error?.issues ?? []).flatMap((issue) => say(issue, known)),
  ];
  const broken = new Set(valueProblems.map((problem) => rootOf(problem.field)));
  const problems = [...nameProblems, ...onePerField(valueProblems)];
  return { sound: parsed.success ? parsed.data : soundPart(known, broken), broken, problems };
}

/** Unknown names and names of trust gates. */
export function checkNames(fields: RawFields): Problem[] {
  return Object.keys(fields)
    .filter((name) => !isJobField(name))
    .map((name, index) => {
      if (TRUST_FIELD.test(name))
        return refuseField(name, 'trust fields are not supported by this version', 'remove it');
      // Looking for what was meant costs much more than the rest, and later problems aren't shown.
      const meant = index < PROBLEMS_MAX ? meantField(name) : undefined;
      return refuseField(name, 'no such field', meant === undefined ? 'remove it' : `did you mean ${meant}?`);
    });
}

type Issue = { code?: string; path: readonly PropertyKey[]; values?: readonly unknown[] };

/** What people call a field whose own name is not near. */
const OTHER_NAMES: Readonly<Record<string, JobField>> = {
  at: 'schedule_at',
  cmd: 'payload_message',
  command: 'payload_message',
  every: 'schedule_every_ms',
  message: 'payload_message',
  parent: 'parent_id',
  pool: 'resource_pool',
  prompt: 'payload_message',
  retries: 'max_retries',
  schedule: 'schedule_cron',
  script: 'payload_message',
  target: 'session_target',
  timeout: 'run_timeout_ms',
  timezone: 'schedule_tz',
};

const meantField = (name: string) => {
  const word = name.toLowerCase();
  return Object.hasOwn(OTHER_NAMES, word) ? OTHER_NAMES[word] : nearestName(name, jobFields);
};

const isJobField = (name: string): name is JobField => jobFields.some((field) => field === name);

const rootOf = (field: string) => field.split(/[.[]/, 1)[0] ?? field;

function say(issue: Issue, fields: RawFields): Problem[] {
  const [root, ...rest] = issue.path;
  if (typeof root !== 'string' || !isJobField(root)) return [];
  if (issue.code === 'invalid_key') return [refuseEnvName(String(rest[0]))];
  if (fields[root] === undefined) return [refuseMissing(root)];
  const allowed = root === 'env' && rest.length > 0 ? ENV_VALUE_ALLOWED : describeJobField(root).allowed;
  const value = valueAt(fields[root], rest);
  return [refuse(sayPath(root, rest), value, allowed, meantChoice(value, issue.values))];
}

function refuseEnvName(name: string): Problem {
  const because = name.startsWith('OPENCLAW_')
    ? `names that begin with OPENCLAW_ are the engine's own`
    : 'letters, digits and _, not beginning with a digit';
  const problem = refuseField(`env.${name}`, `the name is not allowed: ${because}`, 'choose another name');
  return { ...problem, allowed: because };
}

// A record never shows this name to its schema, so it would be lost without a word.
const checkEnvNames = (fields: RawFields) =>
  typeof fields.env === 'object' && fields.env !== null && Object.hasOwn(fields.env, '__proto__')
    ? [refuseEnvName('__proto__')]
    : [];

function meantChoice(value: unknown, choices: readonly unknown[] | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  const words = (choices ?? []).filter((choice) => typeof choice === 'string');
  const meant = nearestName(value, words);
  return meant === undefined ? undefined : `did you mean ${meant}?`;
}

const sayPath = (root: string, rest: readonly PropertyKey[]) =>
  root + rest.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);

const isObject = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null;

function onePerField(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.toReversed().map((problem) => [problem.field, problem])).values()].toReversed();
}

/** The cross-field checks go on with what is left, so that every problem is said at once. */
function soundPart(fields: RawFields, broken: ReadonlySet<string>): JobInput {
  const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => !broken.has(name)));
  return jobInputSchema.parse({ name: 'unnamed', ...kept });
}
