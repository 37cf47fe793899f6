import type { Job } from '../../../store/nouns/job.ts';
import type { JobDefinition, JobField } from '../../../store/nouns/job-fields.ts';

/** Fields that a single run may change for itself; they say what it does and how far it may go. */
const OVERRIDABLE: readonly JobField[] = [
  'payload_message',
  'payload_model',
  'payload_thinking',
  'payload_timeout_seconds',
  'execution_intent',
  'execution_read_only',
  'agent_id',
  'auth_profile',
  'preferred_session_key',
  'shell',
  'cwd',
  'env',
  'run_timeout_ms',
  'idle_timeout_ms',
  'kill_grace_ms',
  'success_exit_codes',
  'output_store_limit_bytes',
  'output_offload_threshold_bytes',
  'output_excerpt_limit_bytes',
  'output_summary_limit_bytes',
  'output_max_bytes',
];

/** What is run. Everything else (schedule, guards, retries, chain, delivery) is about the job as it is now. */
const RUN_FIELDS: readonly JobField[] = [
  ...OVERRIDABLE,
  'session_target',
  'payload_kind',
  'payload_scope',
  'job_type',
  'job_class',
  'context_retrieval',
  'context_retrieval_limit',
  'on_engine_exit',
  'watchdog_target_label',
  'watchdog_check_cmd',
  'watchdog_timeout_min',
  'watchdog_started_at',
];

/** A patch on a job's definition for one run alone; null takes a field away. */
export type JobOverride = Readonly<Partial<Record<JobField, unknown>>>;

export type StoredContent = { revision: number; definition: JobDefinition; override?: JobOverride };

/** D-86. The job as a dispatch or run has it: what is run is the stored revision's, all the rest is the job's of now. */
export function jobAsRun(job: Job, { revision, definition, override }: StoredContent): Job {
  const content = { ...definition, ...override };
  const entries = Object.entries(job.definition).filter(([field]) => !isRunField(field));
  const stored = Object.entries(content).filter(([field, value]) => isRunField(field) && value !== null);
  return { ...job, revision, definition: Object.fromEntries([...entries, ...stored]) as JobDefinition };
}

export const isOverridable = (field: string): boolean => OVERRIDABLE.some((one) => one === field);

export const overridableFields = (): readonly JobField[] => OVERRIDABLE;

/** The fields of a valid patch as they were understood; what it takes away is null. */
export function overrideOf(patch: object, validated: JobDefinition): JobOverride {
  const fields = OVERRIDABLE.filter((field) => Object.hasOwn(patch, field));
  return Object.fromEntries(fields.map((field) => [field, validated[field] ?? null]));
}

const isRunField = (field: string): boolean => RUN_FIELDS.some((one) => one === field);
