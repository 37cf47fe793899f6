import type { CommandEffect } from '../../../src/ui/state/events.ts';

const approve = { kind: 'approve', approvalId: 7, revision: 1, note: '', jobName: 'deploy' } as const;
const run = { kind: 'run', jobId: 'deploy', jobName: 'deploy' } as const;
const cancel = { kind: 'cancel-run', runId: 8811, jobName: 'backup' } as const;
const acknowledge = { kind: 'acknowledge', alertId: 3, title: 'sync failed' } as const;
const rerun = { kind: 'rerun', runId: 8811, jobName: 'backup' } as const;
const pause = { kind: 'pause', target: { scope: 'tag', key: 'node' }, words: 'tag node', note: '' } as const;
const resume = { kind: 'resume', target: pause.target, words: 'tag node' } as const;
const snooze = { kind: 'snooze', alertId: 3, words: 'sync failed', until: 1, untilText: '02:30' } as const;
const save = { verb: 'saved', name: 'deploy' };
const takeOver = { verb: 'taken over', name: 'backup' };

const MEND = 'jobs update deploy with a whole definition puts it right, jobs delete deploy takes it away';
const HINT = 'nothing new starts, what runs goes on; free space, and do it again';

export type Row = [
  code: string,
  asked: CommandEffect | { verb: string; name: string },
  message: string,
  hint: string,
  sentence: string,
];

/** What the engine answers, and what the message line makes of it. */
export const ROWS: Row[] = [
  [
    'approval-decided',
    approve,
    'not approved: ana rejected it at 14:32:40 (“no”)',
    '',
    'not approved: ana rejected it at 14:32:40 (“no”); Decided in 3 Approvals has it',
  ],
  [
    'approval-changed',
    approve,
    'not approved: approval 7 changed since revision 1',
    '',
    'not approved: approval 7 changed since revision 1; look at it again and decide anew',
  ],
  [
    'approval-not-found',
    approve,
    'no approval 7',
    '',
    'not approved: the approval of deploy is not there any more; its job may have been deleted; 6 Activity has it',
  ],
  [
    'approval-self',
    approve,
    'not approved: ana started it, and who starts it does not approve it',
    '',
    'not approved: ana started it, and who starts it does not approve it; somebody else has to',
  ],
  ['job-not-found', run, 'no job deploy', '', 'not run: deploy is not there any more; 6 Activity says who deleted it'],
  [
    'bad-override',
    run,
    'not run: run_timeout_ms: 1–604,800,000',
    '',
    'not run: run_timeout_ms: 1–604,800,000; change it and press again',
  ],
  [
    'already-enabled',
    { ...run, kind: 'enable' },
    'deploy is enabled already',
    '',
    'not enabled: deploy is enabled already; nothing is left to do',
  ],
  [
    'already-disabled',
    { ...run, kind: 'disable' },
    'deploy is disabled already',
    '',
    'not disabled: deploy is disabled already; nothing is left to do',
  ],
  [
    'run-not-found',
    cancel,
    'no run 8811',
    '',
    'not cancelled: run 8811 is not there any more; old runs are pruned; the newest 100 of each job stay',
  ],
  ['run-over', cancel, 'not cancelled: run 8811 ended ok', '', 'not cancelled: run 8811 ended ok; r runs it again'],
  [
    'run-waits',
    cancel,
    'not cancelled: run 8811 waits for approval 7; reject that',
    '',
    'not cancelled: run 8811 waits for approval 7; reject that',
  ],
  [
    'already-stopping',
    cancel,
    'run 8811 is being stopped already',
    '',
    'not cancelled: run 8811 is being stopped already; Kill now is a button of its sheet',
  ],
  [
    'dispatch-runs',
    { kind: 'cancel-dispatch', dispatchId: 9, jobName: 'backup' },
    'not cancelled: dispatch 9 runs',
    '',
    'not cancelled: dispatch 9 runs; c on its run cancels that',
  ],
  [
    'dispatch-asks',
    { kind: 'cancel-dispatch', dispatchId: 9, jobName: 'backup' },
    'not cancelled: dispatch 9 waits for approval 7; reject that',
    '',
    'not cancelled: dispatch 9 waits for approval 7; reject that',
  ],
  [
    'dispatch-over',
    { kind: 'cancel-dispatch', dispatchId: 9, jobName: 'backup' },
    'not cancelled: dispatch 9 is over (cancelled)',
    '',
    'not cancelled: dispatch 9 is over (cancelled); nothing is left to do',
  ],
  [
    'asked-already',
    rerun,
    'not run again: run 8811 was asked for already',
    '',
    'not run again: run 8811 was asked for already; nothing is left to do',
  ],
  [
    'job-deleted',
    rerun,
    'not run again: backup was deleted',
    '',
    'not run again: backup was deleted; 6 Activity says by whom',
  ],
  [
    'revision-gone',
    rerun,
    'not run again: revision 2 of backup is not kept any more',
    '',
    'not run again: revision 2 of backup is not kept any more; r on the job runs it as it is now',
  ],
  [
    'job-changed',
    rerun,
    'not run again: backup was a shell job in run 8811 and is an agent job now',
    '',
    'not run again: backup was a shell job in run 8811 and is an agent job now; r on the job runs it as it is now',
  ],
  [
    'alert-state',
    acknowledge,
    'not acknowledged: alert 3 is resolved',
    '',
    'not acknowledged: alert 3 is resolved; nothing is left to do',
  ],
  [
    'alert-not-found',
    acknowledge,
    'no alert 3',
    '',
    'not acknowledged: sync failed is not there any more; nothing is left to do',
  ],
  ['until-past', snooze, 'not snoozed: the end has passed', '', 'not snoozed: the end has passed; give a later one'],
  [
    'pauses-full',
    pause,
    'not paused: there are too many pauses already',
    '',
    'not paused: there are too many pauses already; resume what needs none',
  ],
  ['too-many', pause, 'not paused: 1000 at once are the most', '', 'not paused: 1000 at once are the most; take fewer'],
  [
    'note-too-long',
    pause,
    'not paused: the note is longer than 1000 bytes',
    '',
    'not paused: the note is longer than 1000 bytes; write less',
  ],
  [
    'not-paused',
    resume,
    'not resumed: there is no pause of tag node',
    '',
    'not resumed: there is no pause of tag node; nothing is left to do',
  ],
  [
    'undo-gone',
    { verb: 'undone', name: 'deploy' },
    'deploy is not there any more',
    '',
    'not undone: deploy is not there any more; nothing is left to do',
  ],
  [
    'changed-since',
    { verb: 'undone', name: 'deploy' },
    'not undone: deploy was changed since',
    '',
    'not undone: deploy was changed since; look at it as it is now',
  ],
  [
    'has-run',
    { verb: 'undone', name: 'deploy' },
    'not undone: deploy has run since; deleting it asks for its name',
    '',
    'not undone: deploy has run since; deleting it asks for its name',
  ],
  [
    'changed-meanwhile',
    save,
    'not saved: deploy was changed meanwhile (priority)',
    '',
    'not saved: deploy was changed meanwhile (priority); look at it again and save anew',
  ],
  [
    'bad-job',
    save,
    'schedule_cron: minute 61 is not 0–59',
    '',
    'not saved: schedule_cron: minute 61 is not 0–59; change it and save again',
  ],
  [
    'crontab-changed',
    takeOver,
    'not taken over: the crontab was changed meanwhile; look again',
    '',
    'not taken over: the crontab was changed meanwhile; look again',
  ],
  [
    'crontab-not-changed',
    takeOver,
    'not taken over: the crontab was not changed: permission denied',
    '',
    'not taken over: the crontab was not changed: permission denied; nothing here was changed either',
  ],
  [
    'engine-not-wanted',
    { kind: 'take-over' },
    'not taken over: --attach never runs the engine',
    '',
    'not taken over: --attach never runs the engine; leave and start without that flag',
  ],
  [
    'database-busy',
    approve,
    'nothing was done: another process is writing to the database',
    'try again in a moment',
    'not approved: another process is writing to the database; try again in a moment',
  ],
  [
    'job-unreadable',
    run,
    'job deploy cannot be read: its definition is no JSON',
    MEND,
    `not run: job deploy cannot be read: its definition is no JSON; ${MEND}`,
  ],
  ['disk-full', approve, 'nothing was done: the disk is full', HINT, `not approved: the disk is full; ${HINT}`],
  [
    'database-unwritable',
    run,
    'nothing was done: the database cannot be written',
    'openclaw-tui doctor',
    'not run: the database cannot be written; openclaw-tui doctor',
  ],
  [
    'database-damaged',
    cancel,
    'nothing was done: the database is damaged',
    'openclaw-tui doctor',
    'not cancelled: the database is damaged; openclaw-tui doctor',
  ],
];
