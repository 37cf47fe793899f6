import type { Actor } from '../../src/store/nouns/actor.ts';
import type { JobDefinition } from '../../src/store/nouns/job-fields.ts';
import type { Run } from '../../src/store/nouns/run.ts';
import type { AlertRow } from '../../src/store/snapshot/alerts.ts';
import type { ApprovalRow } from '../../src/store/snapshot/approvals.ts';
import type { Detail, JobFacts } from '../../src/store/snapshot/detail.ts';
import type { DueRow } from '../../src/store/snapshot/due.ts';
import type { Page } from '../../src/store/snapshot/page.ts';
import type { LiveRow, PastRow } from '../../src/store/snapshot/runs.ts';
import type { Scene } from '../../src/ui/scene.ts';
import { EMPTY_COUNTERS, freshView, type PanelId, type ScreenData, type View } from '../../src/ui/state/view.ts';

/** Sunday 22 November 2026, UTC: the day all pictures show. */
export const at = (time: string, day = '2026-11-22'): number => Date.parse(`${day}T${time}Z`);
export const NOW = at('14:32:07');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const person = (name: string): Actor => ({ kind: 'person', name, via: 'console' });
export const OPS: Actor = { kind: 'person', name: 'ops', via: 'console', ssh: '10.0.4.7', tty: 'pts/3' };

export const page = <Row>(rows: Row[], total = rows.length): Page<Row> => ({ rows, before: 0, total });

export const aDefinition = (more: Partial<JobDefinition> = {}): JobDefinition =>
  ({
    name: 'a-job',
    payload_message: '/opt/jobs/a-job.sh',
    run_timeout_ms: 300_000,
    kill_grace_ms: 5_000,
    overlap_policy: 'skip',
    env: {},
    ...more,
  }) as JobDefinition;

export const aJob = (name: string, more: Partial<JobFacts> = {}): JobFacts => ({
  id: `job-${name}`,
  name,
  definition: aDefinition({ name }),
  enabled: true,
  revision: 1,
  updatedAt: NOW,
  anchorAt: 0,
  scheduleText: '',
  last10: 'kkkkkkkkkk',
  history: [],
  decisions: [],
  slots: [],
  children: [],
  ...more,
});

export const aDueRow = (name: string, nextRunAt: number, scheduleText: string, more: Partial<DueRow> = {}): DueRow => ({
  key: `job-${name}@${nextRunAt}`,
  jobId: `job-${name}`,
  name,
  enabled: true,
  scheduleText,
  nextRunAt,
  last10: 'kkkkkkkkkk',
  consecutiveErrors: 0,
  active: false,
  ...more,
});

export const anApproval = (id: number, jobName: string, more: Partial<ApprovalRow> = {}): ApprovalRow => ({
  id,
  key: `a${id}`,
  revision: 1,
  jobId: `job-${jobName}`,
  jobName,
  dispatchId: id,
  runId: id,
  status: 'pending',
  risk: 'normal',
  subject: { jobRevision: 1, target: 'shell', payload: 'true', envNames: [], timeoutMs: 30 * MINUTE },
  digest: 'digest',
  askedBecause: 'chain',
  requestedBy: person('ana'),
  askedAt: NOW,
  expiresAt: NOW + 60 * MINUTE,
  onTimeout: 'reject',
  ...more,
});

export const aPastRun = (runId: number, jobName: string, more: Partial<PastRow> = {}): PastRow => ({
  key: `r${runId}`,
  runId,
  dispatchId: runId,
  jobId: `job-${jobName}`,
  jobName,
  status: 'ok',
  cause: 'schedule',
  finishedAt: NOW,
  retryCount: 0,
  ...more,
});

export const aLiveRun = (runId: number, jobName: string, sinceAt: number, more: Partial<LiveRow> = {}): LiveRow => ({
  kind: 'run',
  key: `d${runId}`,
  dispatchId: runId,
  runId,
  jobId: `job-${jobName}`,
  jobName,
  status: 'running',
  sinceAt,
  retryCount: 0,
  requestedBy: person('ops'),
  ...more,
});

export const anAlert = (id: number, title: string, more: Partial<AlertRow> = {}): AlertRow => ({
  id,
  key: `l${id}`,
  kind: 'failing',
  severity: 'crit',
  state: 'open',
  title,
  detail: '',
  count: 1,
  firstAt: NOW,
  lastAt: NOW,
  ...more,
});

export const APPROVALS: ApprovalRow[] = [
  anApproval(101, 'db-prune-prod', {
    risk: 'high',
    subject: {
      jobRevision: 14,
      target: 'shell',
      payload: '/opt/jobs/prune.sh --before 2026-08-01 --tables events,audit',
      cwd: '/srv/jobs',
      envNames: ['PGHOST', 'PGUSER', 'PGPASSFILE', 'PRUNE_TOKEN'],
      timeoutMs: 30 * MINUTE,
    },
    sourceRunId: 8812,
    askedAt: at('14:29:56'),
    expiresAt: at('15:29:56'),
  }),
  anApproval(102, 'deploy-web', {
    subject: {
      jobRevision: 3,
      target: 'shell',
      payload: '/opt/deploy/deploy.sh web v2.41.0 --canary 10',
      cwd: '/opt/deploy',
      envNames: ['REGION', 'DEPLOY_TOKEN', 'SLACK_URL'],
      timeoutMs: 20 * MINUTE,
    },
    sourceRunId: 8809,
    askedAt: at('14:19:27'),
    expiresAt: at('15:19:27'),
  }),
  anApproval(103, 'rotate-certs', {
    subject: { jobRevision: 1, target: 'shell', payload: 'certbot renew --quiet', envNames: [], timeoutMs: MINUTE },
    askedBecause: 'manual',
    askedAt: at('14:28:05'),
    expiresAt: at('15:28:05'),
  }),
  anApproval(104, 'wipe-staging', {
    subject: { jobRevision: 1, target: 'shell', payload: 'psql staging -f wipe.sql', envNames: [], timeoutMs: MINUTE },
    sourceRunId: 8816,
    onTimeout: 'approve',
    askedAt: at('14:31:33'),
    expiresAt: at('15:31:33'),
  }),
];

export const pruneDetail: Extract<Detail, { kind: 'approval' }> = {
  kind: 'approval',
  approval: APPROVALS[0] as ApprovalRow,
  job: aJob('db-prune-prod', {
    definition: aDefinition({ name: 'db-prune-prod', env: { PRUNE_TOKEN: { from_env: 'PRUNE_TOKEN' } } }),
    last10: 'kkkkekkkkk',
    usualMs: 260_000,
    lastFailure: aPastRun(8100, 'db-prune-prod', {
      status: 'error',
      exitCode: 3,
      finishedAt: at('14:30:00', '2026-10-18'),
    }),
  }),
  source: {
    run: aPastRun(8812, 'db-prune-plan', { durationMs: 114_000, finishedAt: at('14:29:56') }),
    lastLine: '41,208 rows in 2 tables would be deleted',
    lineCount: 118,
  },
  previous: anApproval(90, 'db-prune-prod', {
    status: 'dispatched',
    startedRunId: 8420,
    decidedAt: at('14:41:00', '2026-11-15'),
    decidedBy: person('ana'),
    subject: {
      jobRevision: 14,
      target: 'shell',
      payload: '/opt/jobs/prune.sh --before 2026-07-25 --tables events,audit',
      envNames: [],
      timeoutMs: 1,
    },
  }),
  riskSetAt: at('09:12:00', '2026-11-02'),
  notBy: 'ana',
};

export const deployDetail: Extract<Detail, { kind: 'approval' }> = {
  kind: 'approval',
  approval: APPROVALS[1] as ApprovalRow,
  job: aJob('deploy-web', {
    definition: aDefinition({
      name: 'deploy-web',
      env: { REGION: 'eu', DEPLOY_TOKEN: { from_env: 'T' }, SLACK_URL: { from_file: '/run/slack' } },
    }),
    last10: 'kkkkkkekkk',
    usualMs: 125_000,
    lastFailure: aPastRun(8000, 'deploy-web', {
      status: 'error',
      exitCode: 1,
      finishedAt: at('11:20:00', '2026-11-03'),
    }),
    children: [{ name: 'smoke-web', on: 'success' }],
  }),
  source: {
    run: aPastRun(8809, 'build-web', { durationMs: 221_000, finishedAt: at('14:19:27') }),
    lastLine: 'image web:v2.41.0 pushed, 214 tests passed',
    lineCount: 87,
  },
  previous: anApproval(91, 'deploy-web', {
    status: 'dispatched',
    startedRunId: 8655,
    decidedAt: at('16:02:00', '2026-11-19'),
    decidedBy: person('ana'),
    subject: {
      jobRevision: 3,
      target: 'shell',
      payload: '/opt/deploy/deploy.sh web v2.40.3 --canary 10',
      envNames: [],
      timeoutMs: 1,
    },
  }),
};

const backupRun: Run = {
  id: 8811,
  jobId: 'job-backup-pg',
  jobName: 'backup-pg',
  jobRevision: 1,
  dispatchId: 8811,
  cause: 'manual',
  status: 'running',
  createdAt: at('14:25:55'),
  startedAt: at('14:25:55'),
  dueAt: at('14:25:55'),
  requestedBy: OPS,
  retryCount: 0,
  causeRoot: 'x',
  idempotencyKey: 'x',
  placement: 'local',
  fence: 1,
  pid: 40211,
  outBytes: 0,
  errBytes: 0,
};

export const backupDetail: Extract<Detail, { kind: 'run' }> = {
  kind: 'run',
  run: backupRun,
  job: aJob('backup-pg', {
    definition: aDefinition({
      name: 'backup-pg',
      payload_message: '/usr/local/bin/backup-pg --all --to /backup/pg',
      cwd: '/var/backups',
      resource_pool: 'io',
      run_timeout_ms: 60 * MINUTE,
    }),
    usualMs: 22 * MINUTE,
  }),
};

const output = (time: string, text: string, stream: 'out' | 'err' = 'out') => ({ at: at(time), stream, text });

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
    processes: [40211, 40212, 40213, 40214].map((pid) => ({ pid, parentPid: 40211, ageMs: 1, command: 'pg_dump' })),
    output: {
      totalLines: 1_204,
      totalBytes: 96_000,
      lastByteAt: at('14:32:05'),
      lines: [
        output('14:31:40', 'pg_dump: dumping contents of table "public.order_items"'),
        output('14:31:46', 'pg_dump: dumping contents of table "public.orders"'),
        output('14:31:58', 'pg_dump: finished table 13/61, 1.9 GB written'),
        output('14:31:58', 'pg_dump: dumping contents of table "public.payments"'),
        output('14:32:03', 'pg_dump: warning: there are circular foreign-key constraints on this table', 'err'),
        output('14:32:05', 'pg_dump: finished table 14/61, 2.0 GB written'),
      ],
    },
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
