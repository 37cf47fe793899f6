import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';

export function declareImport(program: Command, run: Run): void {
  const importing = withGlobals(program.command('import').description('bring jobs from elsewhere; they arrive paused'));
  withGlobals(importing.command('crontab [file...]'))
    .description("this user's crontab, a file in its form, or - for stdin; again changes nothing")
    .option('--system', 'files with a user column: /etc/crontab and /etc/cron.d, or those that are named')
    .option('--dry-run', 'only show the plan')
    .option('--enable', 'start them here; take the lines out of the crontab yourself')
    .option('--take-over', "start them here and comment their lines out of this user's crontab")
    .option('--give-back <job>', 'pause the job, and let cron have its line again')
    .action(lazy(run, () => import('./import/crontab.ts').then((module) => module.importCrontab)));
  withGlobals(importing.command('systemd-timers'))
    .description("this user's systemd timers; again changes nothing")
    .option('--dry-run', 'only show the plan')
    .option('--enable', 'start them here; disable the timers yourself')
    .action(lazy(run, () => import('./import/planned.ts').then((module) => module.importTimers)));
  withGlobals(importing.command('openclaw [path]'))
    .description("OpenClaw's own cron jobs: its state folder, its database or a jobs.json; again changes nothing")
    .option('--dry-run', 'only show the plan')
    .option('--enable', 'start them here; switch them off in OpenClaw yourself')
    .action(lazy(run, () => import('./import/planned.ts').then((module) => module.importOpenclaw)));
}
