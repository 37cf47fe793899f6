import type { RunStatus } from '../../store/nouns/run.ts';
import { thawed } from '../state/thaw.ts';
import type { DetailTab, FocusId, ListId, ListView, PanelId, View } from '../state/view.ts';

/** A row of a list, or a list with a filter. */
export type Place = { list: ListId; key?: string; filter?: string };

/** Where somebody was before they went elsewhere, and how the place they went to looked when they came. */
export type Left = {
  focus: FocusId;
  panel: PanelId;
  tab: ListId;
  list: ListView;
  detailTab?: DetailTab;
  problems: boolean;
  came: { focus: FocusId; list: ListId; filter: string };
};

const TRAIL_MAX = 10;

export const placeOfJob = (jobId: string): Place => ({ list: 'jobs.all', key: jobId });

export function placeOfRun(run: { runId: number; dispatchId: number; status: RunStatus }): Place {
  const isLive = run.status === 'pending' || run.status === 'running';
  return isLive ? { list: 'runs.now', key: `d${run.dispatchId}` } : { list: 'runs.recent', key: `r${run.runId}` };
}

export const placeOfApproval = (approval: { id: number; status: string }): Place => ({
  list: approval.status === 'pending' ? 'approvals.pending' : 'approvals.decided',
  key: `a${approval.id}`,
});

export const panelOf = (list: ListId): PanelId => list.split('.')[0] as PanelId;

/** The cursor on that row, whatever filter or order was there; Esc comes back. */
export function goTo(view: View, place: Place): View {
  const panel = panelOf(place.list);
  const tab = view.tabs[view.panel];
  const filter = place.filter ?? '';
  const came = { focus: panel, list: place.list, filter };
  const left: Left = {
    focus: view.focus,
    panel: view.panel,
    tab,
    list: view.lists[tab],
    problems: view.problems,
    ...(view.detailTab === undefined ? {} : { detailTab: view.detailTab }),
    came,
  };
  const { key: _key, anchor: _anchor, ...old } = view.lists[place.list];
  const list: ListView = {
    ...old,
    filter,
    index: 0,
    top: 0,
    ghosts: [],
    ...(place.key === undefined ? {} : { key: place.key, held: true, anchor: { kind: 'around', key: place.key } }),
  };
  return {
    ...thawed(view),
    focus: panel,
    panel,
    tabs: { ...view.tabs, [panel]: place.list },
    lists: { ...view.lists, [place.list]: list },
    problems: false,
    detailTop: 0,
    trail: [...(view.trail ?? []), left].slice(-TRAIL_MAX),
  };
}

/** Whether nothing was changed since somebody came here. */
export function isAsCame(view: View): boolean {
  const came = view.trail?.at(-1)?.came;
  return (
    came !== undefined &&
    view.focus === came.focus &&
    view.tabs[view.panel] === came.list &&
    view.lists[came.list].filter === came.filter
  );
}

/** Back to where the last step away began; undefined where there was none. */
export function backOnTrail(view: View): View | undefined {
  const left = view.trail?.at(-1);
  if (left === undefined) return undefined;
  const { detailTab: _, ...rest } = view;
  return {
    ...rest,
    focus: left.focus,
    panel: left.panel,
    tabs: { ...view.tabs, [left.panel]: left.tab },
    lists: { ...view.lists, [left.tab]: left.list },
    problems: left.problems,
    detailTop: 0,
    ...(left.detailTab === undefined ? {} : { detailTab: left.detailTab }),
    trail: (view.trail ?? []).slice(0, -1),
  };
}

/** Whoever walks on by the panels' own keys does not come back by Esc. */
export function offTrail(view: View): View {
  const { trail: _, ...rest } = view;
  return rest;
}
