import { inFile } from './mutation.ts';

const RULES = 'test/engine/rules/settle.test.ts';
const SECOND = 'test/engine/rules/second-attempt.test.ts';
const AFTER_RUN = 'test/engine/rules/job-after-run.test.ts';
const RETRIES = 'test/engine/dispatch/retries.test.ts';

/** What becomes of an attempt and of its job: the next one, the key, the counting, the next fire. */
export const AFTER_THE_END = [
  ...inFile('src/engine/rules/second-attempt.ts', SECOND, [
    [
      'D-64 error and time-out only',
      "if (status !== 'error' && status !== 'timeout') return false;",
      '',
      'D-64 %s with %j after %j',
    ],
    [
      'D-64 not while the job is off',
      '!job.enabled || job.deletedAt !== undefined || run.retryCount >= most',
      'job.deletedAt !== undefined || run.retryCount >= most',
      'D-64 no retry for a disabled job',
      RETRIES,
    ],
    [
      'D-64 as many as may be',
      ' || run.retryCount >= most) return false;',
      ') return false;',
      'D-64 %s with %j after %j',
    ],
    [
      'D-64 a full line',
      '!wantsRetry(facts, status) || lineIsFull(facts, job) !== undefined',
      '!wantsRetry(facts, status)',
      'D-64 a full line makes it final',
    ],
    [
      'D-64 a lost retry is told',
      'return full === undefined ? undefined : `no retry',
      'return full !== undefined ? undefined : `no retry',
      'D-64 a full line makes it final',
    ],
    [
      'D-64 retry_on_exit_codes',
      'return codes === undefined || exitMatches(outcome, codes);',
      'return true;',
      'D-64 %s with %j after %j',
    ],
    [
      'D-64 a time-out whatever the list',
      "if (outcome.kind === 'timeout') return true;",
      '',
      'D-64 %s with %j after %j',
    ],
    ['D-64 the delay', 'dueAt: now + delayMs', 'dueAt: now', 'D-64 the retry carries cause'],
    [
      'D-92 a replay only for at-least-once',
      " || job.definition.delivery_guarantee !== 'at-least-once'",
      '',
      'D-92 a crash with %s',
    ],
    ['D-92 one replay', 'run.replayOf !== undefined || ', '', 'D-92 a crash with %s'],
  ]),
  ...inFile('src/engine/rules/settlement.ts', RULES, [
    [
      'D-61 kept on ok only',
      "key: status === 'ok' ? 'keep' : 'release'",
      "key: 'keep'",
      'D-60 D-61 D-68 %s ends the run',
    ],
  ]),
  ...inFile('src/engine/rules/settle-watchdog.ts', 'test/engine/dispatch/watchdog.test.ts', [
    [
      'D-32 it deletes itself',
      "job: ends ? 'deleted' : 'stays'",
      "job: 'stays'",
      'D-32 a finished target clears the alert',
    ],
    ['D-34 three unusable checks', 'unusableInARow < UNUSABLE_MAX', 'true', 'D-34 three unusable checks in a row'],
  ]),
  ...inFile('src/engine/rules/job-after-run.ts', AFTER_RUN, [
    ['D-65 an ok ends the counting', "if (status === 'ok') return 0;", '', 'D-65 %s of %j with'],
    [
      'D-65 by hand adds none',
      "!isByHand(run) && (status === 'error' || status === 'timeout')",
      "status === 'error' || status === 'timeout'",
      'D-65 %s of %j with',
    ],
    [
      'D-65 a cancel and a crash add none',
      "!isByHand(run) && (status === 'error' || status === 'timeout')",
      '!isByHand(run)',
      'D-65 %s of %j with',
    ],
    [
      'D-66 the back-off',
      "if (errors > job.consecutiveErrors) return { job: 'stays', ...backOff(job, now, errors) };",
      '',
      'D-66 after %i errors in a row',
    ],
    [
      'D-66 an ok ends it',
      'if (errors === 0 && job.backingOffFrom !== undefined)',
      'if (false)',
      'D-66 an ok ends a back-off',
    ],
    [
      'D-66 an interval from the end goes on',
      'if (countsFromEnd(definition) && !isByHand(run))',
      'if (false)',
      'S-6 every from the end',
      'test/engine/schedule.test.ts',
    ],
    ['D-67 an at job is over', "if (oneShot) return { job: 'disabled', endsBackOff: true };", '', 'D-67 %j that ends'],
    [
      'D-67 not by hand',
      "definition.schedule_kind === 'at' && !isByHand(run)",
      "definition.schedule_kind === 'at'",
      'D-67 %j that ends',
    ],
    [
      'D-67 only after ok',
      "definition.delete_after_run && status === 'ok'",
      'definition.delete_after_run',
      'D-67 %j that ends',
    ],
  ]),
];
