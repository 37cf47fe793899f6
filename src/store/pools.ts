import type { Db } from './database.ts';

/** Pools have one slot unless set otherwise. */
export function poolStore(db: Db) {
  const find = db.prepare<[string], { slots: number }>(`SELECT slots FROM pools WHERE name = ?`);
  const set = db.prepare(`
    INSERT INTO pools (name, slots) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET slots = excluded.slots`);
  return {
    slots: (name: string): number => find.get(name)?.slots ?? 1,
    set: (name: string, slots: number): void => void set.run(name, slots),
  };
}
