/** Nouns as JSON documents: snake_case names, instants in ISO 8601; the definition of a job is passed on as it is. */
export function toDocument(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toDocument);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, part]) => entryOf(name, part)));
}

/** These hold names that are not ours to change: fields of a definition, letters, variables. */
const VERBATIM = new Set(['definition', 'counters', 'env']);
const INSTANT = /(At|Until|^at|^until)$/;

function entryOf(name: string, value: unknown): [string, unknown][] {
  if (value === undefined) return [];
  const key = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (VERBATIM.has(name)) return [[key, value]];
  if (typeof value === 'number' && INSTANT.test(name)) return [[key, new Date(value).toISOString()]];
  return [[key, toDocument(value)]];
}
