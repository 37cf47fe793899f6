import type { Actor } from '../../../src/store/nouns/actor.ts';
import type { JobDefinition } from '../../../src/store/nouns/job-fields.ts';
import type { AlertRow } from '../../../src/store/snapshot/alerts.ts';
import type { ApprovalRow } from '../../../src/store/snapshot/approvals.ts';
import type { JobFacts } from '../../../src/store/snapshot/detail.ts';
import type { DueRow } from '../../../src/store/snapshot/due.ts';
import type { Page } from '../../../src/store/snapshot/page.ts';
import type { LiveRow, PastRow } from '../../../src/store/snapshot/runs.ts';
import type { Sheet, SheetItem } from '../../../src/ui/state/sheet.ts';

/** Sunday 22 November 2026, UTC: the day all pictures show. */
export const at = (time: string, day = '2026-11-22'): number => Date.parse(`${day}T${time}Z`);
export const NOW = at('14:32:07');
const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

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
  consecutiveErrors: 0,
  last10: 'kkkkkkkkkk',
  history: [],
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

/** A sheet as it stands when its keys count, with the focus on its first field or button. */
export const anArmedSheet = (item: SheetItem, more: Partial<Sheet> = {}): Sheet => ({
  item,
  serial: 1,
  content: {},
  focus: 0,
  cursor: 0,
  fields: {},
  top: 0,
  seenLast: true,
  arm: { kind: 'armed', at: 0 },
  shownSinceAt: 0,
  lastKeyAt: 0,
  lastEnterAt: 0,
  stage: { kind: 'asking' },
  ...more,
});
