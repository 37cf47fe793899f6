import type { Page } from '../../store/snapshot/page.ts';
import { isMarked } from '../detail/why-rows.ts';
import { changedCounts } from '../state/changed.ts';
import { missingKeys } from '../state/data-arrived.ts';
import type { Effect } from '../state/events.ts';
import { marksOf, membersOf } from '../state/marks.ts';
import { sameTarget, targetOf } from '../state/selection.ts';
import type { AnyRow, ScreenData } from '../state/view.ts';
import { isLive, listsNeeded, needsKey, outputOf, readCounters, readDetail, readLists, readLive } from './read-data.ts';
import { readStill } from './read-waiting.ts';
import { apply, detailRowsOf, type ScreenState } from './screen-state.ts';
import { changeOf, readSheet } from './sheet-source.ts';

/** Reads every visible list again. */
export function refresh(state: ScreenState): Effect[] {
  const { options, view, data: old } = state;
  const now = options.clock.now();
  const sameLists = needsKey(view) === state.needs;
  state.needs = needsKey(view);
  state.isBehind = sameLists && view.frozen !== undefined;
  const fresh = state.isBehind
    ? readCounters(options, readStill(options, view, old, now), now)
    : readLists(options, state, old, now);
  const changed = [...new Set([...(old.changed ?? []), ...changedCounts(old, fresh)])];
  state.data = { ...fresh, live: readLive(options, fresh), changed };
  // Rows that are missing because something else is looked at have not left anything.
  const effects = apply(state, { type: 'data', old, fates: sameLists ? fatesOf(state, old) : {}, at: now });
  effects.push(...refreshMarks(state, now));
  const { detail } = state.data;
  if (detail !== undefined && sameTarget(targetOf(state.view, state.data), detail.target)) loadDetail(state);
  return [...effects, ...refreshSheet(state), ...refreshPage(state)];
}

/** Rows that are marked and in their list no more, also where no screen shows it. */
function refreshMarks(state: ScreenState, at: number): Effect[] {
  const { options, data } = state;
  return listsNeeded(state.view).flatMap((list): Effect[] => {
    const marks = marksOf(state.view, list);
    const page = data.lists[list] as Page<AnyRow> | undefined;
    if (marks.size === 0 || page === undefined) return [];
    const shown = new Set(page.rows.flatMap((row) => membersOf(list, row).map(([key]) => key)));
    const keys = [...marks.keys()].filter((key) => !shown.has(key) && !options.snapshots.isListed(list, key));
    return keys.length === 0 ? [] : apply(state, { type: 'marks-left', list, keys, at });
  });
}

/** The view needs rows that were not read, or stand still no more. */
export const needsLists = ({ view, needs, isBehind }: ScreenState): boolean =>
  needsKey(view) !== needs || (isBehind && view.frozen === undefined);

/** What became of the visible rows that the new lists no longer have. */
const fatesOf = ({ options, view, data }: ScreenState, old: ScreenData) =>
  Object.fromEntries(
    missingKeys(view, old, data).flatMap((key) => {
      const fate = options.snapshots.fate(key);
      return fate === undefined ? [] : [[key, fate] as const];
    }),
  );

/** Reads what the selected row is about. */
export function loadDetail(state: ScreenState): void {
  const { options, view, data } = state;
  const target = targetOf(view, data);
  const detail = target === undefined ? undefined : readDetail(options, target, options.clock.now(), view.moment);
  const { detail: _, ...rest } = data;
  state.data = detail === undefined ? rest : { ...rest, detail };
  const runId = detail !== undefined && isLive(detail.detail) ? detail.detail.run.id : undefined;
  if (runId !== undefined && rest.live[runId] === undefined) refreshLive(state);
  if (!sameTarget(target, state.shownTarget)) state.view = { ...view, detailTop: 0 };
  state.shownTarget = target;
}

/** The row of the record that speaks of the time that is asked about comes first. */
export function lookAtMoment(state: ScreenState): void {
  loadDetail(state);
  const row = detailRowsOf(state).findIndex(isMarked);
  state.view = { ...state.view, detailTop: Math.max(0, row) };
}

export function refreshSheet(state: ScreenState): Effect[] {
  const { options } = state;
  const { sheet } = state.view;
  if (sheet === undefined) return [];
  state.sheetReadFor = sheet.fields;
  const content = readSheet(options, sheet.item, sheet);
  const change = changeOf(options, sheet, content);
  return apply(state, { type: 'sheet-content', serial: sheet.serial, content, change, now: options.clock.monotonic() });
}

/** The job of an open form may have been changed by somebody else. */
function refreshPage(state: ScreenState): Effect[] {
  const { page } = state.view;
  const jobId = page?.body.kind === 'form' ? page.body.form.base?.jobId : undefined;
  if (page === undefined || jobId === undefined) return [];
  const base = state.options.pages?.jobOf(jobId);
  return apply(state, { type: 'page-base', serial: page.serial, ...(base === undefined ? {} : { base }) });
}

export function refreshLive(state: ScreenState): void {
  if (state.view.frozen !== undefined) return;
  state.data = { ...state.data, live: readLive(state.options, state.data) };
}

/** Output and process tree of the run in the detail: files and /proc, which tell nobody when they change. */
export function refreshLiveDetail(state: ScreenState): void {
  const { options, data } = state;
  const { detail } = data;
  if (detail === undefined || !isLive(detail.detail)) return;
  const output = outputOf(options, detail.detail);
  const processes = options.processTree(detail.detail.run.id);
  state.data = { ...data, detail: { ...detail, processes, ...(output === undefined ? {} : { output }) } };
}
