import { RE2JS } from 're2js';
import { SHELL_PAYLOAD_BYTES_MAX } from '../../../store/nouns/job-fields/payload-fields.ts';
import type { JobField, JobInput, PayloadKind, SessionTarget } from '../../../store/nouns/job-fields.ts';
import { scheduleChecks } from './check-schedule.ts';
import { type Problem, refuse, refuseMissing } from './problem.ts';

export type ParseContext = {
  now: number;
  /** The zone of this machine, for warnings only; a definition is read in its own. */
  machineZone: string;
  allowPast: boolean;
};

/** One rule between fields; it is left out when a field it reads is broken by itself. */
export type Check = {
  reads: readonly JobField[];
  find: (input: JobInput, context: ParseContext) => readonly Problem[];
};

/** What the fields of a job say to one another. */
export function crossCheck(input: JobInput, broken: ReadonlySet<string>, context: ParseContext): Problem[] {
  return [...scheduleChecks, ...payloadChecks, ...chainChecks, ...watchdogChecks, ...deliveryChecks]
    .filter((check) => !check.reads.some((field) => broken.has(field)))
    .flatMap((check) => check.find(input, context));
}

/** The kind of payload each target takes. */
export const payloadKindOf = {
  shell: 'shellCommand',
  isolated: 'agentTurn',
  main: 'systemEvent',
} as const satisfies Record<SessionTarget, PayloadKind>;

const payloadChecks: readonly Check[] = [
  {
    reads: ['payload_kind', 'session_target'],
    find: ({ payload_kind: given, session_target: target }) => {
      const kind = payloadKindOf[target];
      if (given === undefined || given === kind) return [];
      const meant = Object.entries(payloadKindOf).find(([, other]) => other === given)?.[0];
      const hint = `leave it out, or set session_target to ${meant}`;
      return [refuse('payload_kind', given, `${kind} follows from session_target ${target}`, hint)];
    },
  },
  {
    reads: ['payload_message', 'job_type'],
    find: ({ payload_message: message, job_type: type }) => {
      if (type === 'watchdog' || message?.trim()) return [];
      return message === undefined
        ? [refuseMissing('payload_message')]
        : [refuse('payload_message', message, 'a command, prompt or event text that is not blank')];
    },
  },
  {
    reads: ['payload_message', 'session_target'],
    find: ({ payload_message: message = '', session_target: target }) => {
      if (target !== 'shell' || Buffer.byteLength(message) <= SHELL_PAYLOAD_BYTES_MAX) return [];
      const allowed = `a shell command of at most ${SHELL_PAYLOAD_BYTES_MAX.toLocaleString('en')} bytes`;
      return [refuse('payload_message', message, allowed, 'put it into a script and run that')];
    },
  },
];

const TRIGGER_FIELDS = ['trigger_on', 'trigger_delay_s', 'trigger_condition'] as const;

const chainChecks: readonly Check[] = [
  {
    reads: ['parent_id', ...TRIGGER_FIELDS],
    find: (input) =>
      input.parent_id !== undefined
        ? []
        : TRIGGER_FIELDS.filter((field) => input[field] !== undefined).map((field) =>
            refuse(field, input[field], 'only a job with parent_id is triggered', `give parent_id or remove ${field}`),
          ),
  },
  {
    reads: ['trigger_condition'],
    find: ({ trigger_condition: condition }) => {
      const fault = condition === undefined ? undefined : patternFault(condition);
      return fault === undefined ? [] : [refuse('trigger_condition', condition, `the pattern is wrong: ${fault}`)];
    },
  },
];

const WATCHDOG_FIELDS = [
  'watchdog_target_label',
  'watchdog_check_cmd',
  'watchdog_timeout_min',
  'watchdog_alert_channel',
  'watchdog_alert_target',
  'watchdog_started_at',
] as const;

const watchdogChecks: readonly Check[] = [
  {
    reads: ['job_type', 'watchdog_check_cmd'],
    find: ({ job_type: type, watchdog_check_cmd: command }) =>
      type === 'watchdog' && command === undefined
        ? [refuseMissing('watchdog_check_cmd', 'a watchdog needs a command to look with')]
        : [],
  },
  {
    reads: ['job_type', ...WATCHDOG_FIELDS],
    find: (input) =>
      input.job_type === 'watchdog'
        ? []
        : WATCHDOG_FIELDS.filter((field) => input[field] !== undefined).map((field) =>
            refuse(field, input[field], 'only a watchdog has it', `set job_type to watchdog or remove ${field}`),
          ),
  },
];

const deliveryChecks: readonly Check[] = [
  {
    reads: ['delivery_mode', 'delivery_to'],
    find: ({ delivery_mode: mode, delivery_to: to }) =>
      mode === undefined || mode === 'none' || to !== undefined
        ? []
        : [refuse('delivery_mode', mode, 'it needs delivery_to', 'give delivery_to or set delivery_mode to none')],
  },
];

/** Conditions run on an engine without backtracking, which knows neither look-around nor back-references. */
function patternFault(condition: string): string | undefined {
  if (!condition.startsWith('regex:')) return undefined;
  try {
    RE2JS.compile(condition.slice('regex:'.length));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
  }
}
