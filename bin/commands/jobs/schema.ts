import { CHAIN_DEPTH_MAX, JOB_JSON_BYTES_MAX } from '../../../src/engine/rules/job/index.ts';
import { jobJsonSchema } from '../../../src/engine/rules/job/json-schema.ts';
import { NEXT_STATES, STATES } from '../../../src/engine/rules/why/facts.ts';
import { MOMENTS } from '../../../src/engine/rules/why/moment-view.ts';
import { REASON_CODES } from '../../../src/store/nouns/decision.ts';
import { jobFields } from '../../../src/store/nouns/job-fields.ts';
import { RUN_STATUSES } from '../../../src/store/nouns/run.ts';
import type { Context } from '../../context.ts';
import { EXIT_CODES } from '../../failure.ts';
import { LIST_MAX } from '../../limits.ts';
import { version } from '../../version.ts';

/** Text is the bare document, so that it can go straight into a file. */
export function showSchema(context: Context, options: { capabilities?: true }): void {
  const document = options.capabilities === true ? capabilities(context) : jobJsonSchema();
  context.output.answer(document, () => [JSON.stringify(document, undefined, 2)]);
}

const MAX_ACTIVE_RUNS = 8;

function capabilities(context: Context): object {
  return {
    version,
    node: process.version,
    limits: {
      max_active_runs: context.settings.config.max_active_runs ?? MAX_ACTIVE_RUNS,
      chain_depth: CHAIN_DEPTH_MAX,
      job_json_bytes: JOB_JSON_BYTES_MAX,
      list_rows: LIST_MAX,
    },
    features: {
      shell_jobs: true,
      watchdogs: true,
      chains: true,
      approvals: true,
      pools: true,
      pauses: true,
      agent_jobs: false,
      trust_gates: false,
    },
    job_fields: jobFields,
    run_statuses: RUN_STATUSES,
    reasons: REASON_CODES,
    why: { states: STATES, coming: NEXT_STATES, moments: MOMENTS },
    exit_codes: EXIT_CODES,
  };
}
