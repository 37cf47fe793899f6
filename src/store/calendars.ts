import type { Db } from './database.ts';
import { rowReader } from './rows.ts';

/** An .ics file as it was read last and understood; `modifiedAt` is the file's own. */
export type StoredCalendar = { path: string; text: string; modifiedAt: number; readAt: number };

const JOBS_MAX = 10_000;

export function calendarStore(db: Db) {
  const find = db.prepare(`SELECT * FROM calendars WHERE path = ?`);
  const stamp = db.prepare<[string], { modified_at: number; read_at: number }>(
    `SELECT modified_at, read_at FROM calendars WHERE path = ?`,
  );
  const put = db.prepare(`
    INSERT INTO calendars (path, text, modified_at, read_at)
    VALUES (@path, @text, @modifiedAt, @readAt)
    ON CONFLICT (path) DO UPDATE
    SET text = excluded.text, modified_at = excluded.modified_at, read_at = excluded.read_at`);
  const paths = db.prepare<[], { path: string }>(`SELECT path FROM calendars`);
  const remove = db.prepare(`DELETE FROM calendars WHERE path = ?`);
  // The index holds only those jobs, and is used only by a query that repeats its condition word for word.
  const entries = db.prepare<[], { entries: string }>(`
    SELECT CASE WHEN json_valid(definition) THEN definition -> '$.exclude' ELSE '[]' END AS entries
    FROM jobs INDEXED BY jobs_with_files
    WHERE deleted_at IS NULL AND instr(lower(definition), '.ics"') > 0
    LIMIT ${JOBS_MAX}`);
  const toCalendar = rowReader<StoredCalendar>();
  return {
    get: (path: string): StoredCalendar | undefined => {
      const row = find.get(path);
      return row === undefined ? undefined : toCalendar(row);
    },
    /** Without the text, which may be long. */
    stamp: (path: string): Pick<StoredCalendar, 'modifiedAt' | 'readAt'> | undefined => {
      const row = stamp.get(path);
      return row === undefined ? undefined : { modifiedAt: row.modified_at, readAt: row.read_at };
    },
    put: (calendar: StoredCalendar): void => void put.run(calendar),
    remove: (path: string): void => void remove.run(path),
    paths: (): string[] => paths.all().map(({ path }) => path),
    /** The entries of every job that excludes by a file. */
    entries: (): string[] =>
      entries.all().flatMap(({ entries: text }) => (text === null ? [] : (JSON.parse(text) as string[]))),
  };
}
