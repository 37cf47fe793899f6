import { inFile } from './mutation.ts';

const WORLD = 'test/engine/dispatch/settlement.test.ts';
const RULES = 'test/engine/rules/settle.test.ts';
const RETRIES = 'test/engine/dispatch/retries.test.ts';
const CHAINS = 'test/engine/dispatch/chains.test.ts';

/** Each step that follows from a run's end. */
export const SETTLEMENT = [
  ...inFile('src/engine/dispatch/finalize-dispatch.ts', WORLD, [
    [
      'D-61 its result hash',
      'store.ledger.keep(dispatch.occasionKey, settlement.resultHash);',
      'store.ledger.keep(dispatch.occasionKey, undefined);',
      'D-61 the key of an ok holds a hash',
      'test/engine/proof/attacks.test.ts',
    ],
    [
      'D-60 one end only',
      'if (!store.runs.finish(run.id, settlement.run)) return false;',
      'store.runs.finish(run.id, settlement.run);',
      'D-60 an end that comes a second time changes nothing',
      'test/engine/proof/settlement.test.ts',
    ],
    [
      'D-60 its output',
      'if (evidence !== undefined) store.runs.saveOutput({ runId: run.id, ...evidence });',
      '',
      'D-60 the end of a run is one transaction',
    ],
    [
      'D-60 it is counted',
      '  if (settlement.again === undefined) store.counters.add(settlement.run.status, now);\n',
      '',
      'D-60 the end of a run is one transaction',
    ],
    [
      'D-61 a failed key is released',
      'else store.ledger.release(dispatch.occasionKey);',
      '',
      'D-61 the key is kept after ok',
    ],
    [
      'D-61 an ok key is kept',
      "if (settlement.key === 'keep') store.ledger.keep(dispatch.occasionKey, settlement.resultHash);\n  else ",
      '',
      'D-61 the key is kept after ok',
    ],
    [
      'D-63 the message',
      '  for (const notice of settlement.notices) store.outbox.add(notice, now);\n',
      '',
      'D-63 D-23 announce tells of failures only',
    ],
    [
      'D-64 the retry is queued',
      '[settlement.retry.dispatch, ...settlement.children]',
      'settlement.children',
      'D-64 a retry with a new idempotency key',
      RETRIES,
    ],
    [
      'D-64 only last_run_at of an attempt',
      "else if (settlement.run.status !== 'skipped' && settlement.again === undefined) store.jobs.touch(job.id, now);",
      '',
      'D-64 D-65 an attempt that will be retried',
      'test/engine/proof/settlement.test.ts',
    ],
    [
      'D-65 the result on the job',
      'if (settlement.jobResult !== undefined) store.jobs.recordResult(job.id, settlement.jobResult);\n  else if',
      'if',
      'D-60 the end of a run is one transaction',
    ],
    [
      'D-66 the swallowed slots have a trace',
      '  if (settlement.endsBackOff) recordSwallowedSlots(store, job, now);\n',
      '',
      'D-66 a run by hand that succeeds ends the back-off',
      RETRIES,
    ],
    [
      'D-66 the next fire',
      '  if (settlement.plan !== undefined) store.jobs.plan(job.id, settlement.plan.next, settlement.plan.backingOff);\n',
      '',
      'D-66 after errors the next fire waits',
      RETRIES,
    ],
    [
      'D-67 the job goes',
      "if (settlement.job === 'deleted') deleteJob",
      'if (false) deleteJob',
      'D-67 a cron job with delete_after_run',
    ],
    [
      'D-67 an at job is switched off',
      "if (settlement.job === 'disabled') disableJob",
      'if (false) disableJob',
      'D-67 an at job ends disabled',
    ],
    [
      'D-68 the dispatch has its end',
      'else store.dispatches.end(dispatch.id, settlement.dispatch, now);',
      '',
      'D-68 the dispatch is done after ok',
    ],
    [
      'D-69 a dropped child is told',
      'if (dropped !== undefined) warnDropped(store, dropped, detail, now);',
      '',
      'D-69 one end starts at most max_trigger_fanout',
      CHAINS,
    ],
    [
      'D-70 who waits for the job or pool',
      '  passOn(store, job.id, job.definition.resource_pool);\n',
      '',
      'D-08 the waiting one starts the moment',
      'test/engine/dispatch/guards.test.ts',
    ],
    [
      'D-70 who waits for the pool it left',
      'if (run.resourcePool !== job.definition.resource_pool) passOnPool(store, run.resourcePool);',
      '',
      'D-70 a run whose job moved to another pool',
      'test/engine/proof/settlement.test.ts',
    ],
    [
      'D-70 who waits for the limit',
      '  passOnLimits(store);\n',
      '',
      'D-13 as many runs at once',
      'test/engine/dispatch/guards.test.ts',
    ],
    [
      'D-104 alerts are raised',
      '  for (const raised of settlement.raise) raiseAlert(store, raised, now);\n',
      '',
      'D-104 three final failures in a row',
    ],
    [
      'D-104 an ok resolves',
      '  store.alerts.resolveAll([...settlement.resolve, ...resolvedByEnd(run, settlement.run.status)], now);\n',
      '',
      'D-104 three final failures in a row',
    ],
    [
      'A-3 a run that never started starts again',
      "if (settlement.dispatch === 'again') goAgain(store, dispatch, settlement.again, now);\n  else ",
      '',
      'start token: a pending run nobody started',
      'test/engine/start-token.test.ts',
    ],
  ]),
  ...inFile('src/engine/rules/settle.ts', RULES, [
    [
      'D-68 a final failure cancels',
      "final && isFailure(status) ? 'cancelled' : ",
      '',
      'D-60 D-61 D-68 %s ends the run',
    ],
    [
      'D-74 nothing follows from a deleted job',
      'if (facts.job.deletedAt !== undefined) return base;',
      '',
      'D-74 nothing follows',
    ],
    [
      'D-65 at the final end only',
      '...(final ? { ...finalJobState(facts, status), jobResult: resultOf(facts, status) } : {}),',
      '...(final ? finalJobState(facts, status) : {}), jobResult: resultOf(facts, status),',
      'D-64 a retry leaves the job alone',
    ],
    [
      'D-66 D-67 at the final end only',
      '...(final ? { ...finalJobState(facts, status), jobResult: resultOf(facts, status) } : {}),',
      '...finalJobState(facts, status), ...(final ? { jobResult: resultOf(facts, status) } : {}),',
      'D-67 %j that ends',
      'test/engine/rules/job-after-run.test.ts',
    ],
    [
      'D-69 watchdogs have no children',
      'if (!hasFollowers(job)) return { children, dropped, passedOver };',
      '',
      'D-69 an error of a watchdog',
      'test/engine/proof/settlement.test.ts',
    ],
    [
      'D-69 the fan-out',
      'if (already >= most)',
      'if (false)',
      'D-69 one end starts at most max_trigger_fanout',
      CHAINS,
    ],
    [
      "D-69 each child's own limit",
      "return full === undefined ? undefined : { reason: 'overlap-full', detail: full };",
      'return undefined;',
      'D-69 each child has its own queue limit',
      CHAINS,
    ],
    [
      'D-69 the delay of a child',
      'now + (child.definition.trigger_delay_s ?? 0) * 1_000',
      'now',
      'D-69 children start after their delay',
      CHAINS,
    ],
    ['D-69 the parent run as source', '  sourceRunId: run.id,\n', '', 'D-69 children start after their delay', CHAINS],
    [
      'a cancelled run is told to nobody',
      "if (status === 'cancelled') return [];",
      '',
      'D-63 D-75 at most one message of a kind',
      'test/engine/proof/settlement-properties.test.ts',
    ],
    ['D-104 from the third failure on', 'errors < FAILING_AFTER', 'false', 'D-104 failures in a row raise'],
    [
      'never started: called off',
      'wasCalledOff(facts) ? calledOff(facts) : neverStarted(facts)',
      'neverStarted(facts)',
      'a run that never started and was stopped',
    ],
  ]),
  ...inFile('src/engine/rules/notice.ts', WORLD, [
    [
      'D-23 announce is for failures',
      "if (!failed && job.definition.delivery_mode !== 'announce-always') return undefined;",
      '',
      'D-63 D-23 announce tells of failures only',
    ],
    [
      'D-27 nothing printed, nothing said',
      "if (!failed && printed.trim() === '') return undefined;",
      '',
      'D-23 D-27 announce-always tells of both',
    ],
  ]),
];
