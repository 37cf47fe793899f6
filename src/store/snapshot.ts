import type { Db } from './database.ts';
import { momentReads } from './lookups/moment-reads.ts';
import { whyReads } from './lookups/why-reads.ts';
import { activityQueries } from './snapshot/activity.ts';
import { alertQueries } from './snapshot/alerts.ts';
import { decidedApprovalQueries, pendingApprovalQueries } from './snapshot/approvals.ts';
import { auditQueries } from './snapshot/audit.ts';
import { counterQueries } from './snapshot/counters.ts';
import { detailQueries } from './snapshot/detail.ts';
import { dueQueries } from './snapshot/due.ts';
import { fateQueries } from './snapshot/fate.ts';
import { jobTreeQuery } from './snapshot/job-tree.ts';
import { jobQueries } from './snapshot/jobs.ts';
import { listedQueries, markedQueries } from './snapshot/marked.ts';
import { nameQueries } from './snapshot/names.ts';
import { newsQuery } from './snapshot/news.ts';
import type { PageRequest } from './snapshot/page.ts';
import { pauseScopeQueries } from './snapshot/pause-scope.ts';
import { pausedJobQueries } from './snapshot/paused-jobs.ts';
import { pauseQueries } from './snapshot/pauses.ts';
import { liveRunQueries, pastRunQueries } from './snapshot/runs.ts';
import { scheduledQuery } from './snapshot/scheduled.ts';
import { jobSliceQuery, pastRunSliceQuery } from './snapshot/slices.ts';

export type Snapshots = ReturnType<typeof createSnapshots>;

/** The limited, indexed reads behind the screens: each is prepared once and answers within a frame, however much is stored. */
export function createSnapshots(db: Db) {
  const past = pastRunQueries(db);
  const activity = activityQueries(db);
  const audit = auditQueries(db);
  return {
    counters: counterQueries(db),
    pauses: pauseQueries(db),
    pauseScope: pauseScopeQueries(db),
    due: dueQueries(db),
    scheduled: scheduledQuery(db),
    jobs: jobQueries(db, 'all'),
    disabledJobs: jobQueries(db, 'disabled'),
    pausedJobs: pausedJobQueries(db),
    jobSlices: jobSliceQuery(db, 'all'),
    disabledJobSlices: jobSliceQuery(db, 'disabled'),
    pastRunSlices: pastRunSliceQuery(db),
    jobTree: jobTreeQuery(db),
    liveRuns: liveRunQueries(db),
    pastRuns: (request: PageRequest) => past.page(request),
    pendingApprovals: pendingApprovalQueries(db),
    decidedApprovals: decidedApprovalQueries(db),
    openAlerts: alertQueries(db, 'open'),
    acknowledgedAlerts: alertQueries(db, 'acknowledged'),
    decisions: activity.decisions,
    audit: audit.page,
    auditSlices: audit.slice,
    detail: detailQueries(db),
    why: whyReads(db),
    moment: momentReads(db),
    fate: fateQueries(db),
    names: nameQueries(db),
    marked: markedQueries(db),
    isListed: listedQueries(db),
    news: newsQuery(db),
  };
}
