import { shownDefinition, shownEnv } from '../../src/engine/rules/secret-shapes.ts';
import type { JobDefinition } from '../../src/store/nouns/job-fields.ts';

/**
 * Nouns as JSON documents: snake_case names, instants in ISO 8601. The definition of a job is passed on as it is, but for
 * written values of variables that look secret.
 */
export function toDocument(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toDocument);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, part]) => entryOf(name, part)));
}

/** These hold names that are not ours to change. */
const VERBATIM = new Set(['counters']);
const INSTANT = /(At|Until|^at|^until)$/;

function entryOf(name: string, value: unknown): [string, unknown][] {
  if (value === undefined) return [];
  const key = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (name === 'definition') return [[key, shownDefinition(value as Partial<JobDefinition>)]];
  if (name === 'env' && value !== null) return [[key, shownEnv(value as JobDefinition['env'])]];
  if (VERBATIM.has(name)) return [[key, value]];
  if (typeof value === 'number' && INSTANT.test(name)) return [[key, new Date(value).toISOString()]];
  return [[key, toDocument(value)]];
}
