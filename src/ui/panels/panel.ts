import type { Counters } from '../../store/snapshot/counters.ts';
import type { Page } from '../../store/snapshot/page.ts';
import { COUNT_MAX } from '../../store/snapshot/page.ts';
import { formatNumber } from '../format/index.ts';
import { type Frame, framed, insideOf, type Tab } from '../layout/frame.ts';
import { blank, type Line, selected, span } from '../layout/line.ts';
import { type Cursor, cellsOf, headOf, needsOf, type Placed, place, rowOf, withCursor } from '../layout/table.ts';
import type { Scene } from '../scene.ts';
import { weightOf } from '../state/fold.ts';
import { itemsOf, positionOf } from '../state/list.ts';
import { hiddenCount, isRowMarked, marksOf } from '../state/marks.ts';
import { usualOrder } from '../state/sort.ts';
import { type AnyRow, type Ghost, type ListId, listOf, PANELS, type PanelId, TABS } from '../state/view.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutMiddle, padEnd, widthOf } from '../text/width.ts';
import { auditList, decisionList, logList } from './activity.ts';
import { acknowledgedAlertList, openAlertList } from './alerts.ts';
import { decidedList, pendingList } from './approvals.ts';
import { withBelow } from './below.ts';
import { chosenColumns } from './columns.ts';
import { disabledList, dueList, jobList, pausedList, treeList } from './due.ts';
import { newsElsewhere } from './elsewhere.ts';
import { emptyRows, firstOf } from './empty.ts';
import { failureRows } from './failure.ts';
import { hasKeys } from './focus.ts';
import type { ListSpec } from './list-spec.ts';
import { linesAnItem } from './lower-half.ts';
import { liveRunList, pastRunList } from './runs.ts';
import { PANEL_TITLES } from './titles.ts';

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
  'jobs.tree': treeList,
  'jobs.disabled': disabledList,
  'activity.decisions': decisionList,
  'activity.audit': auditList,
  'activity.log': logList,
};
export const specOf = (id: ListId): ListSpec<AnyRow> => SPECS[id] as unknown as ListSpec<AnyRow>;

/** A panel with its frame, exactly `width` × `height`. */
export function drawPanel(given: Scene, panel: PanelId, edges: Frame['edges'], width: number, height: number): Line[] {
  const { frozen } = given.view;
  // What stands still does not grow older either.
  const scene = frozen === undefined ? given : { ...given, now: frozen.sinceAt };
  const id = listOf(scene.view, panel);
  const focused = hasKeys(scene.view, panel);
  const inside = insideOf(edges, width, height);
  const frame: Frame = {
    title: PANEL_TITLES[panel],
    tabs: tabsOf(scene, panel, width),
    active: id,
    right: rightOf(scene, id, edges),
    ...narrowedShort(scene, id),
    focused,
    edges,
    ...(scene.view.unseen?.includes(panel) ? { isNew: true } : {}),
    newElsewhere: newsElsewhere(scene.view, panel),
  };
  return framed(frame, drawRows(scene, id, focused, inside.columns, inside.rows), width, height);
}

/** `Due`, without the number that chooses it. */
const nameOfPanel = (id: ListId): string => PANEL_TITLES[panelOf(id)].slice(2);
const panelOf = (id: ListId): PanelId => PANELS.find((each) => TABS[each].includes(id)) ?? 'jobs';

function drawRows(scene: Scene, id: ListId, focused: boolean, width: number, height: number): Line[] {
  const spec = specOf(id);
  const failure = scene.data.failures?.[id];
  if (failure !== undefined) return failureRows(nameOfPanel(id), failure, width);
  const page = scene.data.lists[id] as Page<AnyRow> | undefined;
  if (page === undefined) return [];
  const items = itemsOf(page, scene.view.lists[id]);
  if (items.length === 0)
    return withBelow(
      emptyRows(scene, id, () => specOf(id).empty(scene), width),
      scene,
      id,
      width,
      height,
    );
  const at = isFollowed(scene, id) ? -1 : positionOf(items, scene.view.lists[id]);
  const top = scene.view.lists[id].top;
  const each = linesAnItem(scene.view, scene.data, id);
  const shown = items.slice(top, top + height - 1);
  const needs = needsOf(
    shown.map((item) => item.row),
    page.rows,
  );
  const columns = chosenColumns(spec.columns(scene, width), scene.view.columns?.[id] ?? scene.columns?.[panelOf(id)]);
  const placed = place(columns, width, needs);
  const marks = marksOf(scene.view, id);
  const rows = shown.flatMap((item, index): Line[] => {
    const cursor: Cursor = top + index !== at ? 'none' : focused ? 'focused' : 'resting';
    const rule = spec.rule?.(item.row, scene);
    if (rule !== undefined) return [withCursor(ruleCells(rule, width), cursor, width)];
    const problem = spec.problem?.(item.row);
    const mark = isRowMarked(id, item.row, marks) ? 'marked' : 'unmarked';
    if (item.ghost === undefined && problem !== undefined)
      return [withCursor(problemCells(item.row, spec.name(item.row), problem, placed), cursor, width, mark)];
    if (item.ghost !== undefined) {
      const row = withCursor(ghostCells(item.ghost, spec.name(item.row), placed, width), cursor, width);
      return each === 1 ? [row] : [row, []];
    }
    const second = each === 1 ? [] : (spec.second?.(item.row, scene, placed, width) ?? []);
    return [rowOf(placed, item.row, cursor, width, mark), ...(cursor === 'focused' ? second.map(selected) : second)];
  });
  return withBelow([headOf(placed, width), ...rows], scene, id, width, height);
}

const END_MARKS: Readonly<Record<string, string>> = {
  cancelled: '■',
  lapsed: '◔',
  rejected: '✗',
  acknowledged: '△',
  queued: '○',
  timeout: '◔',
  crashed: '†',
};
const STATE_MARKS = { ok: '✓', failed: '✗', neutral: '–' } as const;

/** A row that has left its list: the name where it stood, cut for what became of it. */
function ghostCells({ fate }: Ghost, name: string, placed: readonly Placed<AnyRow>[], width: number): Line {
  const at = placed.findIndex(({ column }) => NAME_HEADS.has(column.head));
  const before = placed.slice(0, Math.max(0, at)).reduce((sum, each) => sum + each.gap + each.columns, 0);
  const own = placed[Math.max(0, at)];
  const mark = END_MARKS[fate.word] ?? STATE_MARKS[fate.state];
  const start = before + (before === 0 ? 0 : (own?.gap ?? 0));
  const end = `  ${mark} ${cleanLine(fate.text)}`;
  const room = Math.max(GHOST_NAME_COLUMNS_MIN, width - ROW_EDGES - start - widthOf(end));
  const shown = cutMiddle(cleanLine(name), Math.min(own?.columns ?? 1, room));
  return [blank(start), span(shown + end, 'muted')];
}

const GHOST_NAME_COLUMNS_MIN = 12;
/** The cursor and a blank before a row, and a blank behind it. */
const ROW_EDGES = 3;

/** The columns up to the name as they are, then why the rest of the row is not there. */
function problemCells(row: AnyRow, name: string, problem: string, placed: readonly Placed<AnyRow>[]): Line {
  const at = Math.max(
    0,
    placed.findIndex(({ column }) => NAME_HEADS.has(column.head)),
  );
  const own = placed[at];
  return [
    ...cellsOf(placed.slice(0, at), row),
    blank(own?.gap ?? 0),
    span(padEnd(cutMiddle(cleanLine(name), own?.columns ?? 1), own?.columns ?? 1)),
    span(`  ${cleanLine(problem)}`, 'fail'),
  ];
}

const ruleCells = (text: string, width: number): Line => [
  span(`── ${text} ${'─'.repeat(Math.max(0, width - widthOf(text) - 7))}`, 'muted'),
];

const NAME_HEADS: ReadonlySet<string> = new Set(['JOB', 'WHAT']);

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
    'jobs.tree': 'tree',
    'jobs.disabled': counted('disabled', counters.disabledJobs),
    'activity.decisions': 'decisions',
    'activity.audit': 'audit',
    'activity.log': 'log',
  };
  return TABS[panel].map((id) => ({ id, label: labels[id] }));
}

const counted = (word: string, count: number): string => (count === 0 ? word : `${word} ${countText(count)}`);

/** Counting stops at a limit, and then says so. */
export const countText = (count: number): string => {
  if (count >= COUNT_MAX) return `${Math.floor(COUNT_MAX / 1_000)}k+`;
  return String(count);
};

/** A filter that could not look at everything says how far it looked; one that goes on has dots. */
function foundIn(id: ListId, { rows, total: all, looked, goesOn }: Page<AnyRow>, total: string): string {
  const found = rows.length;
  if (looked === undefined) return `${found}/${total}`;
  if (goesOn) return `${found}…`;
  return `${found} in the ${firstOf(id)} ${formatNumber(looked)}${looked >= all ? '' : ` of ${total}`}`;
}

/** What happens is followed until somebody goes through it: nothing of it is selected. */
const isFollowed = ({ view }: Scene, id: ListId): boolean =>
  id.startsWith('activity.') && view.focus !== 'activity' && view.lists[id].key === undefined;

function rightOf(scene: Scene, id: ListId, edges: Frame['edges']): string[] {
  const page = scene.data.lists[id];
  const list = scene.view.lists[id];
  if (page === undefined) return [];
  const total = countText(page.total);
  const editing = scene.view.filterEdit?.list === id;
  const filtered = list.filter !== '' || editing;
  const marked = marksFact(scene, id);
  if (filtered || scene.view.problems) {
    const filter = filtered ? `/${cleanLine(list.filter)}${editing ? '▏' : ''} ` : '';
    // Where there is no room for how far it has come, the filter stays.
    const far = page.goesOn && page.looked !== undefined ? [`looked at ${formatNumber(page.looked)} of ${total}…`] : [];
    const found = foundIn(id, page as Page<AnyRow>, total);
    return [...marked, ...far, `${filter}${scene.view.problems ? '! problems only ' : ''}${found}`];
  }
  const items = itemsOf(page as Page<AnyRow>, list);
  if (items.length === 0) return [];
  if (isFollowed(scene, id)) return ['following'];
  const above = items.slice(0, positionOf(items, list));
  const at = page.before + above.reduce((sum, { row }) => sum + weightOf(row), 0) + 1;
  const sort = sortFact(id, list, edges);
  const listed = Math.max(page.total, at);
  return [...sort, ...marked, `${countText(at)}/${countText(listed)}${beyond(scene.data.counters, id, listed)}`];
}

/** The same where there is little room: a list that shows less than there is says so at every width. */
function narrowedShort(scene: Scene, id: ListId): Pick<Frame, 'rightShort'> {
  const { problems, lists, filterEdit } = scene.view;
  const page = scene.data.lists[id];
  const editing = filterEdit?.list === id;
  if (page === undefined || (!problems && !editing && lists[id].filter === '')) return {};
  const filter = lists[id].filter === '' && !editing ? '' : `/${cleanLine(lists[id].filter)}${editing ? '▏' : ''} `;
  return { rightShort: `${filter}${problems ? '! ' : ''}${page.rows.length}/${countText(page.total)}` };
}

/** A list that has an end of its own says how many there are beyond it. */
function beyond({ running, queued, pendingApprovals, openAlerts }: Counters, id: ListId, listed: number): string {
  const counts: Partial<Record<ListId, number>> = {
    'runs.now': running + queued,
    'approvals.pending': pendingApprovals,
    'alerts.open': openAlerts,
  };
  const all = counts[id] ?? 0;
  return listed >= LISTS_LEAST && all > listed ? ` of ${countText(all)}` : '';
}

/** Counters and lists are read one after the other: a shorter list is whole, whatever was counted. */
const LISTS_LEAST = 100;

/** How many rows the keys take, and those of them that nobody sees just now. */
function marksFact({ view, data }: Scene, id: ListId): string[] {
  const { size } = marksOf(view, id);
  if (size === 0) return [];
  const hidden = hiddenCount(view, data, id);
  return [
    `${view.lists[id].range === undefined ? '' : 'range, '}${size} marked${hidden === 0 ? '' : `, ${hidden} hidden`}`,
  ];
}

/** The order of what waits for a person is worth telling always, others only when they were changed. */
function sortFact(id: ListId, { sort }: { sort?: string }, edges: Frame['edges']): string[] {
  const order = sort ?? usualOrder(id);
  const isTold = order !== usualOrder(id) || (id === 'approvals.pending' && edges === 'rule');
  return isTold ? [`sort ${order}`] : [];
}
