import type { Approval } from '../../store/nouns/approval.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { NewNotice } from '../../store/nouns/notice.ts';
import type { Run } from '../../store/nouns/run.ts';
import type { Evidence, WatchdogVerdict } from './outcome.ts';

const FIRST_LINES_MAX = 20;
const CHECK_TEXT_MAX = 500;

type Addressed = Pick<NewNotice, 'channel' | 'target' | 'jobId' | 'runId'>;

function address(job: Job, runId?: number): Addressed {
  const { delivery_channel: channel, delivery_to: target } = job.definition;
  return {
    channel: channel ?? 'telegram',
    jobId: job.id,
    ...(target === undefined ? {} : { target }),
    ...(runId === undefined ? {} : { runId }),
  };
}

const hasTarget = (job: Job): boolean =>
  job.definition.delivery_mode !== 'none' && job.definition.delivery_to !== undefined;

/** D-05. How to answer stands in the message, for somebody who reads it on a phone. */
export function approvalNotice(job: Job, approval: Approval): NewNotice | undefined {
  if (!hasTarget(job)) return undefined;
  const answer = approval.onTimeout === 'approve' ? 'approved' : 'rejected';
  return {
    ...address(job, approval.runId),
    key: `approval:${approval.id}`,
    kind: 'approval-asked',
    title: `${job.definition.name} asks for approval`,
    body: [
      `would run: ${approval.subject.payload}`,
      `approve: openclaw-tui approvals approve ${approval.id}, or a in the console`,
      `reject: openclaw-tui approvals reject ${approval.id}, or x in the console`,
      `without an answer it is ${answer} at ${new Date(approval.expiresAt).toISOString()}`,
    ].join('\n'),
  };
}

/** D-75. Nobody answered, and what became of it. */
export function lapsedNotice(job: Job, approval: Approval): NewNotice | undefined {
  if (!hasTarget(job)) return undefined;
  const became = approval.onTimeout === 'approve' ? 'approved, and starts' : 'rejected';
  return {
    ...address(job, approval.runId),
    key: `approval-lapsed:${approval.id}`,
    kind: 'approval-timed-out',
    title: `${job.definition.name}: nobody answered`,
    body: `approval ${approval.id} lapsed and is ${became}; it would run: ${approval.subject.payload}`,
  };
}

/** D-75. Said once for each alert about it. */
export function droppedNotice(job: Job, alertId: number, detail: string): NewNotice | undefined {
  if (!hasTarget(job)) return undefined;
  const title = `${job.definition.name}: a dispatch was dropped`;
  return { ...address(job), key: `dropped:${alertId}`, kind: 'dropped', title, body: detail };
}

export type ResultFacts = {
  job: Job;
  run: Run;
  failed: boolean;
  error?: string;
  evidence?: Evidence;
  next: NextAttempt;
};

export type NextAttempt =
  | { kind: 'none'; hadRetries: boolean }
  | { kind: 'retry'; attempt: number; of: number; delayMs: number }
  | { kind: 'replay' };

/** D-23, D-27. The result of a shell run, when its job wants to hear of it. */
export function resultNotice(facts: ResultFacts): NewNotice | undefined {
  const { job, run, failed, error, evidence } = facts;
  if (!hasTarget(job)) return undefined;
  if (!failed && job.definition.delivery_mode !== 'announce-always') return undefined;
  const printed = firstLines(evidence === undefined ? '' : evidence.stdout || evidence.stderr);
  if (!failed && printed === '') return undefined;
  const lines = failed
    ? [`⚠ ${job.definition.name} failed: ${error ?? 'no reason given'}`, nextLine(facts.next), printed]
    : [printed];
  return {
    ...address(job, run.id),
    key: `result:${run.id}`,
    kind: 'result',
    title: failed ? `${job.definition.name} failed` : job.definition.name,
    body: lines.filter((line) => line !== '').join('\n'),
  };
}

function nextLine(next: NextAttempt): string {
  switch (next.kind) {
    case 'none':
      return next.hadRetries ? 'no retry left' : '';
    case 'retry':
      return `will retry ${next.attempt} of ${next.of} in ${Math.round(next.delayMs / 1_000)} s`;
    case 'replay':
      return 'it is started once more (delivery_guarantee at-least-once)';
  }
}

/** D-31 to D-33. */
export function watchdogNotice(
  job: Job,
  run: Run,
  verdict: Extract<WatchdogVerdict, { kind: 'finished' | 'stuck' }>,
  text: string,
): NewNotice | undefined {
  const label = watchdogLabel(job);
  const { watchdog_alert_channel: channel, watchdog_alert_target: target } = job.definition;
  const to = target ?? job.definition.delivery_to;
  if (to === undefined) return undefined;
  return {
    key: `watchdog:${run.id}`,
    kind: 'watchdog',
    channel: channel ?? job.definition.delivery_channel ?? 'telegram',
    target: to,
    jobId: job.id,
    runId: run.id,
    title: `${label} ${watchdogWord(verdict)}`,
    body: text,
  };
}

export const watchdogLabel = (job: Job): string => job.definition.watchdog_target_label ?? job.definition.name;

function watchdogWord(verdict: Extract<WatchdogVerdict, { kind: 'finished' | 'stuck' }>): string {
  if (verdict.kind === 'stuck') return 'appears stuck';
  return verdict.how === 'done' ? 'finished' : `finished as failed (${verdict.status})`;
}

/** What an alert of a watchdog carries: since when, how long, why, and what the check printed. */
export function watchdogText(job: Job, startedAt: number, verdict: WatchdogVerdict, evidence: Evidence): string {
  const { watchdog_timeout_min: threshold, watchdog_check_cmd: command } = job.definition;
  const lines = [`dispatched ${new Date(startedAt).toISOString()}`];
  if (verdict.kind === 'stuck')
    lines.push(`elapsed ${verdict.elapsedMinutes} min${threshold === undefined ? '' : `, threshold ${threshold} min`}`);
  if ('reason' in verdict) lines.push(`reason: ${verdict.reason}`);
  lines.push(`check: ${command ?? ''}`);
  if (evidence.stderr !== '') lines.push(`stderr: ${evidence.stderr.slice(0, CHECK_TEXT_MAX)}`);
  if (evidence.stdout !== '') lines.push(`stdout: ${evidence.stdout.slice(0, CHECK_TEXT_MAX)}`);
  return lines.join('\n');
}

const firstLines = (text: string): string => text.trimEnd().split('\n').slice(0, FIRST_LINES_MAX).join('\n');
