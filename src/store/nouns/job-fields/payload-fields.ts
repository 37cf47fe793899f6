import * as z from 'zod';
import {
  choice,
  described,
  flag,
  line,
  optionalLine,
  optionalPath,
  requiredChoice,
  TEXT_BYTES_MAX,
  text,
  whole,
} from './builders.ts';
import {
  contextRetrievals,
  executionIntents,
  jobClasses,
  jobTypes,
  payloadKinds,
  payloadScopes,
  sessionTargets,
} from './choices.ts';

export const PAYLOAD_BYTES_MAX = 1_048_576;
/** Linux refuses a single argument of 128 KiB; the wrapper around a command needs the rest. */
export const SHELL_PAYLOAD_BYTES_MAX = 120_000;
export const ENV_NAMES_MAX = 200;
export const ENV_VALUE_BYTES_MAX = 32_768;

/** A variable's value, or where to read it at the start of a run, so that no secret is stored. */
export const envValueSchema = z.union([
  text(ENV_VALUE_BYTES_MAX),
  z.strictObject({ from_file: line(TEXT_BYTES_MAX).startsWith('/') }),
  z.strictObject({ from_env: line(TEXT_BYTES_MAX).regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
]);
export const ENV_VALUE_ALLOWED = 'text, {"from_file": "/path"} or {"from_env": "NAME"}';
export type EnvValue = z.infer<typeof envValueSchema>;

// OPENCLAW_ names are the engine's own words to a run; a job that set them could impersonate another run.
const envName = line(256).regex(/^(?!OPENCLAW_)[A-Za-z_][A-Za-z0-9_]*$/);

/** What a job runs, and as whom. */
export const payloadFields = {
  session_target: choice(sessionTargets, 'isolated', 'where the job runs: a shell, an agent turn, or the main session'),
  job_type: choice(jobTypes, 'standard', 'a watchdog looks after something else that runs'),
  job_class: choice(jobClasses, 'standard', 'pre_compaction_flush puts the flush preamble in front of the prompt'),
  agent_id: described(
    line(TEXT_BYTES_MAX)
      .regex(/^[^\s:]+$/)
      .default('main'),
    "an agent's id, without blanks and colons",
    'the agent that answers',
  ),
  payload_kind: requiredChoice(payloadKinds, 'follows from session_target'),
  payload_message: described(
    text(PAYLOAD_BYTES_MAX),
    'text of at most 1 MiB (a shell command: 120,000 bytes) without NUL',
    'the command, prompt or event text',
  ),
  payload_model: optionalLine('model for the agent turn'),
  payload_thinking: optionalLine('thinking level for the agent turn'),
  auth_profile: optionalLine('credential profile of the agent turn'),
  preferred_session_key: optionalLine('session the agent turn continues in'),
  payload_timeout_seconds: whole({ min: 1, max: 604_800 }, 120, 'an agent silent for so long is ended'),
  payload_scope: choice(payloadScopes, 'own', 'global lets the agent look across sessions'),
  execution_intent: choice(executionIntents, 'execute', 'plan asks the agent to plan only'),
  execution_read_only: flag(false, 'asks the agent to change nothing'),
  context_retrieval: choice(contextRetrievals, 'none', 'earlier runs put into the prompt'),
  context_retrieval_limit: whole({ min: 1, max: 100 }, 5, 'how many earlier runs go into the prompt'),
  shell: optionalPath('shell for the command; /bin/bash, or /bin/sh where there is none'),
  cwd: optionalPath('directory the command starts in; the home directory when absent'),
  env: described(
    z
      .record(envName, envValueSchema)
      .refine((given) => Object.keys(given).length <= ENV_NAMES_MAX)
      .default({}),
    `at most ${ENV_NAMES_MAX} variable names, not OPENCLAW_…, each with ${ENV_VALUE_ALLOWED}`,
    'variables added to the environment of the command',
  ),
};
