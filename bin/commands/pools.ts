import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';
import { LIST_MAX } from '../limits.ts';
import { wholeNumber } from '../option-values.ts';

export function declarePools(program: Command, run: Run): void {
  const pools = withGlobals(program.command('pools').description('what jobs share: so many run at once'));
  withGlobals(pools.command('list'))
    .description('pools by name: slots, what holds them and what waits')
    .option('--limit <n>', 'at most so many', wholeNumber(1, LIST_MAX), LIST_MAX)
    .action(lazy(run, () => import('./pools/list.ts').then((module) => module.listPools), 'remark'));
  withGlobals(pools.command('set <name> <slots>'))
    .description('how many runs of its jobs go on at once; 1 unless set')
    .action(lazy(run, () => import('./pools/set.ts').then((module) => module.setPool)));
}
