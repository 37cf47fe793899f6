import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';
import { LIST_MAX } from '../limits.ts';
import { wholeNumber } from '../option-values.ts';

export function declareAlias(program: Command, run: Run): void {
  const alias = withGlobals(
    program.command('alias').description('names for who is told: @ops for a channel and a target'),
  );
  withGlobals(alias.command('list'))
    .description('every alias by name: where it points, and who uses it')
    .option('--limit <n>', 'at most so many', wholeNumber(1, LIST_MAX), LIST_MAX)
    .action(lazy(run, () => import('./alias/list.ts').then((module) => module.listAliases)));
  withGlobals(alias.command('add <name> <channel> <target>'))
    .description('add it, or point it elsewhere; messages held for it are sent')
    .action(lazy(run, () => import('./alias/change.ts').then((module) => module.addAlias)));
  withGlobals(alias.command('remove <name>'))
    .description('remove it; refused while jobs use it')
    .option('--force', 'though jobs use it: their messages are held')
    .action(lazy(run, () => import('./alias/change.ts').then((module) => module.removeAlias)));
}
