import { type Command, Option } from 'commander';
import { lazy, type Run, withGlobals } from '../declare.ts';
import { LIST_MAX, PREVIEW_MAX } from '../limits.ts';
import { collected, durationSeconds, durationValue, wholeNumber } from '../option-values.ts';

export function declareJobs(program: Command, run: Run): void {
  const jobs = withGlobals(program.command('jobs').description('what runs, and when'));
  declareReads(jobs, run);
  declareWrites(jobs, run);
  declareAdd(jobs, run);
}

function declareReads(jobs: Command, run: Run): void {
  withGlobals(jobs.command('list'))
    .description('all jobs by name: schedule, next and last')
    .option('--enabled', 'only those that are on')
    .option('--disabled', 'only those that are off')
    .option('--limit <n>', 'at most so many', wholeNumber(1, LIST_MAX), LIST_MAX)
    .action(lazy(run, () => import('./jobs/list.ts').then((module) => module.listJobs), 'remark'));
  withGlobals(jobs.command('show <job>'))
    .description('one job: its definition and what has become of it')
    .option('--reveal', 'with the values of variables as they are written in it')
    .action(lazy(run, () => import('./jobs/show.ts').then((module) => module.showJob), 'remark'));
  withGlobals(jobs.command('next <job>'))
    .description('the coming fire times, as instants and on the wall')
    .option('-n, --count <n>', 'how many', wholeNumber(1, PREVIEW_MAX), 20)
    .action(lazy(run, () => import('./jobs/next.ts').then((module) => module.nextFires), 'remark'));
  withGlobals(jobs.command('tree [job]'))
    .description('jobs below those they follow; from one job on, or all that have a chain')
    .option('--all', 'those without a chain as well')
    .action(lazy(run, () => import('./jobs/tree.ts').then((module) => module.showTree), 'remark'));
  withGlobals(jobs.command('schema'))
    .description('the JSON Schema of a job')
    .option('--capabilities', 'instead: version, limits and what this version can do')
    .action(lazy(run, () => import('./jobs/schema.ts').then((module) => module.showSchema)));
}

function declareWrites(jobs: Command, run: Run): void {
  withGlobals(jobs.command('enable <job>'))
    .description('let it fire again')
    .action(lazy(run, () => import('./jobs/switch.ts').then((module) => module.enableJob)));
  withGlobals(jobs.command('disable <job>'))
    .description('stop it from firing; what waits is cancelled, what runs goes on')
    .action(lazy(run, () => import('./jobs/switch.ts').then((module) => module.disableJob), 'remark'));
  withGlobals(jobs.command('delete <job>'))
    .description('delete it; its runs and the audit keep its name')
    .action(lazy(run, () => import('./jobs/switch.ts').then((module) => module.deleteJob)));
  withGlobals(jobs.command('run <job>'))
    .description('run it now, beside its schedule')
    .option('--with <json>', 'what differs in this run alone: {"payload_message":"…"}')
    .option('--dry-run', 'only say what would run, and what the guards would answer')
    .action(lazy(run, () => import('./jobs/run.ts').then((module) => module.runJob)));
  withGlobals(jobs.command('cancel <job>'))
    .description('disable it, drop what waits and stop what runs, with every job that follows it')
    .option('--no-cascade', 'leave the jobs that follow it alone')
    .action(lazy(run, () => import('./jobs/cancel.ts').then((module) => module.cancelJob), 'remark'));
  for (const verb of ['approve', 'reject'] as const) {
    withGlobals(jobs.command(`${verb} <job>`))
      .description(`${verb} what this job asks`)
      .option('--note <text>', 'why; kept with the decision')
      .option('--confirm <name>', "the job's name, needed where the risk is high")
      .action(
        lazy(
          run,
          () => import('./approvals/decide.ts').then((module) => module[`${verb}Job`]),
          verb === 'reject' ? 'remark' : 'throw',
        ),
      );
  }
}

function declareAdd(jobs: Command, run: Run): void {
  for (const [name, text] of [
    ['add', 'add a job: JSON, a file, stdin (-) or flags'],
    ['validate', 'check a job as add would; writes nothing'],
  ] as const) {
    const command = withGlobals(jobs.command(`${name} [json]`)).description(text);
    addFieldOptions(command);
    if (name === 'add') command.option('--dry-run', 'show what would be added and write nothing');
    command.action(
      lazy(run, () => import('./jobs/add.ts').then((module) => (name === 'add' ? module.addJob : module.validateJob))),
    );
  }
  const update = withGlobals(jobs.command('update <job> [json]')).description(
    'change some fields of a job: JSON, a file, stdin (-) or flags; null takes a field away',
  );
  addFieldOptions(update)
    .option('--enabled', 'let it fire')
    .option('--dry-run', 'show what would change and write nothing')
    .action(lazy(run, () => import('./jobs/update.ts').then((module) => module.updateJob)));
}

function addFieldOptions(command: Command): Command {
  addSourceOptions(command);
  addScheduleOptions(command);
  addWorkOptions(command);
  addRuleOptions(command);
  return command.option('--allow-past', 'accept a time that has passed');
}

const addSourceOptions = (command: Command): Command =>
  command
    .option('--file <file>', 'read the JSON from a file')
    .option('--name <name>', 'what it is called')
    .option('--description <text>', 'what it is for')
    .option('--tag <tag>', 'a label; may be given several times', collected)
    .option('--disabled', 'do not let it fire')
    .option('--set <field=value>', 'any other field of a job; may be given several times', collected);

const addScheduleOptions = (command: Command): Command =>
  command
    .option('--cron <expression>', '5 or 6 fields, or @daily and friends')
    .option('--tz <zone>', "the zone of its times (default: this machine's)")
    .option('--every <duration>', 'an interval such as 5m', durationValue)
    .option('--at <time>', 'once: 2026-11-24 10:00, on the clocks of --tz')
    .option('--in <duration>', 'once, after so long: 20m')
    .option('--parent <job>', 'when this job has ended')
    .addOption(
      new Option('--trigger-on <end>', "which end of the parent's").choices([
        'success',
        'failure',
        'complete',
        'attempt_failure',
      ]),
    )
    .option('--trigger-delay <duration>', 'how long after it', durationSeconds)
    .option('--trigger-condition <condition>', 'contains:TEXT or regex:PATTERN');

const addWorkOptions = (command: Command): Command =>
  command
    .option('--shell <command>', 'a shell command')
    .option('--agent <prompt>', 'an agent turn in its own session')
    .option('--main <text>', 'an event into the main session')
    .option('--agent-id <id>', 'which agent')
    .option('--cwd <dir>', 'the directory it runs in')
    .option('--env <name=value>', 'a variable; may be given several times', collected);

const addRuleOptions = (command: Command): Command =>
  command
    .option('--timeout <duration>', 'how long a run may take', durationValue)
    .addOption(new Option('--overlap <policy>', 'when one still runs').choices(['skip', 'queue', 'allow', 'replace']))
    .option('--pool <name>', 'share the slots of a pool')
    .addOption(new Option('--pool-policy <policy>', 'when the pool is full').choices(['skip', 'wait']))
    .option('--priority <n>', '−100 to 100', wholeNumber(-100, 100))
    .option('--retries <n>', 'how often a failed run is tried again', wholeNumber(0, 100))
    .option('--retry-delay <duration>', 'before the first retry', durationSeconds)
    .option('--approval', 'a person is asked before every run')
    .addOption(new Option('--approval-scope <scope>', 'which runs ask').choices(['chain', 'all']))
    .addOption(new Option('--approval-risk <risk>', 'high: the approver types the name').choices(['normal', 'high']))
    .option('--approval-timeout <duration>', 'how long the question stays open', durationSeconds)
    .option('--delivery-to <target>', 'who is told')
    .option('--delivery-channel <channel>', 'by which channel');
