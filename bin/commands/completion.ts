import { Argument, type Command, Option } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';

/** Takes the whole program, declared so far or later: the scripts are drawn from it when they are asked for. */
export function declareCompletion(program: Command, run: Run): void {
  withGlobals(program.command('completion'))
    .description('a script that completes commands, options and names of jobs in your shell')
    .addArgument(new Argument('<shell>', 'whose').choices(['bash', 'zsh', 'fish']))
    .addOption(new Option('--jobs', 'only the names of jobs, one on a line').hideHelp())
    .action(lazy(run, () => import('./completion/print.ts').then((module) => module.printCompletion(program))));
}
