import * as z from 'zod';
import { requiredChoice } from './job-fields/builders.ts';
import { chainFields } from './job-fields/chain-fields.ts';
import { scheduleKinds } from './job-fields/choices.ts';
import { deliveryFields, labelFields } from './job-fields/delivery-fields.ts';
import { payloadFields } from './job-fields/payload-fields.ts';
import { runFields } from './job-fields/run-fields.ts';
import { scheduleFields } from './job-fields/schedule-fields.ts';
import { watchdogFields } from './job-fields/watchdog-fields.ts';

export type * from './job-fields/choices.ts';
export type { EnvValue } from './job-fields/payload-fields.ts';

/** The fields in the order in which help and forms show them. */
export const jobFieldGroups = {
  job: labelFields,
  schedule: {
    schedule_kind: requiredChoice(scheduleKinds, 'follows from which schedule field is given'),
    ...scheduleFields,
  },
  payload: payloadFields,
  run: runFields,
  chain: chainFields,
  delivery: deliveryFields,
  watchdog: watchdogFields,
};

/**
 * A whole job definition: every defaulted or derived field is present, an absent field has no key.
 * `shell`, `cwd` and `delivery_channel` stay absent unless given, because the machine and the alias decide them later.
 */
export const jobDefinitionSchema = z.strictObject({
  ...jobFieldGroups.job,
  ...jobFieldGroups.schedule,
  ...jobFieldGroups.payload,
  ...jobFieldGroups.run,
  ...jobFieldGroups.chain,
  ...jobFieldGroups.delivery,
  ...jobFieldGroups.watchdog,
});
export type JobDefinition = z.infer<typeof jobDefinitionSchema>;
export type JobField = keyof JobDefinition;

/** What an operator may write: fields that follow from others may be left out. */
export const jobInputSchema = jobDefinitionSchema.partial({
  schedule_kind: true,
  payload_kind: true,
  payload_message: true,
  delivery_mode: true,
});
export type JobInput = z.infer<typeof jobInputSchema>;

export const jobFields = Object.keys(jobDefinitionSchema.shape) as readonly JobField[];

/** Fields of trust gates; this version can't enforce them, so it refuses them instead of storing what it would ignore. */
export const TRUST_FIELD = /^(identity|authorization|evidence)|^contract_|^child_credential_policy$/;

/** What help and refusals say about a field. */
export function describeJobField(field: JobField): { help: string; allowed: string } {
  const meta = jobDefinitionSchema.shape[field].meta();
  return { help: meta?.description ?? '', allowed: typeof meta?.allowed === 'string' ? meta.allowed : '' };
}
