import type { ApprovalRow } from '../../../src/store/snapshot/approvals.ts';
import type { Detail } from '../../../src/store/snapshot/detail.ts';
import { aDefinition, aJob, anApproval, aPastRun, at, MINUTE, person } from './builders.ts';

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
  startedBy: 'ana',
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
