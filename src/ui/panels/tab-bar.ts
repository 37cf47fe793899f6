import { blank, bold, fitting, type Line, type Span, span, toWidth } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { PANELS } from '../state/view.ts';
import { widthOf } from '../text/width.ts';
import { alertToken, counted } from './header.ts';

/** The tab bar of compact screens; brackets are the active one, capitals the ones that need someone. */
export function tabBar(scene: Scene, width: number): Line {
  const { counters } = scene.data;
  const approve = counters.pendingApprovals;
  const alerts = counters.openAlerts;
  const tabs: Span[] = [
    counted('due', span(`1 Due ${tabCount(counters.due)}`), scene),
    counted('queued', counted('running', span(`2 Runs ${runsCount(scene)}`), scene), scene),
    approve === 0
      ? counted('pendingApprovals', span('3 approve 0', 'muted'), scene)
      : bold(`3 APPROVE ${tabCount(approve)}`, 'risk'),
    alerts === 0
      ? counted('openAlerts', span('4 alert 0', 'muted'), scene)
      : bold(`4 ALERT ${tabCount(alerts)}`, alertToken(scene)),
    counted('jobs', span(`5 Jobs ${tabCount(counters.jobs)}`), scene),
    span('6 Activity'),
  ];
  const active = scene.view.focus === 'start' ? -1 : PANELS.indexOf(scene.view.panel);
  const { unseen = [] } = scene.view;
  const isNew = PANELS.map((panel) => unseen.includes(panel));
  return width >= 73 ? atColumns(tabs, active, width, isNew) : narrowTabs(tabs, active, width, isNew);
}

/** Three columns at most: names begin at fixed places, and a blank has to stay between them. */
const tabCount = (count: number): string =>
  count < 1_000 ? String(count) : `${Math.min(9, Math.floor(count / 1_000))}k+`;

const RUNS_COLUMNS_MAX = 4;

/** `2+1`, running and queued; one number where both do not fit. */
function runsCount({ data: { counters } }: Scene): string {
  const { running, queued } = counters;
  const both = queued === 0 ? tabCount(running) : `${tabCount(running)}+${tabCount(queued)}`;
  return both.length <= RUNS_COLUMNS_MAX ? both : tabCount(running + queued);
}

/** Names begin at these columns whatever the counts, so that a growing number pushes nobody. */
const TAB_COLUMNS = [1, 12, 24, 38, 50, 62] as const;

/** What is new has its mark where an active tab has its bracket, so that it moves nothing either. */
function atColumns(tabs: readonly Span[], active: number, width: number, isNew: readonly boolean[]): Line {
  const line: Span[] = [];
  let column = 0;
  tabs.forEach((tab, index) => {
    const isMarked = isNew[index] === true && index !== active;
    const start = (TAB_COLUMNS[index] ?? column) - (index === active || isMarked ? 1 : 0);
    line.push(blank(Math.max(start - column, 0)), ...(isMarked ? [newMark] : []));
    const text = index === active ? `[${tab.text}]` : tab.text;
    line.push({ ...tab, text, ...(index === active && tab.token === undefined ? { token: 'accent' as const } : {}) });
    column = Math.max(start, column) + (isMarked ? 1 : 0) + widthOf(text);
  });
  return toWidth(line, width);
}

const newMark: Span = span('•', 'accent');

/** Without the room for fixed places: what needs someone first, then the active one. */
function narrowTabs(tabs: readonly Span[], active: number, width: number, isNew: readonly boolean[]): Line {
  const order = [2, 3, ...(active < 0 || active === 2 || active === 3 ? [] : [active]), 0, 1, 4, 5];
  const parts = [...new Set(order)].flatMap((index): Line[] => {
    const tab = tabs[index];
    if (tab === undefined) return [];
    if (index === active) return [[{ ...tab, text: `[${tab.text}]` }]];
    return [isNew[index] === true ? [newMark, tab] : [tab]];
  });
  return toWidth([blank(1), ...fitting(parts, width - 2, 2)], width);
}
