import type { Db } from '../database.ts';
import type { Dispatch } from '../nouns/dispatch.ts';
import type { Place } from '../nouns/why.ts';

/** A line that is longer is not counted to its end. */
export const PLACE_MAX = 1_000;

type Waiting = Pick<Dispatch, 'id' | 'rank'> & { blockedOn?: string };

/** The place of a waiting dispatch among all that wait for the same thing: a pool, a job, a pause, the limit, or their turn. */
export function placeReads(db: Db) {
  const before = db.prepare<[string, number, number, number], { n: number }>(`
    SELECT count(*) AS n
    FROM (
      SELECT 1 FROM dispatches INDEXED BY dispatches_blocked
      WHERE status = 'pending' AND blocked_on IS NOT NULL AND blocked_on = +? AND (rank < +? OR (rank = +? AND id < +?))
      LIMIT ${PLACE_MAX})`);
  const all = db.prepare<[string], { n: number }>(`
    SELECT count(*) AS n
    FROM (
      SELECT 1 FROM dispatches INDEXED BY dispatches_blocked
      WHERE status = 'pending' AND blocked_on IS NOT NULL AND blocked_on = +?
      LIMIT ${PLACE_MAX})`);
  // What is due is a part of what is ready; the search goes over as many of those, due or not.
  const ready = db.prepare<[], { id: number; rank: number; due_at: number }>(`
    SELECT id, rank, due_at FROM dispatches INDEXED BY dispatches_ready
    WHERE status = 'pending' AND blocked_on IS NULL
    ORDER BY rank
    LIMIT ${PLACE_MAX}`);

  return ({ id, rank, blockedOn }: Waiting, now: number): Place | undefined => {
    if (blockedOn !== undefined) {
      const place = (before.get(blockedOn, rank, rank, id)?.n ?? 0) + 1;
      const of = all.get(blockedOn)?.n ?? place;
      return { place, of: Math.max(place, of), more: of >= PLACE_MAX };
    }
    const rows = ready.all().filter((row) => row.due_at <= now);
    const index = rows.findIndex((row) => row.id === id);
    return index < 0 ? undefined : { place: index + 1, of: rows.length, more: rows.length >= PLACE_MAX };
  };
}
