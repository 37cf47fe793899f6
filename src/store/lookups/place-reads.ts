import type { Db } from '../database.ts';
import type { Dispatch } from '../nouns/dispatch.ts';
import type { Place } from '../nouns/why.ts';

/** A line that is longer is not counted to its end. */
export const PLACE_MAX = 1_000;

type Waiting = Pick<Dispatch, 'id' | 'rank' | 'dueAt'> & { blockedOn?: string };

/** The place of a waiting dispatch among all that wait for the same thing: a pool, a job, a pause, the limit, or their turn. */
export function placeReads(db: Db) {
  const before = db.prepare<[string, number, number], { n: number }>(`
    SELECT count(*) AS n
    FROM (
      SELECT 1 FROM dispatches INDEXED BY dispatches_blocked
      WHERE status = 'pending' AND blocked_on IS NOT NULL AND blocked_on = +? AND (rank, id) < (+?, +?)
      LIMIT ${PLACE_MAX})`);
  const all = db.prepare<[string], { n: number }>(`
    SELECT count(*) AS n
    FROM (
      SELECT 1 FROM dispatches INDEXED BY dispatches_blocked
      WHERE status = 'pending' AND blocked_on IS NOT NULL AND blocked_on = +?
      LIMIT ${PLACE_MAX})`);
  // Those that are ready and not yet due do not compete; the search goes over as many, due or not.
  const readyBefore = db.prepare<[number, number, number], { n: number }>(`
    SELECT count(*) AS n
    FROM (
      SELECT due_at FROM dispatches INDEXED BY dispatches_ready
      WHERE status = 'pending' AND blocked_on IS NULL AND (rank, id) < (+?, +?)
      LIMIT ${PLACE_MAX})
    WHERE due_at <= +?`);
  const ready = db.prepare<[number], { n: number }>(`
    SELECT count(*) AS n
    FROM (
      SELECT 1 FROM dispatches INDEXED BY dispatches_later
      WHERE status = 'pending' AND blocked_on IS NULL AND due_at <= +?
      LIMIT ${PLACE_MAX})`);

  /** Undefined for one that is not due: it does not compete yet. */
  return ({ id, rank, dueAt, blockedOn }: Waiting, now: number): Place | undefined => {
    if (blockedOn === undefined && dueAt > now) return undefined;
    const earlier = blockedOn === undefined ? readyBefore.get(rank, id, now) : before.get(blockedOn, rank, id);
    const of = (blockedOn === undefined ? ready.get(now) : all.get(blockedOn))?.n ?? 1;
    const place = (earlier?.n ?? 0) + 1;
    return { place, of: Math.max(place, of), more: of >= PLACE_MAX };
  };
}
