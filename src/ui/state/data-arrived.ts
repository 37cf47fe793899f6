import type { News } from '../../store/snapshot/news.ts';
import type { Page } from '../../store/snapshot/page.ts';
import type { ScreenContext, ScreenEvent } from './events.ts';
import { itemsOf, positionOf, windowTop } from './list.ts';
import { heard } from './messages.ts';
import { visibleRows } from './move.ts';
import { newsMessages, withStarted } from './news.ts';
import { withUnseen } from './unseen.ts';
import {
  type AnyRow,
  type Ghost,
  type ListId,
  type ListView,
  listOf,
  type Message,
  PANELS,
  type ScreenData,
  type View,
  waitingIn,
} from './view.ts';

/** A row that left its list stays this long. */
export const GHOST_MS = 10_000;
const GHOSTS_MAX = 60;

type DataEvent = Extract<ScreenEvent, { type: 'data' }>;

/** New rows came: the cursor stays on its item and its place on the screen, what left is kept for a while. */
export function dataArrived(view: View, event: DataEvent, context: ScreenContext): View {
  const lists = { ...view.lists };
  for (const panel of PANELS) {
    const id = listOf(view, panel);
    const page = context.data.lists[id] as Page<AnyRow> | undefined;
    if (page === undefined || page === event.old.lists[id]) continue;
    lists[id] = rearranged(view, id, page, event, visibleRows(view, panel), view.focus === panel);
  }
  const next: View = { ...view, lists };
  const { news } = context.data;
  const isNew = news !== undefined && news !== event.old.news;
  const marked = withUnseen(next, event.old, context.data, context.actorName ?? '');
  return withNews(withFocus(marked, context.data), isNew ? news : undefined, context, event.at);
}

function rearranged(
  view: View,
  id: ListId,
  page: Page<AnyRow>,
  event: DataEvent,
  height: number,
  focused: boolean,
): ListView {
  const list = view.lists[id];
  const oldPage = event.old.lists[id] as Page<AnyRow> | undefined;
  const oldItems = oldPage === undefined ? [] : itemsOf(oldPage, list);
  const oldAt = positionOf(oldItems, list);
  const read = readKey(view, id, oldItems, oldAt);
  const present = new Set(page.rows.map((row) => row.key));
  const gone = focused || read !== undefined ? newGhosts(id, list, oldItems, oldAt, present, event, height) : [];
  const ghosts = [...list.ghosts, ...gone]
    .filter((ghost) => !present.has(ghost.key) && (ghost.key === read || event.at - ghost.goneAt < GHOST_MS))
    .slice(-GHOSTS_MAX);
  const items = itemsOf(page, { ghosts });
  // A feed that nobody is in shows its newest row; anywhere else the cursor stays on its item.
  const isAtTop = list.index === 0 && list.top === 0 && list.held !== true;
  const follows = FEEDS.has(id) && !focused && isAtTop && read === undefined;
  const pinned = !follows && (focused || read !== undefined || list.key !== undefined);
  if (!pinned) return { ...unpinned(list), ghosts, index: 0, top: 0 };
  const at = positionOf(items, read === undefined ? list : { ...list, key: read });
  const key = items[at]?.key;
  const { key: _, ...rest } = list;
  // The cursor keeps its row on the screen, so that what comes above it scrolls away unseen.
  const top = oldItems.length === 0 ? list.top : at - (oldAt - list.top);
  const settledTop = windowTop(Math.max(0, Math.min(top, items.length - height)), at, items.length, height);
  return { ...rest, ...(key === undefined ? {} : { key }), index: at, top: settledTop, ghosts };
}

/** What somebody reads in the detail stays under the cursor, also when it has left its list. */
function readKey(view: View, id: ListId, items: ReturnType<typeof itemsOf>, at: number): string | undefined {
  return view.focus === 'detail' && listOf(view, view.panel) === id ? items[at]?.key : undefined;
}

const FEEDS: ReadonlySet<ListId> = new Set<ListId>([
  'runs.recent',
  'activity.decisions',
  'activity.audit',
  'activity.log',
  'approvals.decided',
]);

function unpinned({ key: _, ...rest }: ListView): ListView {
  return rest;
}

/** Visible rows that are gone, as far as something is known of them. */
function newGhosts(
  id: ListId,
  list: ListView,
  oldItems: ReturnType<typeof itemsOf>,
  oldAt: number,
  present: ReadonlySet<string>,
  event: DataEvent,
  height: number,
): Ghost[] {
  const known = new Set(list.ghosts.map((ghost) => ghost.key));
  return oldItems.flatMap((item, index): Ghost[] => {
    if (index !== oldAt && (index < list.top || index >= list.top + height)) return [];
    const fate = event.fates[item.key];
    if (fate === undefined || present.has(item.key) || known.has(item.key)) return [];
    // Fire times pass all the time: only those that would move the cursor's row are kept.
    if (id === 'due.next' && index > oldAt) return [];
    return [{ key: item.key, row: item.row, index, goneAt: event.at, fate }];
  });
}

/** Keys of visible rows that a new page no longer has: their fates are worth asking for. */
export function missingKeys(view: View, old: ScreenData, fresh: ScreenData): string[] {
  return PANELS.flatMap((panel) => {
    const id = listOf(view, panel);
    const list = view.lists[id];
    const [before, after] = [old.lists[id] as Page<AnyRow> | undefined, fresh.lists[id] as Page<AnyRow> | undefined];
    if (before === undefined || after === undefined || before === after) return [];
    const items = itemsOf(before, list);
    const read = readKey(view, id, items, positionOf(items, list));
    const isPart = list.filter !== '' || view.problems;
    const shown = isPart ? [] : before.rows.slice(list.top, list.top + visibleRows(view, panel)).map((row) => row.key);
    const present = new Set(after.rows.map((row) => row.key));
    return [...(read === undefined ? [] : [read]), ...shown].filter((key) => !present.has(key));
  }).slice(0, GHOSTS_MAX);
}

/** The first screen goes away with the first job. */
function withFocus(view: View, data: ScreenData): View {
  if (view.focus !== 'start' || view.start.isAsked || data.counters.jobs === 0) return view;
  return { ...view, focus: 'jobs', panel: 'jobs' };
}

export function withoutOldGhosts(view: View, at: number): View {
  const read = view.focus === 'detail' ? listOf(view, view.panel) : undefined;
  const isOld = (id: ListId, { key, goneAt }: Ghost): boolean =>
    at - goneAt >= GHOST_MS && !(id === read && key === view.lists[id].key);
  const stale = PANELS.map((panel) => listOf(view, panel)).filter((id) =>
    view.lists[id].ghosts.some((ghost) => isOld(id, ghost)),
  );
  if (stale.length === 0) return view;
  const lists = { ...view.lists };
  for (const id of stale) {
    const list = lists[id];
    lists[id] = { ...list, ghosts: list.ghosts.filter((ghost) => !isOld(id, ghost)) };
  }
  return { ...view, lists };
}

const STORAGE_ALERT = /^(disk:(full|room)|database:(fault|busy))$/;

/** Approvals and alerts that nobody was told about yet become the message, then what runs did; it moves nothing else. */
function withNews(view: View, happened: News | undefined, context: ScreenContext, at: number): View {
  const approvals = waitingIn(context.data, 'approvals.pending');
  const alerts = waitingIn(context.data, 'alerts.open');
  const newestApproval = approvals.reduce<(typeof approvals)[number] | undefined>(
    (a, b) => (a !== undefined && a.id > b.id ? a : b),
    undefined,
  );
  const newestAlert = alerts.reduce<(typeof alerts)[number] | undefined>(
    (a, b) => (a !== undefined && a.id > b.id ? a : b),
    undefined,
  );
  const news: Message[] = [];
  if (newestApproval !== undefined && newestApproval.id > view.told.approvalId) {
    const lapse = newestApproval.onTimeout === 'approve';
    news.push({
      at: newestApproval.askedAt,
      mark: newestApproval.risk === 'high' ? '◆' : '◇',
      tone: 'news',
      text: `${newestApproval.jobName} asks for approval${lapse ? '; without an answer it is APPROVED' : ''}`,
      ...(lapse ? { more: ` at ${context.clock(newestApproval.expiresAt)}` } : {}),
      count: 1,
    });
  }
  if (newestAlert !== undefined && newestAlert.id > view.told.alertId) {
    // What was said of the disk while nothing could be written is over, or stands in the alert.
    const about = STORAGE_ALERT.test(newestAlert.key) ? ({ about: 'storage' } as const) : {};
    news.push({ at: newestAlert.lastAt, mark: '▲', tone: 'bad', text: newestAlert.title, count: 1, ...about });
  }
  const told = {
    approvalId: Math.max(view.told.approvalId, newestApproval?.id ?? 0),
    alertId: Math.max(view.told.alertId, newestAlert?.id ?? 0),
  };
  // Of what was there before, only the newest is worth a line.
  const [newest, ...others] = news.sort((a, b) => b.at - a.at);
  const fresh = others.filter((other) => at - other.at < FRESH_MS);
  const first = [...(newest === undefined ? [] : [newest]), ...fresh];
  const alerted = new Set(
    alerts.flatMap(({ id, runId }) => (runId === undefined || id <= view.told.alertId ? [] : [runId])),
  );
  const hear = (next: View, message: Message): View => heard(next, message, at);
  return withHappened(first.reduce(hear, { ...view, told }), happened, alerted, context, at);
}

function withHappened(
  view: View,
  happened: News | undefined,
  alerted: ReadonlySet<number>,
  { actorName = '' }: ScreenContext,
  at: number,
): View {
  if (happened === undefined) return view;
  const completed = withStarted(view, happened);
  const messages = newsMessages(happened, actorName, alerted, completed.told);
  return messages.reduce((next, message) => heard(next, message, at), completed.view);
}

const FRESH_MS = 10_000;
