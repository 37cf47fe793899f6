import type { PastRow } from '../../store/snapshot/runs.ts';
import type { Snapshots } from '../../store/snapshot.ts';
import { formatPlural } from '../format/index.ts';
import { alertSentence, askedSentence, pastSentence, type Reader } from './sentences.ts';

/** Up to which approval, alert and run everything was told. */
export type Told = { approvalId: number; alertId: number; endedAt: number; runIdsThen: ReadonlySet<number> };

/** More at once are a number, with the newest of them told. */
const TOLD_AT_ONCE_MAX = 8;

type Seen = Pick<Snapshots, 'pendingApprovals' | 'openAlerts' | 'pastRuns'>;

/** What was there before anybody listened is not told. */
export function nothingTold(snapshots: Seen, now: number): Told {
  const { approvalId, alertId } = newestOf(snapshots);
  return { approvalId, alertId, endedAt: now, runIdsThen: new Set() };
}

/** What has happened since, a sentence for each, in the order it happened. */
export function happenings(snapshots: Seen, told: Told, reader: Reader): { lines: string[]; told: Told } {
  const approvals = snapshots.pendingApprovals({ filter: '' }).rows.filter(({ id }) => id > told.approvalId);
  const alerts = snapshots.openAlerts({ filter: '' }).rows.filter(({ id }) => id > told.alertId);
  const runs = snapshots
    .pastRuns({ filter: '' })
    // An approved question has made way for the run that it let start.
    .rows.filter((run) => run.status !== 'approved')
    .filter((run) => run.finishedAt >= told.endedAt && !told.runIdsThen.has(run.runId));
  const lines = [
    ...runs.map((run) => ({ at: run.finishedAt, text: pastSentence(run, reader) })),
    ...approvals.map((approval) => ({ at: approval.askedAt, text: askedSentence(approval, reader) })),
    ...alerts.map((alert) => ({ at: alert.lastAt, text: `ALERT ${alertSentence(alert, reader)}` })),
  ].sort((a, b) => a.at - b.at);
  return { lines: folded(lines.map(({ text }) => text)), told: toldWith(told, snapshots, runs) };
}

function folded(lines: readonly string[]): string[] {
  if (lines.length <= TOLD_AT_ONCE_MAX) return [...lines];
  return [
    `${formatPlural(lines.length - TOLD_AT_ONCE_MAX, 'more thing')} happened; list runs, list approvals and list alerts show them`,
    ...lines.slice(-TOLD_AT_ONCE_MAX),
  ];
}

function toldWith(told: Told, snapshots: Seen, runs: readonly PastRow[]): Told {
  const { approvalId, alertId } = newestOf(snapshots);
  const endedAt = runs.reduce((latest, { finishedAt }) => Math.max(latest, finishedAt), told.endedAt);
  const then = runs.filter((run) => run.finishedAt === endedAt).map(({ runId }) => runId);
  return {
    approvalId: Math.max(told.approvalId, approvalId),
    alertId: Math.max(told.alertId, alertId),
    endedAt,
    runIdsThen: new Set([...(endedAt === told.endedAt ? told.runIdsThen : []), ...then]),
  };
}

const newestOf = (snapshots: Seen): { approvalId: number; alertId: number } => ({
  approvalId: Math.max(0, ...snapshots.pendingApprovals({ filter: '' }).rows.map(({ id }) => id)),
  alertId: Math.max(0, ...snapshots.openAlerts({ filter: '' }).rows.map(({ id }) => id)),
});
