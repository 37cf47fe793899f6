import { join } from 'node:path';
import type { Job } from '../../../src/store/nouns/job.ts';
import { ANA, type JobWords } from '../../support/builders.ts';
import type { Home } from '../support/home.ts';
import { witnessed } from '../support/ledger.ts';

export type LoopJobs = {
  ledger: string;
  /** Those that fire by themselves; they are switched off while the loop is audited. */
  steady: Job[];
  /** Those that are asked for by hand. */
  asked: Job[];
  /** Those whose children must follow each ok. */
  parents: { parent: Job; onSuccess: Job }[];
  /** A job of a moment: once at an instant, or deleted by hand before. */
  oneShot(name: string): JobWords;
};

/** One job for each thing that a crash could break; every run is its own witness. */
export const addJobs = (home: Home): LoopJobs => {
  const ledger = join(home.directory, 'ledger');
  const add = (name: string, work: string, fields: JobWords = {}, code = '0'): Job =>
    home.addJob({ name, payload_message: witnessed(ledger, work, code), max_queued_dispatches: 10_000, ...fields });
  const child = (name: string, parent: Job, fields: JobWords): Job =>
    add(name, 'sleep 0.02', { parent_id: parent.id, overlap_policy: 'queue', ...fields });

  home.commands.setPool('press', 1, ANA);
  const steady = [
    add('each-second', 'sleep 0.02', { schedule_every_ms: 1_000 }),
    add('each-second-all', 'sleep 0.02', { schedule_every_ms: 1_000, misfire_policy: 'run_all', misfire_max: 10_000 }),
    add('each-two-seconds-again', 'sleep 0.3', { schedule_every_ms: 2_000, delivery_guarantee: 'at-least-once' }),
  ];
  const parent = add('parent', 'echo a word of MAGIC', { overlap_policy: 'queue' });
  const onSuccess = child('child', parent, { trigger_on: 'success' });
  child('child-on-condition', parent, { trigger_on: 'success', trigger_condition: 'contains:MAGIC' });
  child('child-on-failure', parent, { trigger_on: 'failure' });
  const onGrandchild = child('grandchild', onSuccess, { trigger_on: 'complete' });
  const asked = [
    parent,
    add('queue', 'sleep 0.1', { overlap_policy: 'queue' }),
    add('replace', 'sleep 0.6', { overlap_policy: 'replace', kill_grace_ms: 500 }),
    add('skip', 'sleep 0.2', { overlap_policy: 'skip' }),
    add('press-one', 'sleep 0.1', { resource_pool: 'press', pool_policy: 'wait', overlap_policy: 'queue' }),
    add('press-two', 'sleep 0.1', {
      resource_pool: 'press',
      pool_policy: 'wait',
      overlap_policy: 'queue',
      priority: 5,
    }),
    add(
      'flaky',
      'sleep 0.05',
      { overlap_policy: 'queue', max_retries: 2, retry_delay_s: 0 },
      '$((OPENCLAW_ATTEMPT < 3))',
    ),
    add('long', 'sleep 1.5', { overlap_policy: 'allow', success_exit_codes: [3] }, '3'),
    add('at-least-once', 'sleep 0.5', { overlap_policy: 'allow', delivery_guarantee: 'at-least-once' }),
    add('at-most-once', 'sleep 0.5', { overlap_policy: 'allow' }),
    add('ends-with-engine', 'sleep 2', { overlap_policy: 'allow', on_engine_exit: 'stop', kill_grace_ms: 500 }),
    add('needs-a-yes', 'sleep 0.05', { approval_required: true, approval_scope: 'all', max_pending_approvals: 100 }),
  ];
  return {
    ledger,
    steady,
    asked,
    parents: [
      { parent, onSuccess },
      { parent: onSuccess, onSuccess: onGrandchild },
    ],
    oneShot: (name) => ({
      name,
      session_target: 'shell',
      shell: '/bin/sh',
      payload_message: witnessed(ledger, 'sleep 0.05'),
      schedule_at: new Date(Date.now() + 700).toISOString(),
      delete_after_run: true,
    }),
  };
};
