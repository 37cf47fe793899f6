import type { Detail } from '../../store/snapshot/detail.ts';
import type { Follower } from '../../store/snapshot/followers.ts';
import { type Selection, sameTarget, selectedItem, selectionOf, targetOf } from '../state/selection.ts';
import { type ScreenData, type View, waitingIn } from '../state/view.ts';
import { type Place, placeOfApproval, placeOfJob, placeOfRun } from './go-to.ts';

/** Something that belongs to what is selected. */
export type Choice = { what: string; name: string; place: Place };

/** Beyond those that have a number, what a run started is walked through. */
export const CHOICES_MAX = 60;
/** So many of a run's followers stand before its job's family and record; more stand behind them, and take no number away. */
const FOLLOWERS_BEFORE_MAX = 4;

type Known = { view: View; data: ScreenData; selection: Selection; detail: Detail | undefined };

/** Where one can go from the selected row: what it is of, what caused it, what came of it, what is on record. */
export function choicesFor(view: View, data: ScreenData): Choice[] {
  const shown = data.detail;
  const known: Known = {
    view,
    data,
    selection: selectionOf(view, data),
    detail: shown !== undefined && sameTarget(targetOf(view, data), shown.target) ? shown.detail : undefined,
  };
  const here = selectedItem(view, data);
  const isElsewhere = ({ place }: Choice): boolean => place.list !== here?.list || place.key !== here.item.key;
  const followers = ofFollowers(known);
  const isWide = followers.length > FOLLOWERS_BEFORE_MAX;
  const all = [
    ...ofJob(known),
    ...ofRuns(known),
    ...ofApprovals(known),
    ...ofAlerts(known),
    ...ofCause(known),
    ...(isWide ? [] : followers),
    ...ofFamily(known),
    ...ofRecord(known),
    ...(isWide ? followers : []),
  ];
  return unique(all.filter(isElsewhere)).slice(0, CHOICES_MAX);
}

/** How many runs more the selected one started than are listed. */
export function placesBeyond(view: View, data: ScreenData): number {
  const shown = data.detail;
  if (shown?.detail.kind !== 'run' || !sameTarget(targetOf(view, data), shown.target)) return 0;
  return shown.detail.moreFollowers ?? 0;
}

const unique = (choices: readonly Choice[]): Choice[] => [
  ...new Map(choices.map((choice) => [JSON.stringify(choice.place), choice])).values(),
];

function jobOf({ selection, detail }: Known): { id: string; name: string } | undefined {
  const job = detail?.job;
  if (job !== undefined) return { id: job.id, name: job.name };
  return selection.jobId === undefined ? undefined : { id: selection.jobId, name: selection.jobName ?? '' };
}

function ofJob(known: Known): Choice[] {
  const job = jobOf(known);
  return job === undefined ? [] : [{ what: 'job', name: job.name, place: placeOfJob(job.id) }];
}

function ofRuns({ selection, detail }: Known): Choice[] {
  if (detail?.kind === 'run') {
    const { run } = detail;
    return [
      { what: 'run', name: `${run.id} ${run.jobName}`, place: placeOfRun({ ...run, runId: run.id }) },
      ...earlier('the run that started it', run.triggeredByRun),
      ...earlier('the run it is a retry of', run.retryOf),
      ...earlier('the run it repeats', run.replayOf),
    ];
  }
  if (detail?.kind === 'approval') {
    return [
      ...earlier('the run it follows', detail.approval.sourceRunId, detail.source?.run.jobName),
      ...earlier('the run it started', detail.approval.startedRunId, detail.approval.jobName),
    ];
  }
  if (detail?.kind === 'alert') return earlier('its last run', detail.alert.runId, detail.job?.name);
  if (detail?.kind === 'job') return earlier('its last run', detail.job.history[0]?.runId, detail.job.name);
  return 'runId' in selection ? earlier('run', selection.runId) : [];
}

const earlier = (what: string, runId: number | undefined, jobName = ''): Choice[] =>
  runId === undefined
    ? []
    : [{ what, name: `${runId} ${jobName}`.trimEnd(), place: { list: 'runs.recent', key: `r${runId}` } }];

function ofApprovals(known: Known): Choice[] {
  const { data, detail } = known;
  const job = jobOf(known);
  const pending = waitingIn(data, 'approvals.pending')
    .filter(({ jobId }) => jobId === job?.id)
    .map((row) => ({ what: 'approval that waits', name: row.jobName, place: placeOfApproval(row) }));
  const approvalId = detail?.kind === 'run' ? detail.run.approvalId : undefined;
  if (approvalId === undefined) return pending;
  const place: Place = { list: 'approvals.decided', key: `a${approvalId}` };
  return [...pending, { what: 'the approval it had', name: String(approvalId), place }];
}

function ofAlerts(known: Known): Choice[] {
  const job = jobOf(known);
  if (job === undefined) return [];
  return waitingIn(known.data, 'alerts.open')
    .filter(({ jobId }) => jobId === job.id)
    .map(({ key, title }) => ({ what: 'alert', name: title, place: { list: 'alerts.open', key } }));
}

/** Everything that failed in the same way, whatever its job. */
function ofCause({ view, data }: Known): Choice[] {
  const row = selectedItem(view, data)?.item.row;
  if (row === undefined || !('fold' in row) || row.fold === undefined) return [];
  // Only failures are found again among the runs: an alert of lateness has no run that says so.
  if ('severity' in row && row.kind !== 'failing' && row.kind !== 'crashed') return [];
  const { cause } = row.fold;
  const filter = `status:failed cause:${cause}`;
  return [{ what: 'runs of this cause', name: `cause:${cause}`, place: { list: 'runs.recent', filter } }];
}

/** What came of a run stands behind what needs somebody: a wide chain has many. */
const ofFollowers = ({ detail }: Known): Choice[] => (detail?.kind === 'run' ? detail.followers.map(followed) : []);

const FOLLOWERS: Readonly<Record<Follower['how'], string>> = {
  child: 'run that it started',
  retry: 'its next attempt',
  again: 'the run that repeats it',
};

const followed = (run: Follower): Choice => ({
  what: FOLLOWERS[run.how],
  name: `${run.runId} ${run.jobName}, ${run.status.replace('_', ' ')}`,
  place: placeOfRun(run),
});

/** More children are found in the list of jobs. */
const CHILDREN_MAX = 2;

/** The job it follows, and those that follow it. */
function ofFamily({ detail }: Known): Choice[] {
  const job = detail?.job;
  if (job === undefined) return [];
  const { parent_id: parentId } = job.definition;
  const above: Choice[] =
    parentId === undefined
      ? []
      : [{ what: 'job it follows', name: job.parentName ?? parentId, place: placeOfJob(parentId) }];
  const below = job.children
    .slice(0, CHILDREN_MAX)
    .map(
      ({ name }): Choice => ({ what: 'job that follows it', name, place: { list: 'jobs.all', filter: named(name) } }),
    );
  return [...above, ...below];
}

/** A name as a filter finds it, whatever is in it. */
const named = (name: string): string => (/[\s"!:/~]/.test(name) ? `"${name.replaceAll('"', '')}"` : name);

function ofRecord(known: Known): Choice[] {
  const job = jobOf(known);
  if (job === undefined || job.name === '') return [];
  const filter = named(job.name);
  return [
    { what: 'runs', name: job.name, place: { list: 'runs.recent', filter } },
    { what: 'audit', name: job.name, place: { list: 'activity.audit', filter } },
  ];
}
