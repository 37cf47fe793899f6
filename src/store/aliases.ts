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
  const list = db.prepare(`SELECT * FROM aliases ORDER BY name LIMIT ?`);
  const set = db.prepare(`
    INSERT INTO aliases (name, channel, target, created_at, created_by)
    VALUES (@name, @channel, @target, @now, @actor)
    ON CONFLICT (name) DO UPDATE
    SET channel = excluded.channel, target = excluded.target, created_at = excluded.created_at,
      created_by = excluded.created_by
    RETURNING *`);
  const remove = db.prepare(`DELETE FROM aliases WHERE name = ?`);
  const wake = db.prepare(`
    UPDATE outbox
    SET next_attempt_at = @now
    WHERE status = 'pending' AND next_attempt_at > @now AND target = '@' || @name`);
  return {
    get(name: string): Alias | undefined {
      const row = find.get(name);
      return row === undefined ? undefined : toAlias(row);
    },
    /** By name. */
    list: (limit: number): Alias[] => list.all(limit).map(toAlias),
    /** Adds it or points it elsewhere; what waits for this name is sent at once. Inside a transaction. */
    set(alias: Pick<Alias, 'name' | 'channel' | 'target'>, actor: Actor, now: number): Alias {
      const stored = toAlias(set.get(bind({ ...alias, actor, now })));
      wake.run({ name: alias.name, now });
      return stored;
    },
    /** False when there was none. What still waits for it is held from now on. */
    remove: (name: string): boolean => remove.run(name).changes > 0,
  };
}
