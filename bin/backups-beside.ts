import type { Backups } from '../src/engine/ports/backups.ts';
import { runBackup } from '../src/engine/ports/processes/backup-process.ts';
import { listBackups } from '../src/store/backup/backup-files.ts';
import type { Context } from './context.ts';

/** This very program makes the backups, as a process beside the engine. */
export function backupsBeside({ settings, host }: Pick<Context, 'settings' | 'host'>): Backups {
  const { home, dbPath, backupsDir, configPath } = settings;
  const where = ['--home', home, '--db', dbPath, ...(configPath === undefined ? [] : ['--config', configPath])];
  return {
    madeWithin: (fromAt, toAt) => listBackups(backupsDir, dbPath).some(({ at }) => at > fromAt && at <= toAt),
    make: () =>
      runBackup({
        program: process.execPath,
        words: [...process.execArgv, process.argv[1] ?? '', 'backup', 'create', '--prune', '--json', ...where],
        cwd: home,
        env: host.env,
      }),
  };
}
