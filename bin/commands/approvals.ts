import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';
import { LIST_DEFAULT, LIST_MAX } from '../limits.ts';
import { wholeNumber } from '../option-values.ts';

export function declareApprovals(program: Command, run: Run): void {
  const approvals = withGlobals(program.command('approvals').description('what waits for a yes or a no'));
  withGlobals(approvals.command('list'))
    .description('those that wait, the soonest to lapse first')
    .option('--all', 'the decided ones as well, newest first')
    .option('--limit <n>', 'at most so many', wholeNumber(1, LIST_MAX), LIST_DEFAULT)
    .action(lazy(run, () => import('./approvals/list.ts').then((module) => module.listApprovals), 'remark'));
  withGlobals(approvals.command('show <approval>'))
    .description('exactly what would run, what caused it and when it lapses')
    .action(lazy(run, () => import('./approvals/show.ts').then((module) => module.showApproval), 'remark'));
  withGlobals(approvals.command('approve [approval...]'))
    .description('let it run; a job may be named when exactly one of its approvals waits')
    .option('--note <text>', 'why; kept with the decision')
    .option('--confirm <name>', "the job's name, needed where the risk is high")
    .option('--all', 'all that wait; refused while one of high risk does')
    .action(lazy(run, () => import('./approvals/decide.ts').then((module) => module.approve)));
  withGlobals(approvals.command('reject [approval...]'))
    .description('do not let it run')
    .option('--note <text>', 'why; kept with the decision')
    .option('--all', 'all that wait')
    .action(lazy(run, () => import('./approvals/decide.ts').then((module) => module.reject), 'remark'));
}
