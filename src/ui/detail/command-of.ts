import type { JobDefinition } from '../../store/nouns/job-fields.ts';

/** What a job's process is: of a watchdog the check, since its payload is only a text for people. */
export const commandOf = (definition: JobDefinition): string =>
  definition.job_type === 'watchdog'
    ? (definition.watchdog_check_cmd ?? definition.payload_message)
    : definition.payload_message;
