// Proves who writes: a temporary trigger belongs to one connection, fires inside its transaction, and so sees the lease
// exactly as it stands there. What an engine writes while another one holds the lease cannot hide from it.
import type { Store } from '../../../src/store/store.ts';

/** Filled by every engine of the test; created once, by whoever opens the database first. */
export const addWriteTable = ({ db }: Pick<Store, 'db'>): void => {
  db.exec(`CREATE TABLE IF NOT EXISTS write_watch (
    writer TEXT NOT NULL, holder TEXT, what TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (writer, holder, what))`);
};

/** The lease itself has other rules: a take-over changes the holder, a wish is anybody's; what is neither must be the holder's. */
export const watchWrites = ({ db }: Pick<Store, 'db'>, writer: string): void => {
  const tables = db
    .prepare(`SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .all()
    .map((row) => (row as { name: string }).name)
    .filter((name) => name !== 'write_watch' && name !== 'lease' && name !== 'meta');
  const note = (what: string, holder: string): string => `
    INSERT INTO write_watch VALUES ('${writer}', coalesce(${holder}, 'nobody'), '${what}', 1)
      ON CONFLICT (writer, holder, what) DO UPDATE SET count = count + 1;`;
  const trigger = (name: string, event: string, table: string, when: string, holder: string): string => `
    DROP TRIGGER IF EXISTS temp.${name};
    CREATE TEMP TRIGGER ${name} AFTER ${event} ON main.${table} ${when} BEGIN ${note(`${event} ${table}`, holder)} END;`;
  const holder = '(SELECT holder_id FROM lease WHERE id = 1)';
  for (const table of tables) {
    for (const event of ['INSERT', 'UPDATE', 'DELETE']) {
      db.exec(trigger(`watch_${event}_${table}`, event, table, '', holder));
    }
  }
  const sameHolder = `WHEN NEW.fence = OLD.fence AND NEW.wish IS OLD.wish`;
  db.exec(trigger('watch_lease', 'UPDATE', 'lease', sameHolder, 'OLD.holder_id'));
};

export type Writes = { own: number; fenced: { writer: string; holder: string; what: string; count: number }[] };

/** How many writes were seen, and those of writers that did not hold the lease. */
export const readWrites = ({ db }: Pick<Store, 'db'>): Writes => {
  const rows = db.prepare('SELECT * FROM write_watch').all() as Writes['fenced'];
  return {
    own: rows.filter(({ writer, holder }) => writer === holder).reduce((sum, { count }) => sum + count, 0),
    fenced: rows.filter(({ writer, holder }) => writer !== holder),
  };
};
