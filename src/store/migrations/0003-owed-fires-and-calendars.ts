/**
 * `owed` marks a late fire that is run all the same (`run_all`), so that it waits where a fire time would be skipped.
 * A calendar is the text of an .ics file as it was read last and understood.
 */
export const owedFiresAndCalendars = `
ALTER TABLE dispatches ADD COLUMN owed INTEGER NOT NULL DEFAULT 0 CHECK (owed IN (0, 1));

CREATE TABLE calendars (
  path TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  modified_at INTEGER NOT NULL,
  read_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_with_files ON jobs (id) WHERE deleted_at IS NULL AND instr(lower(definition), '.ics"') > 0;
`;
