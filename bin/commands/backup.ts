import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';
import { wholeNumber } from '../option-values.ts';

export function declareBackup(program: Command, run: Run): void {
  const backup = withGlobals(
    program.command('backup').description('copies of the database, made while the engine runs'),
  );
  withGlobals(backup.command('create'))
    .description('makes one now, and reads it whole before it counts')
    .option('--prune', 'then removes those that are too many or too old')
    .action(lazy(run, () => import('./backup/create.ts').then((module) => module.createBackup)));
  withGlobals(backup.command('list'))
    .description('the newest first')
    .action(lazy(run, () => import('./backup/list.ts').then((module) => module.listAll)));
  withGlobals(backup.command('verify [backup...]'))
    .description(
      'reads backups whole: every page, every reference, the chain of the audit; the newest when none is named',
    )
    .option('--all', 'all of them')
    .action(lazy(run, () => import('./backup/verify.ts').then((module) => module.verifyBackups)));
  withGlobals(backup.command('restore <backup>'))
    .description('puts a backup in the place of the database, and keeps what it replaces')
    .option('--paused', 'nothing starts by itself afterwards until you resume')
    .action(lazy(run, () => import('./backup/restore.ts').then((module) => module.restoreBackup)));
  withGlobals(backup.command('prune'))
    .description('removes those that are too many or too old; the newest always stays')
    .option('--keep <n>', 'so many stay', wholeNumber(1, 1_000))
    .option('--days <n>', 'none older than this stays', wholeNumber(1, 36_500))
    .option('--dry-run', 'only say which')
    .action(lazy(run, () => import('./backup/prune.ts').then((module) => module.pruneBackups)));
}
