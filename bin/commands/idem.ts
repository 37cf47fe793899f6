import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';
import { LIST_MAX } from '../limits.ts';
import { wholeNumber } from '../option-values.ts';

export function declareIdem(program: Command, run: Run): void {
  const idem = withGlobals(program.command('idem').description('the keys that make every occasion run once'));
  withGlobals(idem.command('status'))
    .description('how many keys are held, released and over, and the newest of them')
    .option('--limit <n>', 'at most so many', wholeNumber(1, LIST_MAX), 10)
    .action(lazy(run, () => import('./idem/status.ts').then((module) => module.showKeys)));
  withGlobals(idem.command('check <key>'))
    .description('who holds a key, until when; a run may be named instead')
    .action(lazy(run, () => import('./idem/key.ts').then((module) => module.checkKey)));
  withGlobals(idem.command('release <key>'))
    .description('let the same occasion run once more; a run may be named instead')
    .action(lazy(run, () => import('./idem/key.ts').then((module) => module.releaseKey)));
  withGlobals(idem.command('prune'))
    .description('forget the keys whose time is over')
    .action(lazy(run, () => import('./idem/prune.ts').then((module) => module.pruneKeys)));
}
