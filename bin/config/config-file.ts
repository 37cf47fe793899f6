import { z } from 'zod';
import { findJsonError } from '../../src/engine/rules/job/json-error.ts';
import { nearestName } from '../../src/engine/rules/job/nearest-name.ts';
import { type Failure, usageFailure } from '../failure.ts';
import { readText } from '../read-text.ts';
import { type Config, configSchema } from './config-schema.ts';

const FILE_BYTES_MAX = 1024 * 1024;

/** Reads and checks a configuration file; throws a usage failure that names the file, the key and what is allowed. */
export function readConfigFile(path: string): Config {
  const failure = (why: string): string => `configuration not read: ${path}: ${why}`;
  return parseConfig(
    readText(path, { bytesMax: FILE_BYTES_MAX, code: 'config-unreadable', field: '--config', failure }),
    path,
  );
}

/** The path is for the messages only. */
export function parseConfig(text: string, path: string): Config {
  const checked = configSchema.safeParse(parseJson(text.replace(/^\ufeff/, ''), path));
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  throw issue === undefined
    ? usageFailure('config-invalid', `configuration not read: ${path}`)
    : issueFailure(issue, path);
}

function parseJson(json: string, path: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    const { line, column, expected, found } = findJsonError(json);
    const where = `line ${line}, column ${column}`;
    throw usageFailure(
      'config-broken',
      `configuration not read: ${path}, ${where}: expected ${expected}, found ${found}`,
    );
  }
}

function issueFailure(issue: z.core.$ZodIssue, path: string): Failure {
  const parent = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const known = keysAt(parent);
    const near = nearestName(key, known);
    const name = [...parent, key].join('.');
    return usageFailure('config-unknown-key', `configuration not read: ${path} has an unknown key ${name}`, {
      field: name,
      hint: near === undefined ? `known: ${known.join(', ')}` : `${[...parent, near].join('.')}?`,
    });
  }
  const name = parent.join('.') || 'the whole file';
  const allowed =
    issue.code === 'invalid_type' && parent.length === 0 ? 'must be a JSON object' : `must be ${issue.message}`;
  return usageFailure('config-invalid', `configuration not read: ${name} in ${path} ${allowed}`, { field: name });
}

/** The keys a strict object knows, found by walking the schema along the path. */
function keysAt(path: readonly string[]): string[] {
  let schema: unknown = configSchema;
  for (const step of path) {
    const inner = unwrap(schema);
    schema = inner instanceof z.ZodObject ? inner.shape[step] : undefined;
  }
  const found = unwrap(schema);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

const unwrap = (schema: unknown): unknown => (schema instanceof z.ZodOptional ? schema.unwrap() : schema);
