import * as z from 'zod';
import { choice, described, fraction, optionalLine, optionalWhole, whole } from './builders.ts';
import { engineExitRules, overlapPolicies, poolPolicies } from './choices.ts';

export const EXIT_CODES_MAX = 256;

const exitCodes = z.array(z.int().min(0).max(255)).min(1).max(EXIT_CODES_MAX);
const EXIT_CODES = 'a list of exit codes from 0 to 255';
const STORED_BYTES = { min: 0, max: 16_777_216 };

/** How a run is admitted, limited, repeated and kept. */
export const runFields = {
  run_timeout_ms: whole({ min: 1_000, max: 604_800_000 }, 300_000, 'a run longer than this is ended as timeout'),
  idle_timeout_ms: optionalWhole({ min: 1_000, max: 604_800_000 }, 'a run that printed nothing for so long is ended'),
  kill_grace_ms: whole({ min: 0, max: 600_000 }, 5_000, 'time between SIGTERM and SIGKILL'),
  on_engine_exit: choice(engineExitRules, 'keep', 'what becomes of a running command when the engine stops'),
  overlap_policy: choice(overlapPolicies, 'skip', 'what happens when the job is due while it still runs'),
  resource_pool: optionalLine('pool whose slots the runs of this job share with others'),
  pool_policy: choice(poolPolicies, 'skip', 'what a scheduled fire does when its pool is full'),
  priority: whole({ min: -100, max: 100 }, 0, 'a point is worth a minute of waiting'),
  max_queued_dispatches: whole({ min: 1, max: 10_000 }, 25, 'most dispatches of the job that may wait'),
  max_retries: whole({ min: 0, max: 100 }, 0, 'how often a failed run is tried again'),
  retry_delay_s: whole({ min: 0, max: 2_592_000 }, 30, 'seconds before the first retry'),
  retry_factor: fraction({ min: 1, max: 100 }, 2, 'each further delay is so many times the one before'),
  retry_max_delay_s: whole({ min: 0, max: 2_592_000 }, 3_600, 'longest delay between retries'),
  retry_jitter: fraction({ min: 0, max: 1 }, 0, 'random part added to a delay, as a fraction of it'),
  retry_on_exit_codes: described(
    exitCodes.optional(),
    EXIT_CODES,
    'only these exit codes are retried; any when absent',
  ),
  success_exit_codes: described(
    exitCodes.default(() => [0]),
    EXIT_CODES,
    'exit codes that count as success',
  ),
  output_store_limit_bytes: whole(STORED_BYTES, 65_536, 'bytes of each stream kept in the database'),
  output_offload_threshold_bytes: whole(STORED_BYTES, 65_536, 'longer output stays in a file as well'),
  output_excerpt_limit_bytes: whole(STORED_BYTES, 65_536, 'bytes of what is stored that go into messages and prompts'),
  output_summary_limit_bytes: whole(
    STORED_BYTES,
    65_536,
    'bytes of the summary, the last line printed; at most 5,000 whatever is given',
  ),
  output_max_bytes: whole(
    { min: 1_024, max: 1_099_511_627_776 },
    67_108_864,
    'more output than this ends the run as error',
  ),
  expect_every_s: optionalWhole({ min: 1, max: 31_536_000 }, 'alert when no run ended ok for so many seconds'),
};
