/** SQLite rows (snake_case, NULL, 0 and 1, JSON text) become our nouns (camelCase, absent, booleans, objects). */
export type RowShape = { json?: readonly string[]; booleans?: readonly string[] };

type Column = { from: string; to: string; kind: 'plain' | 'json' | 'boolean' };

/** A reader for rows of one statement or table; the plan of a shape is made once for each set of columns. */
export function rowReader<T>(shape: RowShape = {}): (row: unknown) => T {
  const plans = new Map<number, Column[]>();
  return (row) => {
    const record = row as Record<string, unknown>;
    const names = Object.keys(record);
    let plan = plans.get(names.length);
    if (plan === undefined) {
      plan = names.map((name) => columnOf(name, shape));
      plans.set(names.length, plan);
    }
    const result: Record<string, unknown> = {};
    for (const column of plan) {
      const value = record[column.from];
      if (value === null || value === undefined) continue;
      result[column.to] = read(value, column.kind);
    }
    return result as T;
  };
}

function read(value: unknown, kind: Column['kind']): unknown {
  if (kind === 'json') return JSON.parse(value as string);
  return kind === 'boolean' ? value === 1 : value;
}

function columnOf(from: string, shape: RowShape): Column {
  const to = from.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
  if (shape.json?.includes(from)) return { from, to, kind: 'json' };
  return { from, to, kind: shape.booleans?.includes(from) ? 'boolean' : 'plain' };
}

/** Named parameters for a statement: undefined becomes NULL, booleans 0 and 1, objects JSON. */
export function bind(values: Record<string, unknown>): Record<string, string | number | null> {
  const bound: Record<string, string | number | null> = {};
  for (const [name, value] of Object.entries(values)) bound[name] = bindOne(value);
  return bound;
}

function bindOne(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'object') return JSON.stringify(value);
  return value as string | number;
}
