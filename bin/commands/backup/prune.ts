import {
  type BackupFile,
  type Keeping,
  listReplaced,
  outdated,
  removeBackups,
  removePartial,
} from '../../../src/store/backup/backup-files.ts';
import { backupSettings } from '../../config/engine-settings.ts';
import type { Context } from '../../context.ts';
import { toDocument } from '../../output/documents.ts';
import { backupsOf } from './find-backup.ts';

type Wanted = Partial<Keeping>;

export function pruneBackups(context: Context, { dryRun, ...wanted }: Wanted & { dryRun?: true }): void {
  const gone = dryRun === true ? chosen(context, wanted) : pruneNow(context, wanted);
  const going = new Set(gone.map(({ path }) => path));
  const left = backupsOf(context).filter(({ path }) => !going.has(path)).length;
  const verb = dryRun === true ? 'would remove' : 'removed';
  context.output.answer(toDocument({ removed: gone.map(({ name }) => name), left }), () => [
    ...gone.map(({ name }) => `${verb} ${name}`),
    gone.length === 0 ? `nothing to remove, ${left} stay` : `${left} stay`,
  ]);
}

/** Removes what the flags, else the configuration, say is too many or too old. */
export function pruneNow(context: Context, wanted: Wanted): BackupFile[] {
  const gone = chosen(context, wanted);
  removeBackups(gone);
  removePartial(context.settings.backupsDir, context.clock.now());
  return gone;
}

/** What restores put aside is kept as backups are. */
function chosen(context: Context, wanted: Wanted): BackupFile[] {
  const keeping = { ...backupSettings(context.settings.config.backup), ...wanted };
  const now = context.clock.now();
  const replaced = listReplaced(context.settings.dbPath);
  return [...outdated(backupsOf(context), keeping, now), ...outdated(replaced, keeping, now)];
}
