import type { JobDefinition } from '../../../store/nouns/job-fields.ts';
import { checkCron, cronKeyword } from '../schedule/index.ts';
import { writtenSecretWarnings } from '../secret-shapes.ts';
import type { ParseContext } from './cross-checks.ts';
import type { RawFields } from './prepare-fields.ts';

/** What is allowed but likely not what was meant; `given` tells a default from a wish. */
export function warningsOf(definition: JobDefinition, given: RawFields, context: ParseContext): string[] {
  return [
    ...cronNotes(definition),
    ...otherZone(definition, given, context),
    ...approvalNobodyAsks(definition),
    ...withoutShell(definition),
    ...writtenSecretWarnings(definition.env),
  ];
}

function cronNotes(definition: JobDefinition): readonly string[] {
  const { schedule_cron: written, schedule_tz: zone } = definition;
  const keyword = written === undefined ? undefined : cronKeyword(written);
  if (keyword?.kind !== 'expression') return [];
  const checked = checkCron(keyword.expression, zone, '');
  return checked.kind === 'ok' ? checked.notes.map((note) => `schedule_cron: ${note}`) : [];
}

function otherZone(definition: JobDefinition, given: RawFields, { machineZone }: ParseContext): string[] {
  const readInZone = cronKeyword(definition.schedule_cron ?? '@manual').kind === 'expression';
  if (!readInZone || given.schedule_tz !== undefined || ['UTC', 'Etc/UTC', 'GMT'].includes(machineZone)) return [];
  return [`schedule_tz: not given, so the schedule is read in UTC; this machine's zone is ${machineZone}`];
}

function approvalNobodyAsks(definition: JobDefinition): string[] {
  const { approval_required: required, approval_scope: scope, parent_id: parentId } = definition;
  if (!required || scope === 'all' || parentId !== undefined) return [];
  return ['approval_scope: chain asks only when a parent starts the job, and it has none; all asks every time'];
}

function withoutShell(definition: JobDefinition): string[] {
  if (definition.session_target === 'shell' || definition.job_type === 'watchdog') return [];
  const idle = SHELL_FIELDS.filter((field) => definition[field] !== undefined);
  const names = Object.keys(definition.env).length > 0 ? [...idle, 'env'] : idle;
  return names.map((name) => `${name}: has no effect, since session_target is ${definition.session_target}`);
}

const SHELL_FIELDS = ['shell', 'cwd', 'idle_timeout_ms', 'retry_on_exit_codes'] as const;
