import { describeJobField, type JobField, jobFieldGroups } from '../../store/nouns/job-fields.ts';
import { writingOf } from './field-text.ts';

/** Questions of the form that stand for more than one field of the job. */
export type AskedId = 'runs' | 'when' | 'approval';
export type FieldId = JobField | AskedId;
export type Option = { value: string; label: string };

/** One row that can be written into, or chosen in. */
export type FormField = {
  id: FieldId;
  label: string;
  /** Absent: text. */
  options?: readonly Option[];
  /** Whose problems are told beside it. */
  tells: readonly string[];
  /** What it is for and what it may hold; beside it while nothing else has to be said. */
  help: string;
  group?: string;
};

export type Runs = 'shell' | 'agent' | 'main' | 'watchdog';
export type When = 'cron' | 'every' | 'at' | 'after' | 'by hand';

const optionsOf = (values: readonly string[]): Option[] => values.map((value) => ({ value, label: value }));

/** The schedule's own field, by the kind that was chosen. */
export const SCHEDULE_FIELD = {
  cron: 'schedule_cron',
  every: 'schedule_every_ms',
  at: 'schedule_at',
  after: 'parent_id',
} as const satisfies Record<Exclude<When, 'by hand'>, JobField>;

const SCHEDULE_HELP: Readonly<Record<When, string>> = {
  cron: 'minute hour day month weekday',
  every: 'such as 5m or 1h30m',
  at: '2026-12-24 18:00:00 (UTC) or in 20m',
  after: 'the id or the name of a job',
  'by hand': '',
};

/** The fields most people need, in the order of the questions a job answers. */
export function firstFields(chosen: { runs: string; when: string }): FormField[] {
  const when = chosen.when as When;
  const command: JobField = chosen.runs === 'watchdog' ? 'watchdog_check_cmd' : 'payload_message';
  return [
    plain('name', 'Name', 'what the job is called'),
    { id: 'runs', label: 'Runs', options: optionsOf(RUNS), tells: ['session_target', 'job_type'], help: '' },
    plain(command, COMMAND_LABELS[chosen.runs as Runs] ?? 'Command', COMMAND_HELP[chosen.runs as Runs] ?? ''),
    { id: 'when', label: 'Starts', options: optionsOf(WHENS), tells: [], help: '' },
    ...scheduleFields(when),
    plain('run_timeout_ms', 'Timeout', 'a longer run is ended'),
    choice('overlap_policy', 'Overlap', 'due while it still runs'),
    plain('max_retries', 'Retries', 'how often a failed run is tried again'),
    {
      id: 'approval',
      label: 'Approval',
      options: [
        { value: 'no', label: 'no' },
        { value: 'chain', label: 'after a parent' },
        { value: 'all', label: 'every time' },
      ],
      tells: ['approval_required', 'approval_scope'],
      help: 'a person is asked before it runs',
    },
    plain('resource_pool', 'Pool', 'its runs share the slots of this pool'),
    plain('delivery_to', 'Deliver', 'whom a failure is told, or @alias', ['delivery_to', 'delivery_mode']),
  ];
}

const RUNS: readonly Runs[] = ['shell', 'agent', 'main', 'watchdog'];
const WHENS: readonly When[] = ['cron', 'every', 'at', 'after', 'by hand'];
const COMMAND_LABELS: Readonly<Record<Runs, string>> = {
  shell: 'Command',
  agent: 'Prompt',
  main: 'Text',
  watchdog: 'Check',
};
const COMMAND_HELP: Readonly<Record<Runs, string>> = {
  shell: 'run by a shell',
  agent: 'what the agent is asked',
  main: 'an event in the main session',
  watchdog: 'the command that looks how it is',
};

function scheduleFields(when: When): FormField[] {
  if (when === 'by hand') return [];
  const field = SCHEDULE_FIELD[when];
  const schedule = plain(field, 'Schedule', SCHEDULE_HELP[when], [field, 'schedule_kind']);
  const zone = plain('schedule_tz', 'Zone', '');
  if (when === 'after') return [schedule, choice('trigger_on', 'Its end', 'which end of it starts this job')];
  return when === 'cron' ? [schedule, zone] : [schedule];
}

function plain(field: JobField, label: string, help: string, tells: readonly string[] = [field]): FormField {
  return { id: field, label, tells, help };
}

function choice(field: JobField, label: string, help: string): FormField {
  const writing = writingOf(field);
  return {
    ...plain(field, label, help),
    ...(writing.kind === 'choice' ? { options: optionsOf(writing.values) } : {}),
  };
}

/** Fields that the first ones stand for, or that follow from others. */
const ASKED_ABOVE: ReadonlySet<string> = new Set([
  'name',
  'session_target',
  'job_type',
  'payload_kind',
  'payload_message',
  'watchdog_check_cmd',
  'schedule_kind',
  'schedule_cron',
  'schedule_every_ms',
  'schedule_at',
  'schedule_tz',
  'parent_id',
  'trigger_on',
  'run_timeout_ms',
  'overlap_policy',
  'max_retries',
  'approval_required',
  'approval_scope',
  'resource_pool',
  'delivery_to',
]);

const GROUPS: Readonly<Record<keyof typeof jobFieldGroups, string>> = {
  job: 'NAME AND LIFE',
  schedule: 'WHEN IT FIRES',
  payload: 'WHAT IT RUNS',
  run: 'HOW A RUN IS KEPT WITHIN BOUNDS',
  chain: 'CHAINS AND APPROVALS',
  delivery: 'WHO HEARS OF IT',
  watchdog: 'WATCHDOGS',
};

/** All the others, by their own names and in their groups. */
export const OTHER_FIELDS: readonly FormField[] = Object.entries(jobFieldGroups).flatMap(([group, fields]) =>
  (Object.keys(fields) as JobField[])
    .filter((field) => !ASKED_ABOVE.has(field))
    .map((field) => otherField(field, GROUPS[group as keyof typeof jobFieldGroups])),
);

function otherField(field: JobField, group: string): FormField {
  const { help } = describeJobField(field);
  const writing = writingOf(field);
  const base = { ...plain(field, field, help), group };
  if (writing.kind === 'flag') return { ...base, options: optionsOf(['no', 'yes']) };
  return writing.kind === 'choice' ? { ...base, options: optionsOf(writing.values) } : base;
}
