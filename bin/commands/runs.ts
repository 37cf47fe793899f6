import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';
import { LIST_DEFAULT, LIST_MAX } from '../limits.ts';
import { collected, wholeNumber } from '../option-values.ts';

export function declareRuns(program: Command, run: Run): void {
  const runs = withGlobals(program.command('runs').description('what ran, runs and waits'));
  withGlobals(runs.command('list'))
    .description('runs, newest first')
    .option('--job <job>', 'only those of one job')
    .option('--status <status>', 'only those with it, or failed, or active; may be given several times', collected)
    .option('--limit <n>', 'at most so many', wholeNumber(1, LIST_MAX), LIST_DEFAULT)
    .action(lazy(run, () => import('./runs/list.ts').then((module) => module.listRuns), 'remark'));
  withGlobals(runs.command('show <run>'))
    .description('one run: how it went and why')
    .action(lazy(run, () => import('./runs/show.ts').then((module) => module.showRun), 'remark'));
  withGlobals(runs.command('output <run> [stream]'))
    .description('what it printed: stdout or stderr, whole; raw into a pipe, cleaned on a terminal')
    .action(lazy(run, () => import('./runs/output.ts').then((module) => module.printOutput), 'remark'));
  withGlobals(runs.command('follow <run>'))
    .description('what it prints, as it comes, until it ends; exit code 0 when that is ok, else 1')
    .action(lazy(run, () => import('./runs/follow.ts').then((module) => module.followRun), 'remark'));
  withGlobals(runs.command('rerun <run>'))
    .description('the same once more, as its job was then')
    .option('--with <json>', 'what differs in the new run alone: {"payload_message":"…"}')
    .action(lazy(run, () => import('./runs/rerun.ts').then((module) => module.rerunRun)));
  withGlobals(runs.command('cancel <run>'))
    .description('stop it: TERM, then KILL')
    .action(lazy(run, () => import('./runs/cancel.ts').then((module) => module.cancelRun), 'remark'));
}
