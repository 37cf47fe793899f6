import { type JobDefinition, type JobInput, jobDefinitionSchema } from '../../../store/nouns/job-fields.ts';
import { parseAt, spelledZone } from '../schedule/index.ts';
import { checkFields } from './check-fields.ts';
import { scheduleKindOf } from './check-schedule.ts';
import { crossCheck, type ParseContext, payloadKindOf } from './cross-checks.ts';
import { prepareFields, type RawFields } from './prepare-fields.ts';
import { limitProblems, type Problem, showValue } from './problem.ts';
import { warningsOf } from './warnings.ts';

export type ParseResult =
  | { kind: 'ok'; definition: JobDefinition; warnings: string[] }
  | { kind: 'refused'; problems: Problem[] };

/** Makes a definition of what an operator wrote, or says everything that is wrong with it. */
export function parseJob(input: unknown, context: ParseContext): ParseResult {
  if (!isFields(input)) return { kind: 'refused', problems: [notAnObject(input)] };
  const fields = prepareFields(input);
  const { sound, broken, problems } = checkFields(fields);
  const all = [...problems, ...crossCheck(sound, broken, context)];
  if (all.length > 0) return { kind: 'refused', problems: limitProblems(all) };
  const definition = derive(sound, context.now);
  return { kind: 'ok', definition, warnings: warningsOf(definition, fields, context) };
}

/** Whether a value is an object with fields. */
export function isFields(value: unknown): value is RawFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The refusal of anything that has no fields. */
export function notAnObject(value: unknown): Problem {
  const shown = showValue(value);
  const allowed = 'an object with fields, such as {"name":"…"}';
  return { field: '', value: shown, allowed, line: `a job is ${allowed}, not ${shown}` };
}

/** What is said when nobody gave a delivery mode. */
export const defaultDeliveryMode = (deliveryTo: string | undefined) => (deliveryTo === undefined ? 'none' : 'announce');

/** Fills in what follows from other fields; instants become UTC text, so that they mean the same tomorrow. */
function derive(input: JobInput, now: number): JobDefinition {
  const derived = {
    ...input,
    schedule_kind: scheduleKindOf(input),
    schedule_tz: input.schedule_tz === undefined ? undefined : spelledZone(input.schedule_tz),
    schedule_at: toUtc(input.schedule_at, now),
    schedule_anchor_at: toUtc(input.schedule_anchor_at, now),
    payload_kind: payloadKindOf[input.session_target],
    payload_message: input.payload_message ?? input.watchdog_target_label ?? '',
    trigger_on: input.parent_id === undefined ? undefined : (input.trigger_on ?? 'success'),
    delivery_mode: input.delivery_mode ?? defaultDeliveryMode(input.delivery_to),
    watchdog_started_at: toUtc(input.watchdog_started_at, now),
  };
  const present = Object.entries(derived).filter(([, value]) => value !== undefined);
  // Parsing once more puts the fields into one order, so that equal definitions are equal texts.
  return jobDefinitionSchema.parse(Object.fromEntries(present));
}

function toUtc(written: string | undefined, now: number): string | undefined {
  const parsed = written === undefined ? undefined : parseAt(written, now);
  return parsed?.kind === 'ok' ? new Date(parsed.at).toISOString() : undefined;
}
