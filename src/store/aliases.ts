import type { Db } from './database.ts';
import type { Actor } from './nouns/actor.ts';
import { bind, rowReader } from './rows.ts';

/** D-112. A name for a channel and a target, looked up whenever a notice is sent. */
export type Alias = {
  /** Without the `@`. */
  name: string;
  channel: string;
  target: string;
  createdAt: number;
  createdBy: Actor;
};

const toAlias = rowReader<Alias>({ json: ['created_by'] });

export function aliasStore(db: Db) {
  const find = db.prepare(`SELECT * FROM aliases WHERE name = ?`);
  const list = db.prepare(`SELECT * FROM aliases ORDER BY name LIMIT +?`);
  const set = db.prepare(`
    INSERT INTO aliases (name, channel, target, created_at, created_by)
    VALUES (@name, @channel, @target, @now, @actor)
    ON CONFLICT (name) DO UPDATE
    SET channel = excluded.channel, target = excluded.target, created_at = excluded.created_at,
      created_by = excluded.created_by
    RETURNING *`);
  const remove = db.prepare(`DELETE FROM aliases WHERE name = ?`);
  const users = db.prepare<[{ at: string; limit: number }], { name: string }>(`
    SELECT name FROM jobs
    WHERE deleted_at IS NULL AND json_valid(definition)
      AND +@at IN (json_extract(definition, '$.delivery_to'), json_extract(definition, '$.watchdog_alert_target'))
    ORDER BY name
    LIMIT +@limit`);
  const version = db.prepare<[], { version: string }>(
    `SELECT count(*) || ':' || coalesce(max(created_at), 0) AS version FROM aliases`,
  );
  return {
    get(name: string): Alias | undefined {
      const row = find.get(name);
      return row === undefined ? undefined : toAlias(row);
    },
    /** By name. */
    list: (limit: number): Alias[] => list.all(limit).map(toAlias),
    /** Adds it, or points it elsewhere for whatever has not been sent yet. */
    set: (alias: Pick<Alias, 'name' | 'channel' | 'target'>, actor: Actor, now: number): Alias =>
      toAlias(set.get(bind({ ...alias, actor, now }))),
    /** False when there was none. What still waits for it is held from now on. */
    remove: (name: string): boolean => remove.run(name).changes > 0,
    /** Names of jobs that tell somebody by it. Looks at every job: not for a screen, and not inside a transaction. */
    usedBy: (name: string, limit: number): string[] => users.all({ at: `@${name}`, limit }).map((row) => row.name),
    /** Another text after every change. */
    version: (): string => version.get()?.version ?? '',
  };
}
