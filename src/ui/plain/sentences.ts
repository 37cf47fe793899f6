import type { AlertRow } from '../../store/snapshot/alerts.ts';
import type { ApprovalRow } from '../../store/snapshot/approvals.ts';
import type { Counters } from '../../store/snapshot/counters.ts';
import type { DueRow } from '../../store/snapshot/due.ts';
import type { JobRow } from '../../store/snapshot/jobs.ts';
import type { LiveRow, PastRow } from '../../store/snapshot/runs.ts';
import type { EngineFacts } from '../console-options.ts';
import { formatClock, formatDuration, formatPlural } from '../format/index.ts';
import { cleanLine } from '../text/sanitise.ts';

/** When and where a sentence is read. */
export type Reader = { now: number; zone: string };

const clockOf = (at: number, { now, zone }: Reader): string => formatClock(at, now, zone);
const unless = (condition: boolean, text: string): string => (condition ? '' : text);

export const approvalSentence = (approval: ApprovalRow, reader: Reader): string => {
  const { id, jobName, risk, expiresAt, onTimeout } = approval;
  const fate = onTimeout === 'approve' ? 'then it is APPROVED' : 'then it is rejected';
  const waits = `lapses at ${clockOf(expiresAt, reader)}, ${fate}`;
  return `approval ${id}: ${cleanLine(jobName)}, ${risk === 'high' ? 'HIGH risk' : 'normal risk'}, ${waits}`;
};

export const askedSentence = (approval: ApprovalRow, reader: Reader): string =>
  `${clockOf(approval.askedAt, reader)} ${cleanLine(approval.jobName)} asks for approval; ${approvalSentence(approval, reader)}`;

export const pastSentence = (run: PastRow, reader: Reader): string => {
  const { runId, jobName, status, finishedAt, durationMs, exitCode, signal, error, summary } = run;
  const took = durationMs === undefined ? '' : ` after ${formatDuration(durationMs)}`;
  const code = exitCode === undefined || exitCode === 0 ? '' : `, exit code ${exitCode}`;
  const by = signal === undefined ? '' : `, signal ${signal}`;
  const said = cleanLine(error ?? summary ?? '');
  const words = `${clockOf(finishedAt, reader)} run ${runId} of ${cleanLine(jobName)} ended: ${status}${took}${code}${by}`;
  return `${words}${unless(said === '', `; ${said}`)}`;
};

export const liveSentence = (run: LiveRow, reader: Reader): string => {
  const { runId, jobName, sinceAt, usualMs, blockedOn, position } = run;
  const name = cleanLine(jobName);
  const age = formatDuration(Math.max(0, reader.now - sinceAt));
  if (runId === undefined) {
    const place = position === undefined ? '' : `, number ${position} in line`;
    const on = blockedOn === undefined ? '' : ` for ${cleanLine(blockedOn.replace(':', ' '))}`;
    return `${name} has waited ${age}${on}${place}`;
  }
  const usual = usualMs === undefined ? '' : `, usually ${formatDuration(usualMs)}`;
  return `run ${runId} of ${name} has run for ${age}${usual}`;
};

export const alertSentence = (alert: AlertRow, reader: Reader): string => {
  const { id, severity, title, count, lastAt, state } = alert;
  const times = count > 1 ? `, ${count} times` : '';
  const at = `since ${clockOf(alert.firstAt, reader)}${times}${unless(count <= 1, `, last ${clockOf(lastAt, reader)}`)}`;
  return `alert ${id}, ${severity}${unless(state === 'open', `, ${state}`)}: ${cleanLine(title)}, ${at}`;
};

export const dueSentence = (row: DueRow, reader: Reader): string => {
  const { name, nextRunAt, usualMs } = row;
  const usual = usualMs === undefined ? '' : `, usually takes ${formatDuration(usualMs)}`;
  if (nextRunAt === undefined) return `${cleanLine(name)} has no fire time${usual}`;
  const late = reader.now - nextRunAt;
  const when = late > 0 ? `${formatDuration(late)} late` : `in ${formatDuration(-late)}`;
  return `${clockOf(nextRunAt, reader)}, ${when}: ${cleanLine(name)}${usual}`;
};

export const jobSentence = (row: JobRow, reader: Reader): string => {
  const { name, enabled, paused, scheduleText, lastStatus, nextRunAt } = row;
  const at = nextRunAt === undefined ? '' : `, next ${clockOf(nextRunAt, reader)}`;
  const next = !enabled ? ', disabled' : `${at}${unless(paused !== true, ', paused')}`;
  const last = lastStatus === undefined ? ', never ran' : `, last ${lastStatus}`;
  return `${cleanLine(name)}: ${cleanLine(scheduleText)}${last}${next}`;
};

/** Who runs the engine. */
export const engineSentence = (engine: EngineFacts): string => {
  switch (engine.kind) {
    case 'here':
      return 'the engine runs here';
    case 'attached':
      return `the engine runs elsewhere, in PID ${engine.pid} of ${engine.user}${unless(engine.silentMs === undefined, `, and gives no sign of life: ${engine.isAwake === true ? 'openclaw-tui doctor says more' : `kill -CONT ${engine.pid} wakes it if it was stopped`}`)}`;
    case 'none':
      return 'NO ENGINE: nothing starts';
  }
};

/** The numbers of the console's header. */
export const counterSentences = (counters: Counters, reader: Reader): string[] => {
  const { running, queued, due, pendingApprovals, highRiskApprovals, openAlerts, jobs, disabledJobs, day, next } =
    counters;
  const risky = highRiskApprovals === 0 ? '' : `, ${highRiskApprovals} with HIGH risk`;
  return [
    `${running} running, ${queued} waiting, ${due} due within the hour; ${formatPlural(jobs, 'job')}, ${disabledJobs} disabled.`,
    `${formatPlural(pendingApprovals, 'approval')} to decide${risky}; ${formatPlural(openAlerts, 'open alert')}.`,
    `Last 24 hours: ${day.ok} ok, ${day.failed} failed, ${day.skipped} skipped.`,
    ...(next === undefined ? [] : [`Next: ${cleanLine(next.name)} at ${clockOf(next.at, reader)}.`]),
    ...counters.pauses.map(({ scope, name, by, until, note }) => {
      const what = scope === 'all' ? 'everything' : `${scope} ${cleanLine(name)}`;
      const end = until === undefined ? '' : ` until ${clockOf(until, reader)}`;
      return `PAUSED: ${what}, by ${cleanLine(by)}${end}${unless(note === undefined || note === '', `, ${cleanLine(note ?? '')}`)}.`;
    }),
  ];
};
