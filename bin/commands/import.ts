import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';

export function declareImport(program: Command, run: Run): void {
  const importing = withGlobals(program.command('import').description('bring jobs from elsewhere; they arrive paused'));
  withGlobals(importing.command('crontab [file...]'))
    .description("this user's crontab, a file in its form, or - for stdin; again changes nothing")
    .option('--system', 'files with a user column: /etc/crontab and /etc/cron.d, or those that are named')
    .option('--dry-run', 'only show the plan')
    .option('--enable', 'start them here; take the lines out of the crontab yourself')
    .action(lazy(run, () => import('./import/crontab.ts').then((module) => module.importCrontab)));
}
