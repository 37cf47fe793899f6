import type { Db } from './database.ts';
import type { Pause, PauseScope } from './nouns/pause.ts';
import { bind, rowReader } from './rows.ts';

const PAUSES_MAX = 1_000;
const toPause = rowReader<Pause>({ json: ['paused_by'] });

/** What is paused: a short list that people make by hand. */
export function pauseStore(db: Db) {
  const list = db.prepare(`SELECT * FROM pauses ORDER BY paused_at, scope, key LIMIT ${PAUSES_MAX}`);
  const count = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM pauses`);
  const set = db.prepare(`
    INSERT INTO pauses (scope, key, until, note, paused_at, paused_by)
    VALUES (@scope, @key, @until, @note, @pausedAt, @pausedBy)
    ON CONFLICT (scope, key) DO UPDATE
    SET until = excluded.until, note = excluded.note, paused_at = excluded.paused_at, paused_by = excluded.paused_by`);
  const remove = db.prepare(`DELETE FROM pauses WHERE scope = ? AND key = ? RETURNING *`);
  const earliest = db.prepare<[], { at: number | null }>(`SELECT min(until) AS at FROM pauses`);
  const expired = db.prepare(`SELECT * FROM pauses WHERE until <= ?`);
  return {
    list: (): Pause[] => list.all().map(toPause),
    isFull: (): boolean => (count.get()?.n ?? 0) >= PAUSES_MAX,
    /** The newest word on a scope and key is the one that counts. */
    set: (pause: Pause): void => void set.run(bind({ until: undefined, ...pause })),
    /** Undefined when there was none. */
    remove: (scope: PauseScope, key: string): Pause | undefined => {
      const row = remove.get(scope, key);
      return row === undefined ? undefined : toPause(row);
    },
    /** When the next one ends by itself, in epoch ms. */
    earliest: (): number | undefined => earliest.get()?.at ?? undefined,
    expired: (now: number): Pause[] => expired.all(now).map(toPause),
  };
}
