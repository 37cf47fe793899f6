import { Command, Option } from 'commander';
import { declareAlerts } from './commands/alerts.ts';
import { declareAlias } from './commands/alias.ts';
import { declareApprovals } from './commands/approvals.ts';
import { declareAudit } from './commands/audit.ts';
import { declareBackup } from './commands/backup.ts';
import { declareCompletion } from './commands/completion.ts';
import { declareIdem } from './commands/idem.ts';
import { declareImport } from './commands/import.ts';
import { declareJobs } from './commands/jobs.ts';
import { declareMessages } from './commands/msg.ts';
import { declarePauses } from './commands/pauses.ts';
import { declarePools } from './commands/pools.ts';
import { declareQueue } from './commands/queue.ts';
import { declareRest } from './commands/rest.ts';
import { declareRuns } from './commands/runs.ts';
import { declareService } from './commands/service.ts';
import { lazy, type Run, withGlobals } from './declare.ts';
import { wholeNumber } from './option-values.ts';
import { version } from './version.ts';

/** The whole command line; what a command needs is loaded when it is the one that was called. */
export function createProgram(run: Run): Command {
  const program = new Command('openclaw-tui')
    .description('Runs scheduled jobs and shows them: without a command, the console.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeErr: () => {}, outputError: () => {} });
  withGlobals(program);
  declareConsole(program);
  program.action(lazy(run, () => import('./commands/console.ts').then((module) => module.startConsole)));
  declareJobs(program, run);
  declareApprovals(program, run);
  declareRuns(program, run);
  declareAlerts(program, run);
  declareAlias(program, run);
  declareMessages(program, run);
  declareQueue(program, run);
  declarePauses(program, run);
  declarePools(program, run);
  declareIdem(program, run);
  declareImport(program, run);
  declareAudit(program, run);
  declareService(program, run);
  declareBackup(program, run);
  declareRest(program, run);
  declareCompletion(program, run);
  return program;
}

function declareConsole(program: Command): void {
  program
    .option('--no-ui', 'the engine without a screen')
    .option('--once', 'with --no-ui: run what is due until nothing is left, then exit')
    .option('--wait', 'with --no-ui: wait while another process runs the engine')
    .option('--attach', 'never run the engine here')
    .option('--take-over', 'take the engine over from the process that runs it')
    .option('--read-only', 'start no engine and refuse every action')
    .option('--max-runs <n>', 'runs at once', wholeNumber(1, 1_000))
    .option('--grace <seconds>', 'how long runs may end by themselves when the engine stops', wholeNumber(0, 86_400))
    .addOption(new Option('--on-hangup <what>', 'when the terminal goes away').choices(['keep', 'stop']))
    .option('--plain', 'sentences and typed lines instead of a screen')
    .option('--ascii', 'ASCII marks only')
    .option('--mouse', 'use the mouse')
    .option('--theme <name>', 'dark, light, high-contrast(-dark, -light), none, or a file in themes/')
    .option('--screen <name>', 'the panel to begin with');
}
