import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { listBackups } from '../../../src/store/backup/backup-files.ts';
import { checkFile, type Db, isVisible, openReadOnly, toStoreError } from '../../../src/store/database.ts';
import { doctorReads } from '../../../src/store/lookups/doctor-reads.ts';
import { migrations } from '../../../src/store/migrations/index.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import type { Context } from '../../context.ts';
import { bytesText } from '../../output/bytes.ts';
import { type Finding, finding } from './finding.ts';

const DATABASE = ['database', 'database'] as const;
/** Folded back when an engine is idle or the log has 16 MiB; so much more means that it cannot. */
const WAL_BYTES_MAX = 64 * 1_048_576;
const FREE_BYTES_MAX = 256 * 1_048_576;

/** The database itself; open for the other checks where it can be read. Nothing is created or changed. */
export function checkDatabase(context: Context): { findings: Finding[]; db?: Db } {
  const { dbPath } = context.settings;
  try {
    if (!isVisible(dbPath)) return { findings: [missing(context)] };
    checkFile(dbPath);
    const db = openReadOnly(dbPath);
    try {
      const findings = soundness(context, db);
      const isReadable = findings.every(({ state }) => state !== 'bad') && doctorReads(db).schema() > 0;
      if (isReadable) return { findings, db };
      db.close();
      return { findings };
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    return { findings: [broken(context, toStoreError(dbPath, error))] };
  }
}

function missing(context: Context): Finding {
  const { dbPath } = context.settings;
  if (restorable(context) === undefined) {
    return finding('note', DATABASE, `${dbPath} is not there yet; the first start or job makes it`);
  }
  return finding('bad', DATABASE, `${dbPath} is not there, but backups of it are`, restoreRemedy(context));
}

function broken(context: Context, error: unknown): Finding {
  const code = String((error as { code?: unknown }).code ?? '');
  const isDamaged = code === 'database-damaged';
  const text = error instanceof Error ? error.message : String(error);
  if (isDamaged) return finding('bad', [DATABASE[0], 'database'], text, restoreRemedy(context));
  const hint = error instanceof StoreError ? error.hint : 'check its owner, its mode and the disk';
  return finding('bad', DATABASE, text, hint);
}

const restorable = ({ settings }: Context) => listBackups(settings.backupsDir, settings.dbPath)[0];

function restoreRemedy(context: Context): string {
  const newest = restorable(context);
  return newest === undefined
    ? 'no backup is there: keep the file, `sqlite3 FILE .recover` may save what can be read; choose another with --db'
    : `end what has it open, then: openclaw-tui backup restore ${newest.name} (what is there now is kept)`;
}

function soundness(context: Context, db: Db): Finding[] {
  const reads = doctorReads(db);
  const { dbPath } = context.settings;
  const schema = reads.schema();
  if (schema === 0) return [finding('note', DATABASE, `${dbPath} is empty: nothing was ever stored in it`)];
  const damage = reads.damage();
  if (damage !== undefined) {
    return [finding('bad', DATABASE, `${dbPath} is damaged: ${damage.replaceAll('\n', ' ')}`, restoreRemedy(context))];
  }
  const size = sizeOf(dbPath);
  const text = `${basename(dbPath)}, every page sound, ${bytesText(size)}, schema ${schema}`;
  const findings = [finding('ok', DATABASE, text)];
  if (schema < migrations.length) {
    findings.push(
      finding(
        'note',
        ['schema', 'schema'],
        `of an earlier version; brought to ${migrations.length} at the next start, after a backup`,
      ),
    );
  }
  return [...findings, ...room(reads.pages(), sizeOf(`${dbPath}-wal`))];
}

function room({ bytes, free }: { bytes: number; free: number }, walBytes: number): Finding[] {
  const findings: Finding[] = [];
  if (walBytes > WAL_BYTES_MAX) {
    const remedy = 'some process reads without an end: close other programs that have the database open';
    findings.push(finding('warn', ['wal', 'wal'], `the write-ahead log has ${bytesText(walBytes)}`, remedy));
  }
  if (bytes * free > FREE_BYTES_MAX) {
    findings.push(
      finding('note', ['free-pages', 'database'], `${bytesText(bytes * free)} of it are free and will be used again`),
    );
  }
  return findings;
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
