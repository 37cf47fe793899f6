import { COUNT_MAX } from '../../store/snapshot/page.ts';
import { formatCompact } from '../format/index.ts';
import { blank, bold, type Line, type Span, span, toWidth } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { PANELS } from '../state/view.ts';
import { widthOf } from '../text/width.ts';
import { alertToken, counted } from './header.ts';

/** A tab: its name, and its count as it is said best, then shorter. */
type Tab = { name: Span; counts: readonly string[] };

/** The tab bar of compact screens; brackets are the active one, capitals the ones that need someone. */
export function tabBar(scene: Scene, width: number): Line {
  const { counters } = scene.data;
  const approve = counters.pendingApprovals;
  const alerts = counters.openAlerts;
  const tabs: Tab[] = [
    { name: counted('due', span('1 Due'), scene), counts: countsOf(counters.due) },
    { name: counted('queued', counted('running', span('2 Runs'), scene), scene), counts: runsCounts(scene) },
    {
      name: approve === 0 ? counted('pendingApprovals', span('3 approve', 'muted'), scene) : bold('3 APPROVE', 'risk'),
      counts: countsOf(approve),
    },
    {
      name: alerts === 0 ? counted('openAlerts', span('4 alert', 'muted'), scene) : bold('4 ALERT', alertToken(scene)),
      counts: countsOf(alerts),
    },
    { name: counted('jobs', span('5 Jobs'), scene), counts: countsOf(counters.jobs) },
    { name: span(width >= WHOLE_NAMES_COLUMNS ? '6 Activity' : '6 Act…'), counts: [''] },
  ];
  const active = scene.view.focus === 'start' ? -1 : PANELS.indexOf(scene.view.panel);
  const { unseen = [] } = scene.view;
  const isNew = PANELS.map((panel) => unseen.includes(panel));
  return atColumns(tabs, active, width, isNew);
}

/** `2.4k`, `2k`, and nothing where not even that has room: the panel's own title has the number. */
function countsOf(count: number): string[] {
  // Counting stops there.
  if (count >= COUNT_MAX) return ['10k+', '10k', ''];
  if (count < 1_000) return [String(count), ''];
  return [formatCompact(count), `${Math.floor(count / 1_000)}k`, ''];
}

/** `2+1`, running and queued; one number where both do not fit. */
function runsCounts({ data: { counters } }: Scene): string[] {
  const { running, queued } = counters;
  const sum = countsOf(running + queued);
  return queued === 0 || running + queued >= 1_000 ? sum : [`${running}+${queued}`, ...sum];
}

const textOf = ({ name }: Tab, count: string): string => (count === '' ? name.text : `${name.text} ${count}`);

/** Names begin at these columns whatever the counts, so that a growing number pushes nobody. */
const TAB_COLUMNS = [1, 12, 24, 38, 50, 62] as const;
const WIDE_COLUMNS = 73;
/** The same where they have less room: counts leave that the panel's title has, not those that need someone. */
const NARROW_TAB_COLUMNS = [1, 8, 20, 33, 45, 53] as const;
const WHOLE_NAMES_COLUMNS = 64;

/** What is new has its mark where an active tab has its bracket, so that it moves nothing either. */
function atColumns(tabs: readonly Tab[], active: number, width: number, isNew: readonly boolean[]): Line {
  const line: Span[] = [];
  let column = 0;
  const columns = width >= WIDE_COLUMNS ? TAB_COLUMNS : NARROW_TAB_COLUMNS;
  const startOf = (index: number): number =>
    (columns[index] ?? width + 1) - (index === active || isNew[index] === true ? 1 : 0);
  tabs.forEach((tab, index) => {
    const isActive = index === active;
    const isMarked = isNew[index] === true && !isActive;
    const start = startOf(index);
    line.push(blank(start - column), ...(isMarked ? [newMark] : []));
    const room = startOf(index + 1) - start - (isActive ? 2 : isMarked ? 1 : 0);
    const fits = countWithin(tab, room);
    const part = isActive ? inBrackets(tab, fits) : { ...tab.name, text: textOf(tab, fits) };
    line.push(part);
    column = start + (isMarked ? 1 : 0) + widthOf(part.text);
  });
  return toWidth(line, width);
}

/** One blank stays before the next, whatever that one has in front of its name; a count that needs someone takes it before it is left out. */
function countWithin(tab: Tab, room: number): string {
  const within = (columns: number): string | undefined =>
    tab.counts.find((count) => count !== '' && widthOf(textOf(tab, count)) <= columns);
  return within(room - 1) ?? (tab.name.bold === true ? within(room) : undefined) ?? '';
}

const inBrackets = (tab: Tab, count: string): Span => ({
  ...tab.name,
  text: `[${textOf(tab, count)}]`,
  ...(tab.name.token === undefined ? { token: 'accent' as const } : {}),
});

const newMark: Span = span('•', 'accent');
