/** SQLite rows (snake_case, NULL, 0 and 1, JSON text) become our nouns (camelCase, absent, booleans, objects). */
export type RowShape = {
  json?: readonly string[];
  /** Text that may not be JSON after all: what cannot be read is an object without fields. */
  lenientJson?: readonly string[];
  booleans?: readonly string[];
};

type Column = { to: string; kind: 'plain' | 'json' | 'lenient-json' | 'boolean' };

/** A reader for rows of one statement or table; what becomes of a column is worked out once. */
export function rowReader<T>(shape: RowShape = {}): (row: unknown) => T {
  const columns = new Map<string, Column>();
  return (row) => {
    const record = row as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    for (const name in record) {
      const value = record[name];
      if (value === null || value === undefined) continue;
      let column = columns.get(name);
      if (column === undefined) {
        column = columnOf(name, shape);
        columns.set(name, column);
      }
      result[column.to] = read(value, column.kind);
    }
    return result as T;
  };
}

function read(value: unknown, kind: Column['kind']): unknown {
  if (kind === 'json') return JSON.parse(value as string);
  if (kind === 'lenient-json') return objectOf(value as string);
  return kind === 'boolean' ? value === 1 : value;
}

function objectOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    // Who shows it says that it is damaged.
    return {};
  }
}

function columnOf(from: string, shape: RowShape): Column {
  const to = from.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
  if (shape.json?.includes(from)) return { to, kind: 'json' };
  if (shape.lenientJson?.includes(from)) return { to, kind: 'lenient-json' };
  return { to, kind: shape.booleans?.includes(from) ? 'boolean' : 'plain' };
}

/** Named parameters for a statement: undefined becomes NULL, booleans 0 and 1, objects JSON. */
export function bind(values: Record<string, unknown>): Record<string, string | number | null> {
  const bound: Record<string, string | number | null> = {};
  for (const name in values) bound[name] = bindOne(values[name]);
  return bound;
}

function bindOne(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'object') return JSON.stringify(value);
  return value as string | number;
}
