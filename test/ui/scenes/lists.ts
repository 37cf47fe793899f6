import type { WhyRecord } from '../../../src/store/nouns/why.ts';
import type { ActivityRow, ActivityState } from '../../../src/store/snapshot/activity.ts';
import type { Detail } from '../../../src/store/snapshot/detail.ts';
import type { TreeRow } from '../../../src/store/snapshot/job-tree.ts';
import type { JobRow } from '../../../src/store/snapshot/jobs.ts';
import type { PausedRow } from '../../../src/store/snapshot/paused-jobs.ts';
import type { PanelId, ScreenData } from '../../../src/ui/state/view.ts';
import { DATA } from '../scenes.ts';
import { aDefinition, aDueRow, aJob, anAlert, aPastRun, at, MINUTE, NOW, page } from './builders.ts';
import { WIDEST_LISTS, WIDEST_LIVE } from './widest.ts';

const SECOND = 1_000;

const aRow = (name: string, scheduleText: string, more: Partial<JobRow> = {}): JobRow => {
  const { key: _, ...row } = aDueRow(name, at('15:00:00'), scheduleText);
  return { ...row, key: row.jobId, lastStatus: 'ok', lastRunAt: at('14:00:06'), usualMs: 6 * SECOND, ...more };
};
const off = ({ nextRunAt: _, ...row }: JobRow): JobRow => ({ ...row, enabled: false });

const JOBS: JobRow[] = [
  aRow('backup-pg', '30 2 * * *', { usualMs: 22 * MINUTE, active: true, last10: 'kkkkkkkkk', lastStatus: 'skipped' }),
  aRow('etl-orders', '*/15 * * * *', { usualMs: 252 * SECOND, active: true, nextRunAt: at('14:45:00') }),
  off(aRow('legacy-sync', '0 * * * *', { last10: 'kkeeeee', lastStatus: 'error', disabledBecause: 'until the move' })),
  aRow('metrics-roll', '0 * * * *'),
  aRow('sync-s3', '0 * * * *', {
    last10: 'kkkkkkkeee',
    lastStatus: 'error',
    consecutiveErrors: 3,
    backingOffUntil: at('14:37:07'),
  }),
  aRow('torn', '', { problem: 'definition: says nothing to run', last10: '' }),
  aRow('warehouse-import-of-all-orders-watchdog', 'every 90s', { usualMs: 3 * SECOND }),
];

const follows = (more: readonly boolean[], name: string, on?: string): TreeRow => ({
  ...aRow(name, on === undefined ? '0 1 * * *' : ''),
  more,
  ...(on === undefined ? {} : { on }),
});
const TREE: TreeRow[] = [
  follows([], 'db-prune-plan'),
  follows([false], 'db-prune-prod', 'ok'),
  follows([], 'fetch-orders'),
  follows([true], 'etl-orders', 'ok'),
  follows([true, false], 'report-daily', 'ok'),
  follows([false], 'tell-the-shop', 'error'),
];

const PAUSED: PausedRow[] = [
  { ...aRow('etl-nightly', '0 2 * * *'), pausedBy: 'ana', pausedUntil: at('18:00:00'), pauseNote: 'the disk is full' },
  { ...aRow('seo-audit', '0 4 1 * *'), pausedBy: 'ops', pauseNote: '' },
];

let lines = 0;
const told = (time: string, who: string, state: ActivityState, text: string): ActivityRow => {
  lines += 1;
  return { key: `x${lines}`, at: at(time), who, state, text };
};
const AUDIT: ActivityRow[] = [
  told('14:25:55', 'ops', 'note', 'run of backup-pg asked for by hand'),
  told('13:02:10', 'ana', 'approved', 'approved deploy-web'),
  told('11:47:52', 'ana', 'rejected', 'rejected db-prune-prod: wrong cut-off'),
  told('09:12:00', 'ana', 'note', 'edited db-prune-prod, revision 14'),
];
const LOG: ActivityRow[] = [
  told('14:30:00', 'warn', 'note', 'the disk of /home is nearly full'),
  told('11:30:02', 'info', 'note', 'engine started, fence 12'),
];

/** Rows for every list there is. */
export const ALL_LISTS: ScreenData = {
  ...DATA,
  live: WIDEST_LIVE,
  lists: {
    ...WIDEST_LISTS,
    'due.paused': page(PAUSED),
    'jobs.all': page(JOBS, 48),
    'jobs.tree': page(TREE),
    'jobs.disabled': page(JOBS.filter(({ enabled }) => !enabled)),
    'activity.audit': page(AUDIT),
    'activity.log': page(LOG),
  },
};

const SYNC = aJob('sync-s3', {
  definition: aDefinition({
    name: 'sync-s3',
    payload_message: '/opt/jobs/sync.sh --bucket orders --delete-after',
    schedule_kind: 'cron',
    schedule_cron: '0 * * * *',
    schedule_tz: 'Europe/Berlin',
    cwd: '/srv/jobs',
    tags: ['night'],
  }),
  scheduleText: '0 * * * *',
  revision: 3,
  nextSlotAt: at('15:00:00'),
  nextRunAt: at('15:00:00'),
  consecutiveErrors: 3,
  last10: 'kkkkkkkeee',
  usualMs: 3 * SECOND,
  parentName: 'fetch-orders',
  children: [{ name: 'report-daily', on: 'ok' }],
  history: [3, 2, 1].map((attempt) =>
    aPastRun(8800 + attempt * 3, 'sync-s3', {
      status: 'error',
      exitCode: 255,
      error: 'connect to 10.0.9.3: timed out',
      durationMs: attempt * SECOND,
      finishedAt: at(`14:0${attempt}:03`),
    }),
  ),
});

const WHY: WhyRecord = {
  job: { ...SYNC, scheduleRevision: 3, createdAt: 1, nextSlotAt: at('15:00:00'), nextRunAt: at('15:00:00') },
  active: [],
  waiting: [],
  waitingCount: 0,
  decisions: [
    {
      id: 1,
      jobId: SYNC.id,
      runId: 8809,
      slotAt: at('14:00:00'),
      verdict: 'start',
      detail: 'run 8809',
      firstAt: at('14:00:00'),
      lastAt: at('14:00:00'),
      count: 1,
    },
  ],
  slots: [
    {
      jobId: SYNC.id,
      slotAt: at('11:00:00'),
      lastSlotAt: at('13:00:00'),
      count: 3,
      scheduleRevision: 3,
      state: 'missed',
      reason: 'misfire-skip',
      detail: 'no engine was running',
    },
  ],
  pauses: [],
  diskIsFull: false,
};

const HOUR = 60 * MINUTE;
const details = (detail: Detail, target: NonNullable<ScreenData['detail']>['target']): ScreenData['detail'] => ({
  detail,
  target,
  why: WHY,
  next: Array.from({ length: 20 }, (_, index) => {
    const fireAt = at('15:00:00') + index * HOUR;
    return { at: fireAt, slot: { at: fireAt, wall: '' }, ...(index === 3 ? { excludedBy: '2026-11-22 18' } : {}) };
  }),
  output: {
    totalLines: 2,
    totalBytes: 90,
    lines: [
      { at: at('14:01:02'), stream: 'out', text: 'sync orders to s3://orders' },
      { at: at('14:01:03'), stream: 'err', text: 'connect to 10.0.9.3: timed out' },
    ],
  },
});

const REVISIONS = [3, 2].map((revision) => ({
  revision,
  definition: { ...SYNC.definition, payload_message: `${SYNC.definition.payload_message} --parts ${revision}` },
  at: at('09:12:00', `2026-11-0${revision}`),
  by: 'ana',
}));

/** What of a job, an alert and a dispatch that waits the detail shows, with the panel it is selected in. */
export const DETAILS: readonly [name: string, panel: PanelId, detail: NonNullable<ScreenData['detail']>][] = [
  ['job', 'jobs', details({ kind: 'job', job: SYNC, revisions: REVISIONS }, { kind: 'job', jobId: SYNC.id })],
  [
    'alert',
    'alerts',
    details(
      {
        kind: 'alert',
        job: SYNC,
        alert: anAlert(1, 'sync-s3 failed 3× in a row', {
          detail: 'exit 255\nconnect to 10.0.9.3: timed out',
          firstAt: at('14:23:36'),
          lastAt: NOW - MINUTE,
          count: 3,
        }),
      },
      { kind: 'alert', alertId: 1 },
    ),
  ],
  [
    'queued',
    'runs',
    details({ kind: 'queued', dispatchId: 9, job: SYNC }, { kind: 'queued', dispatchId: 9, jobId: SYNC.id }),
  ],
].map((entry) => entry as [string, PanelId, NonNullable<ScreenData['detail']>]);
