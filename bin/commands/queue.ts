import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';
import { LIST_DEFAULT, LIST_MAX } from '../limits.ts';
import { wholeNumber } from '../option-values.ts';

export function declareQueue(program: Command, run: Run): void {
  const queue = withGlobals(program.command('queue').description('dispatches: what waits to start, and for what'));
  withGlobals(queue.command('list'))
    .description('what waits, in the order in which it would start')
    .option('--job <job>', 'only those of one job')
    .option('--limit <n>', 'at most so many', wholeNumber(1, LIST_MAX), LIST_DEFAULT)
    .action(lazy(run, () => import('./queue/list.ts').then((module) => module.listQueue), 'remark'));
  withGlobals(queue.command('cancel <dispatch...>'))
    .description('take it out of the queue; its job goes on')
    .action(lazy(run, () => import('./queue/cancel.ts').then((module) => module.cancelDispatches), 'remark'));
}
