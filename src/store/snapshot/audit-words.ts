/** What the audit's actions are called, the subject behind them: `ana added job etl`. */
const WORDS: Readonly<Record<string, string>> = {
  'job.add': 'added job',
  'job.edit': 'edited job',
  'job.enable': 'enabled job',
  'job.disable': 'disabled job',
  'job.delete': 'deleted job',
  'job.cancel': 'cancelled what was going on of job',
  'job.run': 'ran by hand',
  'run.rerun': 'ran again',
  'run.cancel': 'asked to cancel a run of',
  'run.kill': 'asked to kill a run of',
  'run.escaped': 'found processes that escaped a run of',
  'dispatch.cancel': 'took from the queue',
  'approval.approved': 'approved',
  'approval.rejected': 'rejected',
  'alert.acknowledged': 'acknowledged',
  'alert.reopened': 'opened again',
  'alert.snoozed': 'snoozed',
  'alert.resolved': 'resolved',
  'pause.set': 'paused',
  'pause.lift': 'resumed',
  'pool.set': 'set the slots of pool',
  'key.release': 'released a key of',
  'alias.set': 'pointed the alias',
  'alias.remove': 'removed the alias',
  'message.again': 'sent again',
  'message.discard': 'discarded the message',
  'zones.changed': 'planned anew by',
  'audit.anchor': 'removed old entries of the',
};

/** The verb in front of the subject; an action that is not known keeps its name. */
export const auditText = (action: string, subject: string): string => `${WORDS[action] ?? action} ${subject}`;
