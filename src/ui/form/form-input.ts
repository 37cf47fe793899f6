import type { JobField } from '../../store/nouns/job-fields.ts';
import { valueOfText } from './field-text.ts';
import { OTHER_FIELDS, type Runs, SCHEDULE_FIELD, type When } from './fields.ts';
import { type Form, parentIn, textAt } from './form.ts';

type Input = Record<string, unknown>;

/** The job as the command line would be given it. */
export const inputOf = (form: Form): Input => {
  const runs = textAt(form, 'runs') as Runs;
  return { ...payloadOf(form, runs), ...scheduleOf(form), ...plainOf(form), ...approvalOf(form) };
};

/** What an edit changes; a field that is there no more is null. */
export function patchOf(form: Form): Input {
  const [before, after] = [inputOf({ ...form, values: {} }), inputOf(form)];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...names]
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, after[name] ?? null]),
  );
}

const TARGETS: Readonly<Record<Exclude<Runs, 'watchdog'>, string>> = {
  shell: 'shell',
  agent: 'isolated',
  main: 'main',
};

function payloadOf(form: Form, runs: Runs): Input {
  if (runs !== 'watchdog') {
    return { session_target: TARGETS[runs], ...given(form, 'payload_message'), job_type: 'standard' };
  }
  // A watchdog that is edited keeps what it runs in.
  const target = form.base?.definition.job_type === 'watchdog' ? form.base.definition.session_target : 'shell';
  return { session_target: target, job_type: 'watchdog', ...given(form, 'watchdog_check_cmd') };
}

function scheduleOf(form: Form): Input {
  const when = textAt(form, 'when') as When;
  if (when === 'by hand') return {};
  const own = given(form, SCHEDULE_FIELD[when]);
  if (when === 'after') return { ...parentOf(form), ...given(form, 'trigger_on') };
  const zone = when === 'cron' ? given(form, 'schedule_tz') : {};
  // Said although it follows, so that a schedule that is still empty is missed.
  return { ...own, ...zone, ...(Object.keys(own).length === 0 ? { schedule_kind: when } : {}) };
}

function parentOf(form: Form): Input {
  return { parent_id: parentIn(form)?.id ?? textAt(form, 'parent_id').trim() };
}

const PLAIN: readonly JobField[] = [
  'name',
  'run_timeout_ms',
  'overlap_policy',
  'max_retries',
  'resource_pool',
  'delivery_to',
  ...OTHER_FIELDS.map((field) => field.id as JobField),
];

/** Those of a watchdog belong to watchdogs alone, those of a chain to children. */
function plainOf(form: Form): Input {
  const runs = textAt(form, 'runs');
  const isChild = textAt(form, 'when') === 'after';
  return Object.assign(
    {},
    ...PLAIN.filter((field) => runs === 'watchdog' || !field.startsWith('watchdog_'))
      .filter((field) => isChild || !field.startsWith('trigger_'))
      .map((field) => given(form, field)),
  );
}

function approvalOf(form: Form): Input {
  const scope = textAt(form, 'approval');
  return scope === 'no' ? { approval_required: false } : { approval_required: true, approval_scope: scope };
}

/** Nothing typed is nothing given. */
function given(form: Form, field: JobField): Input {
  const text = textAt(form, field);
  return text.trim() === '' ? {} : { [field]: valueOfText(field, text) };
}
