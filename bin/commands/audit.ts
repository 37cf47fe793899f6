import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';
import { LIST_DEFAULT, LIST_MAX } from '../limits.ts';
import { durationValue, wholeNumber } from '../option-values.ts';

export function declareAudit(program: Command, run: Run): void {
  const audit = withGlobals(program.command('audit').description('who did what, and from where'));
  withGlobals(audit.command('list'))
    .description('what people and the engine did, newest first')
    .option('--job <job>', 'what was done to this job')
    .option('--by <name>', 'by this user, or by engine')
    .option('--action <action>', 'job.edit, or every action on one kind of thing: job, run, approval …')
    .option('--last <duration>', 'not longer ago than 90s, 5m, 2h, 3d', durationValue)
    .option('--limit <n>', 'at most so many', wholeNumber(1, LIST_MAX), LIST_DEFAULT)
    .action(lazy(run, () => import('./audit/list.ts').then((module) => module.listAudit), 'remark'));
  withGlobals(audit.command('verify'))
    .description('whether every entry still holds the hash of the one before it')
    .action(lazy(run, () => import('./audit/verify.ts').then((module) => module.verifyAudit)));
}
