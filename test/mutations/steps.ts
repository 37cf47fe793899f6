import { inFile } from './mutation.ts';

const ATTACKS = 'test/engine/proof/attacks.test.ts';
const APPROVALS = 'test/engine/dispatch/approvals.test.ts';
const EXCEPTIONS = 'test/engine/dispatch/exceptions.test.ts';
const RECOVERY = 'test/engine/recovery.test.ts';

/** What holds around guards and settlement: the batch, its fence, occasions, claims, approvals, recovery. */
export const STEPS = [
  ...inFile('src/engine/dispatch/follow-unrun.ts', 'test/engine/dispatch/lost-retries.test.ts', [
    [
      'D-64 a retry that never runs',
      "if (dispatch.cause === 'retry') settleAttemptBefore(store, dispatch, now);",
      '',
      'D-07 D-64 a retry that overlap skip drops',
    ],
    [
      'D-67 an instant without a run',
      "if (dispatch.cause === 'schedule') endInstant(store, dispatch.jobId, because, now);",
      '',
      'D-67 D-07 an at job whose only fire is dropped',
      'test/engine/dispatch/spent-instants.test.ts',
    ],
  ]),
  ...inFile('src/engine/tick.ts', EXCEPTIONS, [
    [
      'B-1 the fence',
      'if (!store.lease.holds(facts.holderId, facts.fence)) throw new LeaseLost();',
      '',
      'a batch of an engine that was replaced',
      'test/engine/proof/settlement.test.ts',
    ],
    [
      'D-73 a savepoint for each dispatch',
      'const prepared = store.savepoint(() => prepareDispatch(store, dispatch, surroundings, now));',
      'const prepared = prepareDispatch(store, dispatch, surroundings, now);',
      'D-73 what a dispatch wrote before it threw',
      'test/engine/proof/settlement.test.ts',
    ],
    [
      'D-73 three times',
      'if (errorCount < THROWN_BACK_MAX)',
      'if (true)',
      'D-73 an exception in one dispatch rolls back',
    ],
    [
      'D-73 a settlement that throws has an end',
      '    settleAsError(store, context, error, ticked, now);\n',
      '',
      'D-73 a settlement that throws',
    ],
    [
      'D-73 the alert',
      '  raiseEngineError(store, jobId, reason, now, notice);\n',
      '',
      'D-73 an exception in one dispatch rolls back',
    ],
    [
      'D-73 an approval of an unreadable job',
      '      giveUpApproval(store, approval, messageOf(error), now);\n',
      '',
      'when its approval lapses',
      ATTACKS,
    ],
    [
      'D-69 children as they are now',
      'children: facts.children.flatMap((child) => asItIs(store, child) ?? []),',
      'children: facts.children,',
      'D-69 D-02 a child that %s',
      ATTACKS,
    ],
    [
      'D-74 the job as it is now',
      'const job = store.jobs.get(run.jobId) ?? context.job;',
      'const job = context.job;',
      'D-64 no retry of a job that was switched off at the last moment',
      'test/engine/proof/settlement.test.ts',
    ],
    [
      'D-82 approve by time-out',
      "approval.onTimeout === 'approve' ? 'approved' : 'rejected'",
      "'rejected' as 'approved' | 'rejected'",
      'D-82 nobody answers: approved',
      APPROVALS,
    ],
    [
      'D-75 a lapse is told',
      'if (notice !== undefined) store.outbox.add(notice, now);',
      '',
      'D-75 an approval that lapses into',
      'test/engine/dispatch/notices.test.ts',
    ],
    [
      'a pause ends by itself',
      '      liftPauses(store, room, now);\n',
      '',
      'a pause ends by itself at its time',
      'test/engine/pauses.test.ts',
    ],
  ]),
  ...inFile('src/engine/dispatch/decide-approval.ts', APPROVALS, [
    [
      'D-80 the dispatch goes on',
      '  store.dispatches.resume(approval.dispatchId);\n',
      '',
      'D-80 approving starts a fresh run',
    ],
    [
      'D-81 the run has its end',
      'if (store.runs.finish(approval.runId, ',
      'if (Number.isNaN(now) && store.runs.finish(approval.runId, ',
      'D-81 rejecting ends run and dispatch',
    ],
    [
      'D-81 the dispatch has its end',
      '  endUnrun(store, job, dispatch, { reason, detail }, now);\n',
      '',
      'D-81 rejecting ends run and dispatch',
    ],
  ]),
  ...inFile('src/store/approvals.ts', APPROVALS, [
    [
      'D-83 compare and set',
      "WHERE id = @id AND status = 'pending' AND (@revision",
      "WHERE id = @id AND status <> 'x' AND (@revision",
      'D-83 of two people one wins',
    ],
    [
      'D-83 the revision that was seen',
      'AND (@revision IS NULL OR revision = @revision)',
      '',
      'D-83 a decision about an earlier revision',
    ],
  ]),
  ...inFile('src/engine/dispatch/retire-job.ts', 'test/engine/dispatch/guards.test.ts', [
    [
      'D-02 what waits ends at once',
      "return endWaiting(store, job, { reason: 'disabled', detail, actor: how.actor, spareManual: true }, now);",
      'return 0;',
      'D-02 disabling ends what waits',
    ],
    [
      'D-02 what was asked by hand stays',
      "if (because.spareManual && dispatch.cause === 'manual') continue;",
      '',
      'D-02 a dispatch that was queued by hand',
    ],
    [
      'D-84 its approvals are closed',
      '    closeApproval(store, approval, because, now);\n',
      '',
      'D-84 one whose job was %s',
      APPROVALS,
    ],
    [
      'D-72 what waits goes with the job',
      '  endWaiting(store, job, because, now);\n',
      '',
      'D-72 what waits of a deleted job has its end at once',
      ATTACKS,
    ],
    [
      'D-72 its runs are stopped',
      "if (run.id !== how.except) store.runs.requestStop(run.id, 'cancel', how.actor, now);",
      '',
      'D-72 deleting ends dispatches',
      'test/engine/dispatch/job-changes.test.ts',
    ],
  ]),
  ...inFile('src/store/dispatches.ts', 'test/store/dispatches.test.ts', [
    [
      'D-01 claimed once',
      "SET status = 'claimed', claimed_at = ?",
      'SET claimed_at = ?',
      'D-01 two connections never get the same one',
    ],
    [
      'D-13 by rank',
      "    WHERE status = 'pending' AND blocked_on IS NULL AND due_at <= +?\n    ORDER BY rank",
      "    WHERE status = 'pending' AND blocked_on IS NULL AND due_at <= +?\n    ORDER BY id",
      'D-13 as many runs at once',
      'test/engine/dispatch/guards.test.ts',
    ],
  ]),
  ...inFile('src/store/ledger.ts', 'test/store/records.test.ts', [
    [
      'D-11 a key is claimed once',
      "WHERE state = 'released' OR expires_at <= @now`",
      'WHERE 1`',
      'D-11 a key is claimed once while it lives',
    ],
    [
      'D-61 a released key can be claimed',
      "WHERE state = 'released' OR expires_at <= @now`",
      'WHERE expires_at <= @now`',
      'D-61 a released key can be claimed again',
    ],
    [
      'D-61 only a claimed key counts',
      "state = 'claimed' AND expires_at > ?",
      'expires_at > ?',
      'D-61 a released key can be claimed again',
    ],
  ]),
  ...inFile('src/store/runs.ts', 'test/engine/recovery.test.ts', [
    [
      'A-5 the first reason to stop stands',
      "status IN ('pending', 'running') AND stop_requested_at IS NULL`",
      "status IN ('pending', 'running')`",
      'the first reason to stop a run stands',
      'test/engine/proof/settlement.test.ts',
    ],
  ]),
  ...inFile('src/engine/dispatch/enqueue-due.ts', 'test/engine/schedule.test.ts', [
    [
      'S-4 the slot of a fire',
      '  store.slots.due({ jobId: job.id, slotAt: fire.slotAt, scheduleRevision, dispatchId: dispatch.id });\n',
      '',
      'S-4 every due slot leaves a trace',
    ],
    [
      'S-4 what was missed',
      '  recordClockGaps(store, job, last);\n  recordMissed(store, job, missed, fires);\n',
      '  recordClockGaps(store, job, last);\n',
      'S-5 skip runs none of the missed slots',
    ],
    [
      'S-4 a fire time is one occasion',
      'const key = occasionKey.slot(job.id, fire.slotAt);',
      'const key = occasionKey.slot(job.id, fire.slotAt + now);',
      'D-11 an occasion whose key is claimed already',
      'test/engine/dispatch/guards.test.ts',
    ],
  ]),
  ...inFile('src/engine/dispatch/release.ts', 'test/engine/dispatch/approvals.test.ts', [
    [
      'D-80 an approval that no run used is closed',
      'if (dispatch.approvalId !== undefined) store.approvals.close(dispatch.approvalId, because.detail, ENGINE, now);',
      '',
      'D-80 an approval whose dispatch somebody took out',
      ATTACKS,
    ],
    [
      'S-4 the slot of what did not run',
      '  traceSlot(store, job, dispatch, because);\n',
      '',
      '%s: %s',
      'test/engine/proof/guards-in-the-world.test.ts',
    ],
    [
      'S-6 an interval goes on without a run',
      '  planFromHere(store, job, dispatch, now);\n',
      '',
      'S-6 an interval from the end goes on after a rejection',
    ],
  ]),
  ...inFile('src/engine/dispatch/ask-for-approval.ts', APPROVALS, [
    [
      'D-05 the message',
      'if (notice !== undefined) store.outbox.add(notice, now);',
      '',
      'D-05 a job that needs approval asks',
    ],
    [
      'D-86 the old approval is closed',
      'if (how.renew !== undefined) store.approvals.close(how.renew.id, ASKED_ANEW, ENGINE, now);',
      '',
      'D-86 a job changed between approval and start',
    ],
  ]),
  ...inFile('src/engine/recover.ts', RECOVERY, [
    ['D-93 claims without a run', '    releaseClaims(store, active);\n', '', 'D-93 a claimed dispatch without a run'],
    [
      'D-94 a missing next fire',
      '    repairSchedules(store, clock.now());\n',
      '',
      'D-94 a missing next fire is repaired',
    ],
    [
      'D-92 places that nobody holds',
      '    store.dispatches.unblockAll();\n',
      '',
      'what waited for a limit or a pool that is larger now',
    ],
    [
      'S-1 the start of the machine',
      '    enqueueBootJobs(store, core.options.host, clock.now());\n',
      '',
      'S-1 @reboot runs once for each start',
    ],
  ]),
];
