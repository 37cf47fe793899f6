import type { Approval } from '../../store/nouns/approval.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { NewNotice } from '../../store/nouns/notice.ts';
import type { Run } from '../../store/nouns/run.ts';
import { cutText } from './cut-text.ts';
import type { Answer, Evidence } from './outcome.ts';
import { messageTexts, type NextAttempt, type Shown, type Told } from './texts.ts';

export type { NextAttempt } from './texts.ts';

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

/** D-05, D-75. How to answer stands in the message, for somebody who reads it on a phone. */
export function approvalNotice(job: Job, approval: Approval): NewNotice | undefined {
  if (!hasTarget(job)) return undefined;
  const text = messageTexts.approvalAsked(job.definition.name, approval);
  return { ...address(job, approval.runId), key: `approval:${approval.id}`, kind: 'approval-asked', ...text };
}

/** D-75. Nobody answered, and what became of it. */
export function lapsedNotice(job: Job, approval: Approval): NewNotice | undefined {
  if (!hasTarget(job)) return undefined;
  const text = messageTexts.approvalTimedOut(job.definition.name, approval);
  return {
    ...address(job, approval.runId),
    key: `approval-lapsed:${approval.id}`,
    kind: 'approval-timed-out',
    ...text,
  };
}

/** D-81. Who was asked hears that it is answered, and why it was not allowed. */
export function rejectedNotice(job: Job, approval: Approval): NewNotice | undefined {
  if (!hasTarget(job)) return undefined;
  const text = messageTexts.approvalRejected(job.definition.name, approval);
  const key = `approval-rejected:${approval.id}`;
  return { ...address(job, approval.runId), key, kind: 'approval-rejected', ...text };
}

/** An alert of a job, to whom its failures are told. */
export function alertNotice(job: Job, kind: 'dropped' | 'dead-man', shown: Shown, now: number): NewNotice | undefined {
  return hasTarget(job)
    ? { ...address(job), key: `${kind}:${job.id}:${now}`, kind, ...messageTexts.alert(shown) }
    : undefined;
}

export type ResultFacts = {
  job: Job;
  run: Run;
  failed: boolean;
  error?: string;
  evidence?: Evidence;
  next: NextAttempt;
};

/** D-23, D-27. The result of a shell run, when its job wants to hear of it. */
export function resultNotice(facts: ResultFacts): NewNotice | undefined {
  const { job, run, failed, error, evidence, next } = facts;
  if (!hasTarget(job)) return undefined;
  if (!failed && job.definition.delivery_mode !== 'announce-always') return undefined;
  const { name, output_excerpt_limit_bytes: excerptBytes } = job.definition;
  const printed = evidence === undefined ? '' : cutText(evidence.stdout || evidence.stderr, excerptBytes);
  if (!failed && printed.trim() === '') return undefined;
  const text = failed ? messageTexts.runFailed(name, { error, next, printed }) : messageTexts.runEnded(name, printed);
  return { ...address(job, run.id), key: `result:${run.id}`, kind: 'result', ...text };
}

/** D-59: an agent's reply goes out in both modes. D-41: an event only where every end is wanted, in its own words. */
export function answerNotice(job: Job, run: Run, told: { answer: Answer; reply: string }): NewNotice | undefined {
  const { delivery_mode: mode, payload_message: event, name } = job.definition;
  const { tells } = told.answer;
  if (!hasTarget(job) || tells === 'nothing' || (tells === 'event' && mode !== 'announce-always')) return undefined;
  const text = tells === 'event' ? event : told.reply;
  if (text.trim() === '') return undefined;
  return { ...address(job, run.id), key: `result:${run.id}`, kind: 'result', ...messageTexts.agentSays(name, text) };
}

/** D-31 to D-34. To the watchdog's own address, or to that of the job. */
export function watchdogNotice(job: Job, run: Run, text: Told): NewNotice | undefined {
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
    ...text,
  };
}
