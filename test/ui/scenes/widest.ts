import type { ActivityRow, ActivityState } from '../../../src/store/snapshot/activity.ts';
import type { ApprovalRow } from '../../../src/store/snapshot/approvals.ts';
import type { Detail } from '../../../src/store/snapshot/detail.ts';
import type { DueRow } from '../../../src/store/snapshot/due.ts';
import type { PastRow } from '../../../src/store/snapshot/runs.ts';
import type { OutputView } from '../../../src/ui/console-options.ts';
import type { ScreenData } from '../../../src/ui/state/view.ts';
import { APPROVALS, pruneDetail } from './approvals.ts';
import {
  aDefinition,
  aDueRow,
  aJob,
  aLiveRun,
  anAlert,
  anApproval,
  aPastRun,
  at,
  MINUTE,
  page,
  person,
} from './builders.ts';

const SECOND = 1_000;
const MONDAY = '2026-11-23';

const due = (name: string, at: number, schedule: string, usualMs: number, more: Partial<DueRow> = {}): DueRow =>
  aDueRow(name, at, schedule, { usualMs, ...more });

const DUE: DueRow[] = [
  due('thumb-rebuild', at('14:30:00'), '*/10 * * * *', 31 * SECOND, { lateSince: at('14:30:00') }),
  due('cache-warm', at('14:35:00'), '*/5 * * * *', 18 * SECOND),
  due('queue-depth', at('14:35:00'), '*/5 * * * *', SECOND),
  due('report-daily', at('14:35:00'), '35 14 * * *', 110 * SECOND, { last10: 'kkskkkkkkk' }),
  due('disk-check', at('14:40:00'), '*/10 * * * *', SECOND),
  due('etl-orders', at('14:45:00'), '*/15 * * * *', 252 * SECOND, { active: true }),
  due('mail-digest', at('14:45:00'), '45 14 * * *', 62 * SECOND),
  due('db-vacuum', at('15:00:00'), '0 15 * * *', 580 * SECOND),
  due('metrics-roll', at('15:00:00'), '0 * * * *', 6 * SECOND),
  due('sync-s3', at('15:00:00'), '0 * * * *', 3 * SECOND, { last10: 'kkkkkkkeee' }),
  due('cert-renew', at('18:00:00'), '0 18 * * *', 7 * SECOND),
  due('cleanup-tmp', at('18:15:00'), '15 */6 * * *', 2 * SECOND),
  due('invoice-run', at('18:30:00'), '30 18 * * *', 730 * SECOND, { last10: 'kkkkkkktkk' }),
  due('log-rotate', at('00:00:00', MONDAY), '0 0 * * *', 4 * SECOND),
  due('db-prune-plan', at('01:00:00', MONDAY), '0 1 * * *', 114 * SECOND),
  due('etl-nightly', at('02:00:00', MONDAY), '0 2 * * *', 41 * MINUTE),
  due('backup-pg', at('02:30:00', MONDAY), '30 2 * * *', 22 * MINUTE, { last10: 'kkkkkkkks', active: true }),
  due('backup-files', at('03:00:00', MONDAY), '0 3 * * *', 72 * MINUTE),
  due('report-week', at('06:00:00', MONDAY), '0 6 * * 1', 200 * SECOND),
  due('briefing', at('06:30:00', MONDAY), '30 6 * * 1-5', 91 * SECOND),
  due('seo-audit', at('04:00:00', '2026-12-01'), '0 4 1 * *', 18 * MINUTE, { last10: 'kkkkkekkkk' }),
  off(due('legacy-sync', 0, '0 * * * *', 131 * SECOND, { last10: 'kkeeeee', enabled: false })),
];

function off({ nextRunAt: _, ...row }: DueRow): DueRow {
  return { ...row, key: `${row.jobId}@off` };
}

const past = (id: number, name: string, tookMs: number, usualMs: number, time: string, more: Partial<PastRow> = {}) =>
  aPastRun(id, name, { durationMs: tookMs, usualMs, finishedAt: at(time), ...more });
const failed = (attempt: number): Partial<PastRow> => ({ status: 'error', exitCode: 255, retryCount: attempt - 1 });

const RECENT: PastRow[] = [
  past(8816, 'agent-triage', 72 * SECOND, 80 * SECOND, '14:31:33'),
  past(8814, 'cache-warm', 18 * SECOND, 18 * SECOND, '14:30:18'),
  past(8815, 'queue-depth', SECOND, SECOND, '14:30:01', { summary: 'depth 12' }),
  past(8812, 'db-prune-plan', 114 * SECOND, 114 * SECOND, '14:29:56', {
    summary: 'total 41,208 rows would be deleted',
  }),
  past(8810, 'sync-s3', 3 * SECOND, 3 * SECOND, '14:23:36', failed(3)),
  past(8809, 'build-web', 221 * SECOND, 210 * SECOND, '14:19:27'),
  past(8808, 'etl-orders', 249 * SECOND, 252 * SECOND, '14:19:09', { summary: '12,411 rows' }),
  past(8806, 'sync-s3', 3 * SECOND, 3 * SECOND, '14:08:33', failed(2)),
  past(8803, 'metrics-roll', 6 * SECOND, 6 * SECOND, '14:00:06'),
  past(8804, 'sync-s3', 3 * SECOND, 3 * SECOND, '14:00:03', failed(1)),
  skipped(past(8791, 'backup-pg', 0, 22 * MINUTE, '02:30:00', { status: 'skipped', error: '8790 still ran' })),
];

function skipped({ durationMs: _, ...row }: PastRow): PastRow {
  return row;
}

const decided = (id: number, name: string, time: string, asked: string, more: Partial<ApprovalRow>): ApprovalRow =>
  anApproval(id, name, {
    status: 'dispatched',
    askedAt: at(asked),
    decidedAt: at(time),
    decidedBy: person('ana'),
    ...more,
  });

const DECIDED: ApprovalRow[] = [
  decided(95, 'deploy-web', '13:02:10', '13:00:00', {}),
  decided(94, 'db-prune-prod', '11:47:52', '11:40:00', { status: 'rejected', note: 'wrong cut-off' }),
  decided(93, 'report-month', '09:15:00', '08:15:00', { status: 'timed_out', decidedBy: person('engine') }),
  decided(92, 'report-month', '09:15:00', '08:15:00', { decidedAt: at('21:00:00', '2026-11-21') }),
];

let lines = 0;
const told = (time: string, who: string, state: ActivityState, text: string, more: Partial<ActivityRow> = {}) => {
  lines += 1;
  return { key: `d${lines}`, at: at(time), who, state, text, ...more };
};

const ACTIVITY: ActivityRow[] = [
  told('14:31:33', 'engine', 'asked', 'wipe-staging asks for approval'),
  told('14:30:18', 'engine', 'ok', 'run 8814 cache-warm ok', { tookMs: 18 * SECOND }),
  told('14:30:00', 'engine', 'waiting', 'thumb-rebuild waits: pool io full'),
  told('14:29:56', 'engine', 'asked-high', 'db-prune-prod asks for approval'),
  told('14:28:05', 'ana', 'asked', 'rotate-certs run by hand, asks'),
  told('14:25:55', 'ops', 'running', 'run 8811 backup-pg started by hand'),
  told('14:23:36', 'engine', 'alert', 'sync-s3 failed 3 times in a row'),
  told('14:19:27', 'engine', 'asked', 'deploy-web asks for approval'),
  told('13:02:10', 'ana', 'approved', 'approved deploy-web, run 8788'),
  told('11:47:52', 'ana', 'rejected', 'rejected db-prune-prod'),
  told('09:15:00', 'engine', 'lapsed', 'report-month lapsed, rejected'),
  told('02:30:00', 'engine', 'skipped', 'backup-pg skipped: 8790 still ran'),
  told('12:40:00', 'ops', 'acknowledged', 'acknowledged legacy-sync', { at: at('12:40:00', '2026-11-21') }),
];

export const WIDEST_LISTS: ScreenData['lists'] = {
  'due.next': page(DUE, 48),
  'runs.now': page([
    aLiveRun(8811, 'backup-pg', at('14:25:55'), { usualMs: 22 * MINUTE, limitMs: 60 * MINUTE }),
    aLiveRun(8813, 'etl-orders', at('14:30:00'), { usualMs: 252 * SECOND, limitMs: 60 * MINUTE }),
    {
      kind: 'queued',
      key: 'd9',
      dispatchId: 9,
      jobId: 'job-thumb-rebuild',
      jobName: 'thumb-rebuild',
      status: 'pending',
      sinceAt: at('14:30:00'),
      blockedOn: 'pool:io',
      position: 1,
      retryCount: 0,
      requestedBy: person('engine'),
    },
  ]),
  'runs.recent': page(RECENT),
  'approvals.pending': page(APPROVALS),
  'approvals.decided': page(DECIDED),
  'alerts.open': page([
    anAlert(1, 'sync-s3 failed 3× in a row', {
      detail: 'exit 255: connect to 10.0.9.3: timed out',
      firstAt: at('14:23:36'),
      lastAt: at('14:23:36'),
    }),
  ]),
  'alerts.acknowledged': page([
    anAlert(2, 'legacy-sync paused by ops, no run since', {
      severity: 'warn',
      state: 'acknowledged',
      firstAt: at('12:30:00', '2026-11-21'),
      lastAt: at('12:30:00', '2026-11-21'),
      acknowledgedBy: person('ops'),
      acknowledgedAt: at('12:40:00', '2026-11-21'),
    }),
  ]),
  'activity.decisions': page(ACTIVITY),
};

export const WIDEST_LIVE: ScreenData['live'] = {
  8811: { lastLine: 'table 14/61', lastByteAt: at('14:32:05') },
  8813: { lastLine: 'batch 3, 12k rows so far', lastByteAt: at('14:31:19') },
};

const TOOK_SECONDS = [362, 250, 258, 270, 245, 20, 250, 275, 255, 240];

/** The history comes newest first. */
const PRUNES: PastRow[] = TOOK_SECONDS.map((seconds, index) =>
  aPastRun(8420 - index * 100, 'db-prune-prod', { durationMs: seconds * SECOND }),
);

const question = (pruneDetail.approval as ApprovalRow).subject;
const FILE = { path: '/opt/jobs/prune.sh', sha256: `1c9e${'0'.repeat(56)}44ab` };

/** The question of db-prune-prod with all that is on record about it. */
const fullPrune: Extract<Detail, { kind: 'approval' }> = {
  ...pruneDetail,
  approval: { ...pruneDetail.approval, subject: { ...question, file: FILE } },
  job: aJob('db-prune-prod', {
    ...pruneDetail.job,
    revision: 14,
    definition: aDefinition({
      ...pruneDetail.job.definition,
      delivery_mode: 'announce-always',
      delivery_to: '@ops',
    }),
    history: PRUNES,
  }),
  ...(pruneDetail.previous === undefined
    ? {}
    : { previous: { ...pruneDetail.previous, subject: { ...pruneDetail.previous.subject, file: FILE } } }),
  source: {
    run: aPastRun(8812, 'db-prune-plan', {
      durationMs: 114 * SECOND,
      finishedAt: at('14:29:56'),
      startedAt: at('14:28:02'),
      cause: 'manual',
      by: 'ana',
    }),
    lastLine: 'exit 0',
    lineCount: 118,
  },
  record: {
    written: { by: 'ana', at: at('09:12:00', '2026-11-02') },
    asked: { approved: 8, rejected: 1, lapsed: 1 },
    seen: [{ who: 'ana', from: at('14:30:20'), until: at('14:31:05') }],
  },
};

const TAIL: OutputView = {
  totalLines: 118,
  totalBytes: 9_000,
  lines: [
    ['14:28:02', 'plan: rows older than 2026-08-01'],
    ['14:28:40', 'events      40,950 rows    1.1 GB'],
    ['14:29:55', 'audit          258 rows    0.9 MB'],
    ['14:29:55', 'sessions         0 rows'],
    ['14:29:56', 'foreign keys   checked, none point here'],
    ['14:29:56', 'backup      run 8789, Sat 02:30, verified'],
    ['14:29:56', 'total       41,208 rows would be deleted'],
    ['14:29:56', 'exit 0'],
  ].map(([time = '', text = '']) => ({ at: at(time), stream: 'out', text })),
};

export const WIDEST_DETAIL: NonNullable<ScreenData['detail']> = {
  target: { kind: 'approval', approvalId: 101 },
  detail: fullPrune,
  tail: TAIL,
  forecast: 'waits for pool io (run 8811 backup-pg, about 15m)',
};
