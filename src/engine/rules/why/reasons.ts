import type { ReasonCode } from '../../../store/nouns/decision.ts';
import type { JobDefinition } from '../../../store/nouns/job-fields.ts';
import { asArgument } from './words.ts';

/** `sentence` stands behind "because"; `remedy` is what changes it, with names as arguments of commands. */
type Reason = { sentence: string; remedy(job: string, pool: string): string };

const none = (): string => 'nothing needs to be done';
const byHand = (job: string): string => `jobs run ${job} runs it now`;

/** Every reason code, said once. */
export const REASONS: Readonly<Record<ReasonCode, Reason>> = {
  disabled: {
    sentence: 'the job is off',
    remedy: (job) => `jobs enable ${job} turns it on, jobs run ${job} runs it once`,
  },
  'already-claimed': { sentence: 'somebody else had taken this dispatch first', remedy: none },
  'approval-backlog': {
    sentence: 'as many of its approvals as may (max_pending_approvals) were waiting already',
    remedy: (job) => `answer them with jobs approve ${job} or jobs reject ${job}`,
  },
  'approval-pending': {
    sentence: 'an earlier approval of the job was still open',
    remedy: (job) => `answer it with jobs approve ${job} or jobs reject ${job}`,
  },
  'approval-asked': {
    sentence: 'it asks a person first',
    remedy: (job) => `answer with jobs approve ${job} or jobs reject ${job}`,
  },
  'approval-rejected': { sentence: 'a person said no', remedy: (job) => `jobs run ${job} asks once more` },
  'approval-lapsed': {
    sentence: 'nobody answered its approval in time',
    remedy: (job) => `jobs run ${job} asks once more; approval_timeout_s gives more time`,
  },
  'pool-busy': {
    sentence: 'every slot of its pool was taken',
    remedy: (_, pool) =>
      `pools set ${pool} SLOTS gives more slots; pool_policy wait makes fires wait instead of skipping them`,
  },
  'overlap-skip': {
    sentence: 'an earlier run of the job was not over',
    remedy: () => 'overlap_policy queue, allow or replace lets such a fire run',
  },
  'overlap-waiting': { sentence: 'it waits for an earlier run of the job to end', remedy: none },
  'overlap-full': {
    sentence: 'as many of its dispatches as may (max_queued_dispatches) were waiting already',
    remedy: (job) => `queue list --job ${job} shows them; max_queued_dispatches allows more`,
  },
  replaced: { sentence: 'a newer one took its place', remedy: none },
  duplicate: { sentence: 'this occasion had its run already', remedy: byHand },
  'gateway-down': {
    sentence: 'the gateway was not connected',
    remedy: () => 'start the gateway; what waits for it looks again every minute',
  },
  limit: {
    sentence: 'as many runs as may (max_active_runs) were active',
    remedy: () => 'a higher max_active_runs lets more run at once; priority moves it to the front',
  },
  paused: { sentence: 'it was paused', remedy: (job) => `resume ${job} ends a pause of the job` },
  window: { sentence: 'its calendar excludes that day', remedy: () => 'exclude says which days' },
  'misfire-skip': {
    sentence: 'the fire time had passed when an engine looked, and such are skipped',
    remedy: () => 'misfire_policy run_once or run_all makes up for missed fire times',
  },
  'misfire-window': {
    sentence: 'the fire time was missed, and too long ago or too many came after it to make up for',
    remedy: () => 'misfire_window_s and misfire_max say how many are made up for',
  },
  'retry-pending': { sentence: 'a retry of an earlier run was waiting', remedy: none },
  'backing-off': {
    sentence: 'the job had failed, and its next fire waits',
    remedy: (job) => `jobs run ${job}, an edit or a success ends the back-off`,
  },
  'dst-gap': {
    sentence: 'the clocks skipped that time',
    remedy: () => 'dst cronie makes up for it right after the gap',
  },
  clock: { sentence: 'the clock of the machine was set', remedy: byHand },
  deleted: { sentence: 'the job was deleted', remedy: none },
  cancelled: { sentence: 'somebody cancelled it', remedy: byHand },
  'engine-error': {
    sentence: 'the engine could not handle it',
    remedy: () => 'alerts list shows the fault; it is tried three times, then given up',
  },
  'never-started': { sentence: 'its process was never started', remedy: none },
  'no-engine': {
    sentence: 'no engine runs on this database',
    remedy: () => 'openclaw-tui starts one with the console, openclaw-tui --no-ui without',
  },
  'trigger-not-met': {
    sentence: 'its parent did not end the way it waits for',
    remedy: (job) => `trigger_on says for which; jobs run ${job} runs it all the same`,
  },
  'condition-not-met': {
    sentence: 'what its parent printed does not meet its condition',
    remedy: (job) => `trigger_condition says what; jobs run ${job} runs it all the same`,
  },
  'condition-failed': {
    sentence: 'its condition could not be looked at, so nobody knows whether it was met',
    remedy: (job) => `look at the parent's output, then jobs run ${job} if it should have run`,
  },
  'fan-out': {
    sentence: 'its parent triggers no more jobs at once (max_trigger_fanout)',
    remedy: (job) => `a higher max_trigger_fanout of the parent; jobs run ${job} runs it all the same`,
  },
  depth: {
    sentence: 'the chain is deeper than chains may be',
    remedy: (job) => `a parent nearer to the top; jobs run ${job} runs it all the same`,
  },
};

/** What changes it, for this job. */
export const remedyFor = (
  reason: ReasonCode,
  { name, resource_pool: pool = 'POOL' }: Pick<JobDefinition, 'name' | 'resource_pool'>,
): string => REASONS[reason].remedy(asArgument(name), asArgument(pool));
