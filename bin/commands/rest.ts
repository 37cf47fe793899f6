import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';
import { LIST_MAX } from '../limits.ts';
import { wholeNumber } from '../option-values.ts';

/** The commands that are no noun's. */
export function declareRest(program: Command, run: Run): void {
  withGlobals(program.command('why <job>'))
    .description('why it last ran, did not run or waits, and what comes next')
    .option('--limit <n>', 'how far back', wholeNumber(1, LIST_MAX), 20)
    .option('--at <time>', "what was the matter then: 02:30, '2026-11-24 02:30' on the job's clocks, or an instant")
    .action(lazy(run, () => import('./why/why.ts').then((module) => module.explainJob), 'remark'));
  withGlobals(program.command('status'))
    .description('one screen of numbers')
    .action(lazy(run, () => import('./status.ts').then((module) => module.showStatus), 'remark'));
  withGlobals(program.command('doctor'))
    .description('looks at everything, says what to do where something is wrong, and changes nothing')
    .action(lazy(run, () => import('./doctor/doctor.ts').then((module) => module.runDoctor), 'tell'));
  withGlobals(program.command('demo'))
    .description('a throw-away home with real jobs of this machine, and the console on it')
    .option('--no-ui', 'only create the home and print where it is')
    .option('--home-only', 'the same')
    .action(lazy(run, () => import('./demo.ts').then((module) => module.startDemo)));
}
