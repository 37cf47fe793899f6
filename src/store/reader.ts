import { type Db, openReadOnly } from './database.ts';
import { rememberFile } from './same-file.ts';

/** A read-only look at the database, and two cheap ways to ask whether it has changed. */
export type Reader = {
  db: Db;
  /** Grows with every commit of another connection, heartbeats included. */
  dataVersion(): number;
  /** Grows with every real change; the heartbeat leaves it alone, so that it redraws nobody. */
  changeSeq(): number;
  /** True when a restore has put another file in the place of this one. */
  replaced(): boolean;
  close(): void;
};

export function openReader(path: string): Reader {
  const db = openReadOnly(path);
  const seq = db.prepare<[], { value: number }>(`SELECT value FROM meta WHERE key = 'change_seq'`);
  return {
    db,
    dataVersion: () => db.pragma('data_version', { simple: true }) as number,
    changeSeq: () => seq.get()?.value ?? 0,
    replaced: rememberFile(db, path).replaced,
    close: () => db.close(),
  };
}
