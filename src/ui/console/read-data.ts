import { comingFires } from '../../engine/rules/coming-fires.ts';
import { storedProblem, storedTextProblem } from '../../engine/rules/job/stored-problem.ts';
import { pausesBetween } from '../../engine/rules/quiet-limit.ts';
import { type AtAnswer, answerAt } from '../../engine/rules/why/answer-at.ts';
import type { WhyRecord } from '../../store/nouns/why.ts';
import type { ActivityRow } from '../../store/snapshot/activity.ts';
import type { Detail, DetailTarget, JobFacts } from '../../store/snapshot/detail.ts';
import type { JobRow } from '../../store/snapshot/jobs.ts';
import type { Page, PageRequest } from '../../store/snapshot/page.ts';
import { attempt } from '../attempt.ts';
import type { ConsoleOptions, OutputView } from '../console-options.ts';
import { storedOutput } from '../detail/output-rows.ts';
import { outputRunOf } from '../detail/output-run.ts';
import { TAIL_LINES_MAX } from '../detail/tail-lines.ts';
import type { WhyMoment } from '../detail/why-moment.ts';
import { requestOf } from '../filter/request.ts';
import { partsOf, shapeOf } from '../layout/shape.ts';
import { lowerHalves } from '../panels/lower-half.ts';
import { foldedPage } from '../state/fold.ts';
import { isProblem } from '../state/problems.ts';
import { sortedPage } from '../state/sort.ts';
import {
  type AnyRow,
  type DetailData,
  type ListId,
  type ListView,
  type LiveOutput,
  listOf,
  type ScreenData,
  type View,
} from '../state/view.ts';
import { type FilterSearches, withFound } from './look-further.ts';
import { withHidden } from './read-waiting.ts';

const OUTPUT_LINES_MAX = 1_000;
const NEXT_FIRES_MAX = 20;
const WHY_ROWS_MAX = 40;
const LIVE_ROWS_MAX = 64;
/** So many of the newest lines tell how a run uses to print. */
const HABIT_LINES = 40;

/** The lists a view shows, and the two short ones that news comes from. */
export function listsNeeded(view: View): ListId[] {
  const visible = partsOf(shapeOf(view)).flatMap((part) => (part.part === 'detail' ? [] : [listOf(view, part.part)]));
  return [
    ...new Set<ListId>([
      ...visible,
      ...lowerHalves(view),
      listOf(view, view.panel),
      'approvals.pending',
      'alerts.open',
    ]),
  ];
}

/** Changes when the view needs other rows than those that were read. */
export const needsKey = (view: View): string =>
  JSON.stringify(
    listsNeeded(view).map((id) => [
      id,
      view.lists[id].filter,
      view.lists[id].sort,
      view.lists[id].unfolded,
      view.lists[id].anchor,
      view.problems,
    ]),
  );

/** What cannot be read says so in its own panel; the others, and the keys, go on. */
export function readLists(
  options: ConsoleOptions,
  { view, searches }: { view: View; searches: FilterSearches },
  old: ScreenData,
  now: number,
): ScreenData {
  const lists: Record<string, Page<AnyRow>> = {};
  const failures: Record<string, string> = {};
  for (const id of listsNeeded(view)) {
    const read = attempt(() => readList(options, { view, searches }, id, now));
    lists[id] = read.kind === 'ok' ? read.value : { rows: [], before: 0, total: 0 };
    if (read.kind === 'failed') failures[id] = read.because;
  }
  const news = options.snapshots.news(old.news?.mark, now);
  const fresh: ScreenData = { ...old, failures, lists: { ...old.lists, ...lists } as ScreenData['lists'], news };
  return readCounters(options, withHidden(options, view, fresh), now);
}

export function readCounters(options: ConsoleOptions, old: ScreenData, now: number): ScreenData {
  const counters = attempt(() => options.snapshots.counters(now));
  return counters.kind === 'ok' ? { ...old, counters: counters.value } : old;
}

/** What the filter of a list, and `!`, ask of its rows. */
export function filterOf(view: View, id: ListId, now: number): PageRequest {
  const isWanted = view.problems ? (row: AnyRow) => isProblem(id, row, now) : undefined;
  return requestOf(id, view.lists[id].filter, isWanted);
}

function readList(
  options: ConsoleOptions,
  { view, searches }: { view: View; searches: FilterSearches },
  id: ListId,
  now: number,
): Page<AnyRow> {
  const list = view.lists[id];
  const request: PageRequest = {
    ...filterOf(view, id, now),
    ...(list.anchor === undefined ? {} : { anchor: list.anchor }),
  };
  const first = readPage(options, id, request, now);
  const isFolding = id === 'runs.recent' && list.filter === '' && !view.problems;
  const found = isFolding ? filledUp(options, first, list, now) : first;
  const page = withJobProblems(id, withFound(found, { view, id }, searches));
  return foldedPage(id, sortedPage(id, page, list), list);
}

/** A screen's worth of rows, and so many more pages at most to come to it. */
const FOLDED_ROWS_LEAST = 60;
const FURTHER_PAGES_MAX = 10;

/** Where hundreds failed in one way and are one row, more of the list is read: else nobody could go on below them. */
function filledUp(options: ConsoleOptions, first: Page<AnyRow>, list: ListView, now: number): Page<AnyRow> {
  let page = first;
  for (let reads = 0; reads < FURTHER_PAGES_MAX; reads += 1) {
    const last = page.rows.at(-1);
    const isAll = page.before + page.rows.length >= page.total;
    if (last === undefined || isAll || foldedPage('runs.recent', page, list).rows.length >= FOLDED_ROWS_LEAST) break;
    const { rows } = readPage(options, 'runs.recent', { anchor: { kind: 'around', key: last.key } }, now);
    const more = rows.slice(rows.findIndex(({ key }) => key === last.key) + 1);
    if (more.length === 0) break;
    page = { ...page, rows: [...page.rows, ...more] };
  }
  return page;
}

const JOB_LISTS: ReadonlySet<ListId> = new Set<ListId>([
  'due.next',
  'due.paused',
  'jobs.all',
  'jobs.tree',
  'jobs.disabled',
]);

/** A job whose definition cannot be read is a row like the others, and says why. */
function withJobProblems(id: ListId, page: Page<AnyRow>): Page<AnyRow> {
  if (!JOB_LISTS.has(id)) return page;
  const rows = (page.rows as JobRow[]).map(({ definition, ...row }): JobRow => {
    const problem = definition === undefined ? undefined : storedTextProblem(definition, row.jobId);
    return problem === undefined ? row : { ...row, problem };
  });
  return { ...page, rows };
}

export function readPage(options: ConsoleOptions, id: ListId, request: PageRequest, now: number): Page<AnyRow> {
  const { snapshots } = options;
  switch (id) {
    case 'due.next':
      return snapshots.due(request, now);
    case 'due.paused':
      return snapshots.pausedJobs(request);
    case 'jobs.disabled':
      return snapshots.disabledJobs(request);
    case 'jobs.all':
      return snapshots.jobs(request);
    case 'jobs.tree':
      return snapshots.jobTree(request);
    case 'runs.now':
      return snapshots.liveRuns(request, now);
    case 'runs.recent':
      return snapshots.pastRuns(request);
    case 'approvals.pending':
      return snapshots.pendingApprovals(request);
    case 'approvals.decided':
      return snapshots.decidedApprovals(request);
    case 'alerts.open':
      return snapshots.openAlerts(request);
    case 'alerts.acknowledged':
      return snapshots.acknowledgedAlerts(request);
    case 'activity.decisions':
      return withLeftRule(snapshots.decisions(request), options.leftAt);
    case 'activity.audit':
      return withLeftRule(snapshots.audit(request), options.leftAt);
    case 'activity.log':
      return logPage(options.readLog?.() ?? [], request);
  }
}

/** Newest first, as the other tabs of its panel. */
function logPage(lines: readonly ActivityRow[], request: PageRequest): Page<AnyRow> {
  const rows = lines.filter((row) => request.matches?.(row) !== false);
  return { rows, before: 0, total: lines.length };
}

/** Where the person was cut off: what is above it happened since. */
function withLeftRule(page: Page<ActivityRow>, leftAt: number | undefined): Page<AnyRow> {
  const at = leftAt === undefined ? -1 : page.rows.findIndex((row) => row.at <= leftAt);
  // Nothing happened since, or so much that the place is not among the rows.
  if (leftAt === undefined || at <= 0) return page;
  const rule: ActivityRow = { key: 'left', at: leftAt, who: '', state: 'left', text: '' };
  return { ...page, rows: page.rows.toSpliced(at, 0, rule), total: page.total + 1 };
}

/** Last line and last byte of the live runs among the visible rows, and of the one in the detail. */
export function readLive(options: ConsoleOptions, data: ScreenData): ScreenData['live'] {
  const rows = data.lists['runs.now']?.rows ?? [];
  const listed = rows.slice(0, LIVE_ROWS_MAX).flatMap(({ runId }) => runId ?? []);
  const detail = data.detail?.detail;
  const ids = new Set(detail !== undefined && isLive(detail) ? [...listed, detail.run.id] : listed);
  return Object.fromEntries([...ids].map((runId) => [runId, liveOutput(options, runId)]));
}

function liveOutput(options: ConsoleOptions, runId: number): LiveOutput {
  const output = options.readOutput(runId, HABIT_LINES);
  const pausesMs = pausesBetween((output?.lines ?? []).flatMap(({ at }) => at ?? []));
  const lastLine = output?.lines.at(-1)?.text;
  return {
    ...(lastLine === undefined ? {} : { lastLine }),
    ...(output?.lastByteAt === undefined ? {} : { lastByteAt: output.lastByteAt }),
    ...(pausesMs.length === 0 ? {} : { pausesMs }),
  };
}

export function readDetail(
  options: ConsoleOptions,
  target: DetailTarget,
  now: number,
  moment?: WhyMoment,
): DetailData | undefined {
  const found = attempt(() => options.snapshots.detail(target));
  if (found.kind === 'failed' || found.value === undefined) return undefined;
  const detail = found.value;
  const output = outputOf(options, detail);
  return {
    target,
    detail,
    ...(detail.job === undefined ? {} : factsOfJob(options, detail.job, now, moment)),
    calendarOf: options.calendarOf,
    ...(output === undefined ? {} : { output }),
    ...questionOf(options, detail),
    ...(isLive(detail) ? { processes: options.processTree(detail.run.id) } : {}),
  };
}

/** What a question that waits is told with: the end of what asked, and what the guards would say to a yes. */
function questionOf(options: ConsoleOptions, detail: Detail): Pick<DetailData, 'tail' | 'forecast'> {
  if (detail.kind !== 'approval' || detail.approval.status !== 'pending') return {};
  const { id, sourceRunId } = detail.approval;
  const tail = sourceRunId === undefined ? undefined : options.readOutput(sourceRunId, TAIL_LINES_MAX);
  const forecast = attempt(() => options.commands.forecastApproved(id));
  return {
    ...(tail === undefined ? {} : { tail }),
    ...(forecast.kind === 'ok' ? { forecast: forecast.value } : {}),
  };
}

/** What follows from a job's definition, as far as that can be read. */
function factsOfJob(
  options: ConsoleOptions,
  job: JobFacts,
  now: number,
  moment: WhyMoment | undefined,
): Pick<DetailData, 'next' | 'why' | 'moment' | 'problem'> {
  const next = attempt(() => comingFires(job, now, NEXT_FIRES_MAX, options.calendarOf));
  const why = attempt(() => options.snapshots.why(job.id, { limit: WHY_ROWS_MAX, now }));
  const broken = [next, why].find((each) => each.kind === 'failed');
  const problem =
    storedProblem(job.definition, job.id) ?? (broken?.kind === 'failed' ? `definition: ${broken.because}` : undefined);
  const record = why.kind === 'ok' ? why.value : undefined;
  const isAsked = moment?.state === 'asked' && moment.jobId === job.id && record !== undefined;
  const answer = isAsked ? attempt(() => answerOf(options, record, moment.text, now)) : undefined;
  return {
    next: next.kind === 'ok' ? next.value : [],
    ...(record === undefined ? {} : { why: record }),
    ...(answer?.kind === 'ok' ? { moment: answer.value } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

function answerOf(options: ConsoleOptions, record: WhyRecord, text: string, now: number): AtAnswer {
  const { live, facts, snapshots, calendarOf } = options;
  const engine = live().engine.kind === 'none' ? 'none' : 'alive';
  return answerAt({ record, now, zone: facts.zone, engine, calendarOf }, text, (span) =>
    snapshots.moment(record.job.id, span),
  );
}

export const isLive = (detail: Detail): detail is Extract<Detail, { kind: 'run' }> =>
  detail.kind === 'run' && detail.run.finishedAt === undefined;

/** Of a run its own output, of anything else that of the run it stands for. */
export function outputOf(options: ConsoleOptions, detail: Detail): OutputView | undefined {
  const runId = outputRunOf(detail);
  // Where output is read by place, nobody needs a thousand lines beside that.
  if (runId === undefined || options.outputs !== undefined) return undefined;
  const read = options.readOutput(runId, OUTPUT_LINES_MAX);
  if (read !== undefined) return read;
  const run = detail.kind === 'run' ? detail : options.snapshots.detail({ kind: 'run', runId });
  return run?.kind === 'run' && run.output !== undefined ? storedOutput(run.output) : undefined;
}
