import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';
import { LIST_DEFAULT, LIST_MAX } from '../limits.ts';
import { wholeNumber } from '../option-values.ts';

export function declareAlerts(program: Command, run: Run): void {
  const alerts = withGlobals(program.command('alerts').description('what somebody should look at'));
  withGlobals(alerts.command('list'))
    .description('open, acknowledged and snoozed ones, newest first')
    .option('--all', 'the resolved ones as well')
    .option('--limit <n>', 'at most so many', wholeNumber(1, LIST_MAX), LIST_DEFAULT)
    .action(lazy(run, () => import('./alerts/list.ts').then((module) => module.listAlerts), 'remark'));
  withGlobals(alerts.command('ack <alert...>'))
    .description('acknowledge: somebody looks after it')
    .action(lazy(run, () => import('./alerts/ack.ts').then((module) => module.acknowledgeAlerts)));
  withGlobals(alerts.command('reopen <alert...>'))
    .description('nobody looks after it any more, or no longer out of sight')
    .action(lazy(run, () => import('./alerts/ack.ts').then((module) => module.reopenAlerts)));
  withGlobals(alerts.command('snooze <alert...>'))
    .description('out of sight until then; repeats count on it meanwhile')
    .option(
      '--until <time>',
      'when it opens again: 18:00, tomorrow 06:00, 2026-11-24 10:00, or after so long: 2h',
      '1h',
    )
    .action(lazy(run, () => import('./alerts/ack.ts').then((module) => module.snoozeAlerts)));
  withGlobals(alerts.command('resolve <alert...>'))
    .description('it is over; the same thing again opens a new one')
    .action(lazy(run, () => import('./alerts/ack.ts').then((module) => module.resolveAlerts)));
}
