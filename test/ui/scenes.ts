import type { Scene } from '../../src/ui/scene.ts';
import { EMPTY_COUNTERS, freshView, type PanelId, type ScreenData, type View } from '../../src/ui/state/view.ts';
import { APPROVALS, pruneDetail } from './scenes/approvals.ts';
import { backupDetail, backupOutput } from './scenes/backup.ts';
import { aDueRow, aLiveRun, anAlert, at, MINUTE, NOW, OPS, page, person } from './scenes/builders.ts';

export const COUNTERS = {
  ...EMPTY_COUNTERS,
  due: 10,
  running: 2,
  queued: 1,
  pendingApprovals: 4,
  highRiskApprovals: 1,
  openAlerts: 1,
  criticalAlerts: 1,
  acknowledgedAlerts: 1,
  jobs: 48,
  disabledJobs: 1,
  pausedJobs: 1,
  day: { ok: 212, failed: 3, skipped: 1, rejected: 1 },
  next: { name: 'cache-warm', at: at('14:35:00') },
};

export const DATA: ScreenData = {
  counters: COUNTERS,
  live: {
    8811: { lastLine: 'table 14/61', lastByteAt: at('14:32:05') },
    8813: { lastLine: 'batch 3', lastByteAt: at('14:31:19') },
  },
  lists: {
    'due.next': page(
      [
        aDueRow('thumb-rebuild', at('14:30:00'), '*/10 * * * *', { lateSince: at('14:30:00') }),
        aDueRow('cache-warm', at('14:35:00'), '*/5 * * * *'),
        aDueRow('queue-depth', at('14:35:00'), '*/5 * * * *'),
        aDueRow('report-daily', at('14:35:00'), '35 14 * * *', { last10: 'kkskkkkkkk' }),
        aDueRow('disk-check', at('14:40:00'), '*/10 * * * *'),
        aDueRow('etl-orders', at('14:45:00'), '*/15 * * * *', { active: true }),
        aDueRow('mail-digest', at('14:45:00'), '45 14 * * *'),
        aDueRow('db-vacuum', at('15:00:00'), '0 15 * * *'),
        aDueRow('metrics-roll', at('15:00:00'), '0 * * * *'),
        aDueRow('sync-s3', at('15:00:00'), '0 * * * *', { last10: 'kkkkkkkeee' }),
      ],
      48,
    ),
    'runs.now': page([
      aLiveRun(8811, 'backup-pg', at('14:25:55'), { usualMs: 22 * MINUTE, limitMs: 60 * MINUTE }),
      aLiveRun(8813, 'etl-orders', at('14:30:00'), { usualMs: 252_000, limitMs: 60 * MINUTE }),
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
    'approvals.pending': page(APPROVALS),
    'alerts.open': page([
      anAlert(1, 'sync-s3 failed 3× in a row', {
        detail: 'exit 255',
        firstAt: at('14:23:36'),
        lastAt: at('14:23:36'),
      }),
    ]),
  },
};

export const withPrune: ScreenData = {
  ...DATA,
  detail: { target: { kind: 'approval', approvalId: 101 }, detail: pruneDetail },
};

export const withBackup: ScreenData = {
  ...DATA,
  detail: {
    target: { kind: 'run', runId: 8811 },
    detail: backupDetail,
    processes: [40211, 40212, 40213, 40214].map((pid) => ({
      pid,
      parentPid: pid === 40211 ? 1 : 40211,
      ageMs: 372_000,
      command: 'pg_dump',
    })),
    output: backupOutput,
  },
};

export const WIPE_MESSAGE: View['message'] = {
  at: at('14:31:33'),
  mark: '◇',
  tone: 'news',
  text: 'wipe-staging asks for approval; without an answer it is APPROVED',
  more: ' at 15:31:33',
  count: 1,
};

export function aView(columns: number, rows: number, panel: PanelId, more: Partial<View> = {}): View {
  const view = freshView({ columns, rows }, panel);
  return { ...view, ...more };
}

export function aScene(view: View, data: ScreenData, more: Partial<Scene> = {}): Scene {
  return {
    now: NOW,
    view,
    data,
    facts: {
      selfApproval: 'forbidden',
      user: 'ops',
      host: 'db1',
      homeLabel: '~/.openclaw/tui',
      dbLabel: '~/.openclaw/tui/openclaw-tui.db',
      jobUser: 'jobs',
      maxActiveRuns: 8,
      version: '0.1.0',
      zone: 'UTC',
    },
    live: {
      engine: { kind: 'here', sinceAt: NOW - (3 * 24 + 4) * 60 * MINUTE, lagMs: 4 },
      gateway: 'ok',
      linkMs: 38,
    },
    actor: OPS,
    checks: [],
    readOnly: false,
    canDemo: true,
    ...more,
  };
}
