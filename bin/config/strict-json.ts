import * as z from 'zod';
import { findJsonError } from '../../src/engine/rules/job/json-error.ts';
import { nearestName } from '../../src/engine/rules/job/nearest-name.ts';
import { type Failure, usageFailure } from '../failure.ts';

/** What a file is, for its messages: `configuration` gives the codes `config-broken`, …, and `configuration not read: …`. */
export type StrictFile<Schema> = { what: string; code: string; schema: Schema };

/** The contents of a file that people write; throws a usage failure that names the path, the key and what is allowed. */
export function parseStrict<Schema extends z.ZodType>(
  text: string,
  path: string,
  file: StrictFile<Schema>,
): z.infer<Schema> {
  const checked = file.schema.safeParse(parseJson(text.replace(/^\ufeff/, ''), path, file));
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  throw issue === undefined
    ? usageFailure(`${file.code}-invalid`, `${file.what} not read: ${path}`)
    : issueFailure(issue, path, file);
}

function parseJson(json: string, path: string, { what, code }: StrictFile<unknown>): unknown {
  try {
    return JSON.parse(json);
  } catch {
    const { line, column, expected, found } = findJsonError(json);
    const where = `line ${line}, column ${column}`;
    throw usageFailure(`${code}-broken`, `${what} not read: ${path}, ${where}: expected ${expected}, found ${found}`);
  }
}

function issueFailure(issue: z.core.$ZodIssue, path: string, { what, code, schema }: StrictFile<unknown>): Failure {
  const parent = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const known = keysAt(schema, parent);
    const near = nearestName(key, known);
    const name = [...parent, key].join('.');
    return usageFailure(`${code}-unknown-key`, `${what} not read: ${path} has an unknown key ${name}`, {
      field: name,
      hint: near === undefined ? `known: ${known.join(', ')}` : `${[...parent, near].join('.')}?`,
    });
  }
  const name = parent.join('.') || 'the whole file';
  const allowed =
    issue.code === 'invalid_type' && parent.length === 0 ? 'must be a JSON object' : `must be ${issue.message}`;
  return usageFailure(`${code}-invalid`, `${what} not read: ${name} in ${path} ${allowed}`, { field: name });
}

/** The keys a strict object knows, found by walking the schema along the path. */
function keysAt(root: unknown, path: readonly string[]): string[] {
  let schema = root;
  for (const step of path) {
    const inner = unwrap(schema);
    schema = inner instanceof z.ZodObject ? inner.shape[step] : undefined;
  }
  const found = unwrap(schema);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

const unwrap = (schema: unknown): unknown => (schema instanceof z.ZodOptional ? schema.unwrap() : schema);
