import type { Db } from './database.ts';
import type { DstRule } from './nouns/job-fields/choices.ts';
import { bind, rowReader } from './rows.ts';

/** The plan of a job whose fire times depend on the rules of a zone. */
export type ZonePlan = {
  id: string;
  expression: string;
  zone: string;
  dst: DstRule;
  jitterS: number;
  nextSlotAt: number;
  updatedAt: number;
  backingOffUntil?: number;
};

/** Which edition of the time-zone database the plans were made by; `meta` keeps numbers, and `2025b` is one in base 36. */
const RADIX = 36;

/** Undefined where no engine has planned anything yet. */
export const zoneEditionIn = (db: Db): string | undefined =>
  db.prepare<[], { value: number }>(`SELECT value FROM meta WHERE key = 'zone_data'`).get()?.value.toString(RADIX);

/** Reads no whole definitions: every job of a large database is looked at before an engine starts its work. */
export function zonePlanStore(db: Db) {
  const read = db.prepare<[], { value: number }>(`SELECT value FROM meta WHERE key = 'zone_data'`);
  const write = db.prepare(`
    INSERT INTO meta (key, value) VALUES ('zone_data', ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  const page = db.prepare(`
    SELECT id, json_extract(definition, '$.schedule_cron') AS expression, json_extract(definition, '$.schedule_tz') AS zone,
      json_extract(definition, '$.dst') AS dst, json_extract(definition, '$.jitter_s') AS jitter_s, next_slot_at,
      updated_at, backing_off_until
    FROM jobs
    WHERE id > +? AND schedule_kind = 'cron' AND json_valid(definition) AND enabled = 1 AND deleted_at IS NULL AND next_slot_at IS NOT NULL
    ORDER BY id
    LIMIT +?`);
  const move = db.prepare(`UPDATE jobs SET next_slot_at = @slotAt, next_run_at = @dueAt WHERE id = @id`);
  const toPlan = rowReader<ZonePlan>();
  return {
    edition: (): string | undefined => read.get()?.value.toString(RADIX),
    setEdition: (edition: string): void => void write.run(Number.parseInt(edition, RADIX)),
    page: (after: string, limit: number): ZonePlan[] => page.all(after, limit).map(toPlan),
    /** The back-off, if there is one, stays as it is. */
    move: (id: string, fire: { slotAt: number; dueAt: number } | undefined): void =>
      void move.run(bind({ id, slotAt: fire?.slotAt, dueAt: fire?.dueAt })),
  };
}
