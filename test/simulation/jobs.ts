import type { JobWords } from '../support/builders.ts';

const SECOND = 1_000;
const TOLD = { delivery_mode: 'announce-always', delivery_channel: 'pager', delivery_to: '42' };
const LIMITS = { run_timeout_ms: 60_000, payload_timeout_seconds: 20, kill_grace_ms: 2_000 };

/** The first is touched by nobody, so that all of its fire times can be counted; `parent` is an index in this list. */
export const JOBS: readonly (JobWords & { parent?: number })[] = [
  { name: 'steady', schedule_every_ms: 10 * SECOND },
  { name: 'line', schedule_every_ms: 7 * SECOND, overlap_policy: 'queue', max_queued_dispatches: 3 },
  { name: 'newest', schedule_every_ms: 11 * SECOND, overlap_policy: 'replace', resource_pool: 'io' },
  { name: 'patient', schedule_every_ms: 8 * SECOND, resource_pool: 'io', pool_policy: 'wait', overlap_policy: 'queue' },
  { name: 'retries', ...TOLD, max_retries: 2, retry_delay_s: 3, retry_jitter: 0.5, resource_pool: 'net', priority: 3 },
  {
    name: 'asks',
    ...TOLD,
    approval_required: true,
    approval_scope: 'all',
    approval_timeout_s: 20,
    resource_pool: 'net',
  },
  { name: 'from end', schedule_every_ms: 6 * SECOND, every_from: 'end', resource_pool: 'io', overlap_policy: 'queue' },
  { name: 'owes', schedule_every_ms: 9 * SECOND, misfire_policy: 'run_all', misfire_max: 5, overlap_policy: 'queue' },
  {
    name: 'again',
    schedule_every_ms: 13 * SECOND,
    delivery_guarantee: 'at-least-once',
    max_retries: 1,
    retry_delay_s: 2,
  },
  { name: 'parent', max_trigger_fanout: 2, overlap_policy: 'allow' },
  { name: 'after ok', parent: 9, overlap_policy: 'queue' },
  { name: 'after failure', parent: 9, trigger_on: 'failure', trigger_delay_s: 2, overlap_policy: 'queue' },
  { name: 'after yes', parent: 9, trigger_on: 'complete', trigger_condition: 'contains:yes', overlap_policy: 'allow' },
  { name: 'after attempts', parent: 4, trigger_on: 'attempt_failure', max_queued_dispatches: 2 },
  { name: 'asks in a chain', parent: 10, approval_required: true, approval_auto: 'approve', approval_timeout_s: 10 },
  { name: 'short', run_timeout_ms: 5_000, kill_grace_ms: 2_000, max_retries: 1, retry_delay_s: 1, ...TOLD },
  { name: 'stops', on_engine_exit: 'stop', schedule_every_ms: 17 * SECOND },
  { name: 'minutely', schedule_cron: '* * * * *', jitter_s: 20, misfire_policy: 'skip' },
  {
    name: 'watchdog',
    job_type: 'watchdog',
    watchdog_check_cmd: 'check',
    watchdog_target_label: 'x',
    schedule_every_ms: 20 * SECOND,
  },
  {
    name: 'quick turn',
    session_target: 'isolated',
    payload_message: '[[say:ok]]',
    ...LIMITS,
    schedule_every_ms: 15 * SECOND,
  },
  {
    name: 'drips',
    session_target: 'isolated',
    payload_message: '[[drip:5:3000]]',
    ...LIMITS,
    overlap_policy: 'queue',
    ...TOLD,
  },
  {
    name: 'hangs',
    session_target: 'isolated',
    payload_message: '[[hang]]',
    ...LIMITS,
    overlap_policy: 'replace',
    max_retries: 1,
  },
  {
    name: 'fails',
    session_target: 'isolated',
    payload_message: '[[say:TASK_FAILED]]',
    ...LIMITS,
    delivery_guarantee: 'at-least-once',
  },
  { name: 'event', session_target: 'main', payload_message: 'look', schedule_every_ms: 23 * SECOND },
];

/** The job that no move touches. */
export const STEADY = 0;
