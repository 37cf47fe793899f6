import type { Command } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';
import { collected } from '../option-values.ts';

export function declarePauses(program: Command, run: Run): void {
  withTargets(withGlobals(program.command('pause [job...]')))
    .description('let nothing new start of these jobs, or of everything; what runs, ends')
    .option('--until <time>', 'when it ends by itself: 18:00, tomorrow 06:00, 2026-11-24 10:00, or after so long: 2h')
    .option('--note <text>', 'why; shown wherever it holds something')
    .action(lazy(run, () => import('./pauses/pause.ts').then((module) => module.pause), 'remark'));
  withTargets(withGlobals(program.command('resume [job...]')))
    .description('end a pause: what waited may start')
    .action(lazy(run, () => import('./pauses/resume.ts').then((module) => module.resume)));
  withGlobals(program.command('drain'))
    .description('pause everything, and show what still runs and for how long')
    .option('--note <text>', 'why')
    .action(lazy(run, () => import('./pauses/drain.ts').then((module) => module.drain), 'remark'));
}

const withTargets = (command: Command): Command =>
  command
    .option('--pool <name>', 'the jobs of a pool; may be given several times', collected)
    .option('--tag <tag>', 'the jobs with a tag; may be given several times', collected);
