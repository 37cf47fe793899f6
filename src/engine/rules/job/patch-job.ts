import type { JobDefinition, JobField } from '../../../store/nouns/job-fields.ts';
import { checkNames } from './check-fields.ts';
import { TIMING_FIELDS } from './check-schedule.ts';
import type { ParseContext } from './cross-checks.ts';
import { defaultDeliveryMode, isFields, notAnObject, type ParseResult, parseJob } from './parse-job.ts';
import { type RawFields, without } from './prepare-fields.ts';
import { limitProblems } from './problem.ts';

/** A patch on a stored job, validated as a whole; null takes a field away, or back to its default. */
export function patchJob(current: JobDefinition, patch: unknown, context: ParseContext): ParseResult {
  if (!isFields(patch)) return { kind: 'refused', problems: [notAnObject(patch)] };
  // Removing a field nobody knows is a slip of the pen as well, so names are looked at before null is dropped.
  const unknownRemoved = checkNames(Object.fromEntries(Object.entries(patch).filter(([, value]) => value === null)));
  if (unknownRemoved.length > 0) return { kind: 'refused', problems: limitProblems(unknownRemoved) };
  const changes = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const kept = without(current, outdatedBy(current, patch));
  // A time that was allowed when the job was stored may be past by now.
  const allowPast = context.allowPast || !has(patch, 'schedule_at');
  const result = parseJob({ ...kept, ...changes }, { ...context, allowPast });
  return result.kind === 'ok' ? withModeWarning(result, current, patch) : result;
}

/** Fields of the stored job that follow from others, or that the patch replaces without naming them. */
function outdatedBy(current: JobDefinition, patch: RawFields): JobField[] {
  const outdated: JobField[] = ['schedule_kind', 'payload_kind'];
  const setsTiming = TIMING_FIELDS.some((field) => has(patch, field) && patch[field] !== null);
  if (setsTiming || patch.schedule_kind === 'manual') outdated.push(...TIMING_FIELDS);
  const staysInterval = !setsTiming || has(patch, 'schedule_every_ms');
  if (!staysInterval || patch.schedule_every_ms === null || patch.schedule_kind === 'manual') {
    outdated.push('schedule_anchor_at');
  }
  if (patch.parent_id === null) outdated.push('trigger_on', 'trigger_delay_s', 'trigger_condition');
  if (has(patch, 'delivery_to') && current.delivery_mode === defaultDeliveryMode(current.delivery_to)) {
    outdated.push('delivery_mode');
  }
  return outdated;
}

function withModeWarning(
  result: Extract<ParseResult, { kind: 'ok' }>,
  current: JobDefinition,
  patch: RawFields,
): ParseResult {
  const mode = result.definition.delivery_mode;
  if (has(patch, 'delivery_mode') || mode === current.delivery_mode) return result;
  return { ...result, warnings: [...result.warnings, `delivery_mode: now ${mode}, since delivery_to has changed`] };
}

const has = (patch: RawFields, field: JobField) => Object.hasOwn(patch, field) && patch[field] !== undefined;
