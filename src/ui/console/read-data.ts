import { comingFires } from '../../engine/rules/coming-fires.ts';
import type { Detail, DetailTarget } from '../../store/snapshot/detail.ts';
import type { Page, PageRequest } from '../../store/snapshot/page.ts';
import type { ConsoleOptions, OutputView } from '../console-options.ts';
import { storedOutput } from '../detail/output-rows.ts';
import { outputRunOf } from '../detail/output-run.ts';
import { requestOf } from '../filter/request.ts';
import { partsOf, shapeOf } from '../layout/shape.ts';
import { lowerHalves } from '../panels/lower-half.ts';
import { foldedPage } from '../state/fold.ts';
import { isProblem } from '../state/problems.ts';
import { sortedPage } from '../state/sort.ts';
import { type AnyRow, type DetailData, type ListId, listOf, type ScreenData, type View } from '../state/view.ts';

const OUTPUT_LINES_MAX = 1_000;
const NEXT_FIRES_MAX = 20;
const WHY_ROWS_MAX = 40;
const LIVE_ROWS_MAX = 64;

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
      view.frozen?.sinceAt,
    ]),
  );

export function readLists(options: ConsoleOptions, view: View, old: ScreenData, now: number): ScreenData {
  const lists: Record<string, Page<AnyRow>> = {};
  for (const id of listsNeeded(view)) lists[id] = readList(options, view, id, now);
  return {
    ...old,
    counters: options.snapshots.counters(now),
    lists: { ...old.lists, ...lists } as ScreenData['lists'],
  };
}

/** While the lists stand still only the counters go on, so that nobody misses what asks for them. */
export const readCounters = (options: ConsoleOptions, old: ScreenData, now: number): ScreenData => ({
  ...old,
  counters: options.snapshots.counters(now),
});

function readList(options: ConsoleOptions, view: View, id: ListId, now: number): Page<AnyRow> {
  const list = view.lists[id];
  const request: PageRequest = {
    ...requestOf(id, list.filter),
    ...(list.anchor === undefined ? {} : { anchor: list.anchor }),
  };
  const page = readPage(options, id, request, now);
  const shown = view.problems ? { ...page, rows: page.rows.filter((row) => isProblem(id, row, now)) } : page;
  return foldedPage(id, sortedPage(id, shown, list), list.unfolded);
}

function readPage({ snapshots }: ConsoleOptions, id: ListId, request: PageRequest, now: number): Page<AnyRow> {
  switch (id) {
    case 'due.next':
      return snapshots.due(request, now);
    case 'due.paused':
    case 'jobs.disabled':
      return snapshots.pausedJobs(request);
    case 'jobs.all':
      return snapshots.jobs(request);
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
      return snapshots.decisions(request);
    case 'activity.audit':
      return snapshots.audit(request);
  }
}

/** Last line and last byte of the live runs among the visible rows. */
export function readLive(options: ConsoleOptions, data: ScreenData): ScreenData['live'] {
  const rows = data.lists['runs.now']?.rows ?? [];
  const live: Record<number, { lastLine?: string; lastByteAt?: number }> = {};
  for (const row of rows.slice(0, LIVE_ROWS_MAX)) {
    if (row.runId === undefined) continue;
    const output = options.readOutput(row.runId, 1);
    const lastLine = output?.lines.at(-1)?.text;
    live[row.runId] = {
      ...(lastLine === undefined ? {} : { lastLine }),
      ...(output?.lastByteAt === undefined ? {} : { lastByteAt: output.lastByteAt }),
    };
  }
  return live;
}

export function readDetail(options: ConsoleOptions, target: DetailTarget, now: number): DetailData | undefined {
  const detail = options.snapshots.detail(target);
  if (detail === undefined) return undefined;
  const output = outputOf(options, detail);
  const job = detail.job;
  const next = job === undefined ? [] : comingFires(job, now, NEXT_FIRES_MAX, options.calendarOf);
  const why = job === undefined ? undefined : options.snapshots.why(job.id, { limit: WHY_ROWS_MAX, now });
  return {
    target,
    detail,
    next,
    calendarOf: options.calendarOf,
    ...(why === undefined ? {} : { why }),
    ...(output === undefined ? {} : { output }),
    ...(isLive(detail) ? { processes: options.processTree(detail.run.id) } : {}),
  };
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
