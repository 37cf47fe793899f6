import type { Db } from './database.ts';
import { migrations } from './migrations/index.ts';
import { StoreError } from './store-error.ts';

const MADE = /\b(CREATE|DROP) (?:UNIQUE )?(?:TABLE|INDEX|TRIGGER|VIEW) (\w+)/g;

/** The tables and indexes that the migrations leave behind. */
export function expectedParts(list = migrations): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { sql } of list) {
    for (const [, verb, name = ''] of sql.matchAll(MADE)) {
      if (verb === 'CREATE') names.add(name);
      else names.delete(name);
    }
  }
  return names;
}

/**
 * Refuses a database without one of its tables or indexes: statements are compiled when they are used, and half of a batch
 * would be done by then. What somebody has added is their own.
 */
export function refuseIncomplete(db: Db, path: string): void {
  const found = new Set(db.prepare<[], string>(`SELECT name FROM sqlite_schema`).pluck().all());
  const missing = [...expectedParts()].filter((name) => !found.has(name));
  if (missing.length === 0) return;
  throw new StoreError(
    'database-damaged',
    `${path} has no ${missing.slice(0, NAMED_MAX).join(', ')}${missing.length > NAMED_MAX ? ' …' : ''} any more: somebody changed its tables; nothing was changed`,
    'doctor says more, backup restore puts a backup in its place',
  );
}

const NAMED_MAX = 5;
