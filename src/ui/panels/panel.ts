import type { Page } from '../../store/snapshot/page.ts';
import { COUNT_MAX } from '../../store/snapshot/page.ts';
import { type Frame, framed, insideOf, type Tab } from '../layout/frame.ts';
import { type Line, span, toWidth } from '../layout/line.ts';
import { type Cursor, headOf, place, rowOf, withCursor } from '../layout/table.ts';
import type { Scene } from '../scene.ts';
import { itemsOf, positionOf } from '../state/list.ts';
import { type AnyRow, type ListId, listOf, type PanelId, TABS } from '../state/view.ts';
import { cleanLine } from '../text/sanitise.ts';
import { wrapText } from '../text/width.ts';
import { auditList, decisionList } from './activity.ts';
import { acknowledgedAlertList, openAlertList } from './alerts.ts';
import { decidedList, pendingList } from './approvals.ts';
import { dueList, jobList, pausedList } from './due.ts';
import type { ListSpec } from './list-spec.ts';
import { liveRunList, pastRunList } from './runs.ts';

// The rows of a page always belong to the list they were read for, which the type of a lookup cannot say.
const SPECS: Readonly<Record<ListId, ListSpec<never>>> = {
  'due.next': dueList,
  'due.paused': pausedList,
  'runs.now': liveRunList,
  'runs.recent': pastRunList,
  'approvals.pending': pendingList,
  'approvals.decided': decidedList,
  'alerts.open': openAlertList,
  'alerts.acknowledged': acknowledgedAlertList,
  'jobs.all': jobList,
  'jobs.disabled': pausedList,
  'activity.decisions': decisionList,
  'activity.audit': auditList,
};
export const specOf = (id: ListId): ListSpec<AnyRow> => SPECS[id] as unknown as ListSpec<AnyRow>;

const TITLES: Readonly<Record<PanelId, string>> = {
  due: '1 Due',
  runs: '2 Runs',
  approvals: '3 Approvals',
  alerts: '4 Alerts',
  jobs: '5 Jobs',
  activity: '6 Activity',
};

/** A panel with its frame, exactly `width` × `height`. */
export function drawPanel(scene: Scene, panel: PanelId, edges: Frame['edges'], width: number, height: number): Line[] {
  const id = listOf(scene.view, panel);
  const focused = scene.view.focus === panel;
  const inside = insideOf(edges, width, height);
  const frame: Frame = {
    title: TITLES[panel],
    tabs: tabsOf(scene, panel, width),
    active: id,
    right: rightOf(scene, id, edges),
    focused,
    edges,
  };
  return framed(frame, drawRows(scene, id, focused, inside.columns, inside.rows), width, height);
}

/** Rows of a list that fit into a panel: the head takes one. */
export const listRows = (edges: Frame['edges'], height: number): number =>
  Math.max(0, insideOf(edges, 0, height).rows - 1);

function drawRows(scene: Scene, id: ListId, focused: boolean, width: number, height: number): Line[] {
  const spec = specOf(id);
  const page = scene.data.lists[id] as Page<AnyRow> | undefined;
  if (page === undefined) return [];
  const items = itemsOf(page, scene.view.lists[id]);
  if (items.length === 0) return emptyRows(scene, id, width);
  const placed = place(spec.columns(scene, width), width);
  const at = positionOf(items, scene.view.lists[id]);
  const top = scene.view.lists[id].top;
  const rows = items.slice(top, top + height - 1).map((item, index): Line => {
    const cursor: Cursor = top + index !== at ? 'none' : focused ? 'focused' : 'resting';
    if (item.ghost === undefined) return rowOf(placed, item.row, cursor, width);
    const mark = item.ghost.fate.state === 'ok' ? '✓' : item.ghost.fate.state === 'failed' ? '✗' : '–';
    const text = `${cleanLine(spec.name(item.row))}  ${mark} ${cleanLine(item.ghost.fate.text)}`;
    return withCursor([span(text, 'muted')], cursor, width);
  });
  return [headOf(placed, width), ...rows];
}

function emptyRows(scene: Scene, id: ListId, width: number): Line[] {
  const filter = scene.view.lists[id].filter;
  const texts =
    filter !== ''
      ? [`Nothing matches /${cleanLine(filter)}; Esc clears the filter.`]
      : scene.view.problems
        ? ['No problem here; Esc shows everything.']
        : specOf(id).empty(scene);
  const lines = texts.flatMap((text) => wrapText(text, width - 4, 4).lines);
  return [[], ...lines.map((line): Line => toWidth([span(`  ${line}`, 'muted')], width))];
}

function tabsOf(scene: Scene, panel: PanelId, width: number): Tab[] {
  const { counters } = scene.data;
  const labels: Readonly<Record<ListId, string>> = {
    'due.next': 'next',
    'due.paused': width < 70 ? 'paused' : counted('paused', counters.pausedJobs),
    'runs.now': `now ${countText(counters.running + counters.queued)}`,
    'runs.recent': 'recent',
    'approvals.pending': `pending ${countText(counters.pendingApprovals)}`,
    'approvals.decided': 'decided',
    'alerts.open': `open ${countText(counters.openAlerts)}`,
    'alerts.acknowledged': counted('acknowledged', counters.acknowledgedAlerts),
    'jobs.all': `all ${countText(counters.jobs)}`,
    'jobs.disabled': counted('disabled', counters.pausedJobs),
    'activity.decisions': 'decisions',
    'activity.audit': 'audit',
  };
  return TABS[panel].map((id) => ({ id, label: labels[id] }));
}

const counted = (word: string, count: number): string => (count === 0 ? word : `${word} ${countText(count)}`);

/** Counting stops at a limit, and then says so. */
export const countText = (count: number): string => {
  if (count >= COUNT_MAX) return `${Math.floor(COUNT_MAX / 1_000)}k+`;
  return String(count);
};

function rightOf(scene: Scene, id: ListId, edges: Frame['edges']): string[] {
  const page = scene.data.lists[id];
  const list = scene.view.lists[id];
  if (page === undefined) return [];
  const total = countText(page.total);
  const editing = scene.view.filterEdit?.list === id;
  if (list.filter !== '' || editing)
    return [`/${cleanLine(list.filter)}${editing ? '▏' : ''} ${page.rows.length}/${total}`];
  const items = itemsOf(page as Page<AnyRow>, list);
  if (scene.view.problems) return [`! ${page.rows.length}/${total}`];
  if (items.length === 0) return [];
  const at = page.before + positionOf(items, list) + 1;
  const sort = id === 'approvals.pending' && edges === 'rule' ? ['sort risk'] : [];
  return [...sort, `${at}/${countText(Math.max(page.total, at))}`];
}
