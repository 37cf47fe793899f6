import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { type BackupFile, listBackups } from '../../../src/store/backup/backup-files.ts';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';

export const backupsOf = ({ settings }: Context): BackupFile[] => listBackups(settings.backupsDir, settings.dbPath);

/** By its name in the list, `newest`, or a path to any copy of a database. */
export function findBackup(context: Context, given: string): string {
  const listed = backupsOf(context);
  const found = given === 'newest' ? listed[0] : listed.find(({ name }) => name === given);
  if (found !== undefined) return found.path;
  if (given.includes(sep) || existsSync(given)) return resolve(given);
  throw new Failure('not-found', 'backup-not-found', `no backup called ${given} in ${context.settings.backupsDir}`, {
    hint: listed.length === 0 ? 'there is none; a path to a copy elsewhere is taken as well' : 'backup list names them',
  });
}
