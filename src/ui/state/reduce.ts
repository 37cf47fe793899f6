import { activeTab, tabsOfDetail } from '../detail/tabs.ts';
import { act } from './act.ts';
import { type ActionId, actionOf } from './actions.ts';
import { answered, disarmed, firstFocus, request, sent, settled } from './arming.ts';
import { dataArrived, withoutOldGhosts } from './data-arrived.ts';
import type { Effect, ScreenContext, ScreenEvent } from './events.ts';
import { filterKey } from './filter-keys.ts';
import { type Move, moveInDetail, moveInList } from './move.ts';
import { resultArrived } from './results.ts';
import { EMPTY_DRAFT, type Sheet } from './sheet.ts';
import { type Reduced, sheetKey, sheetPaste } from './sheet-keys.ts';
import { startKey } from './start-keys.ts';
import { type Message, PANELS, type PanelId, TABS, type View } from './view.ts';

/** Good news goes by itself. */
const GOOD_NEWS_MS = 6_000;

const still = (view: View, effects: Effect[] = []): Reduced => ({ view, effects });

/** One event, one new view and what has to be done outside; nothing here looks at a clock or a database. */
export function reduce(view: View, event: ScreenEvent, context: ScreenContext): Reduced {
  switch (event.type) {
    case 'key':
      return onKey(view, event, context);
    case 'paste':
      return onPaste(view, event, context);
    case 'resize':
      return disarm({ ...view, size: event.size });
    case 'report':
      return onReport(view, event, context);
    case 'tick':
      return still(ticked(view, event, context));
    case 'data':
      return still(dataArrived(view, event, context));
    case 'sheet':
      return opened(view, event, context);
    case 'sheet-content':
      return refreshed(view, event, context);
    case 'status-sent':
      return still(view.sheet?.serial === event.serial ? { ...view, sheet: sent(view.sheet, event.now) } : view);
    case 'result':
      return still(resultArrived(view, event));
    case 'news':
      return still({ ...view, message: told(event.tone, event.mark, event.text, event.at) });
  }
}

function onReport(view: View, event: Extract<ScreenEvent, { type: 'report' }>, context: ScreenContext): Reduced {
  if (view.sheet === undefined) return still(view);
  if (event.report !== 'status') return disarm(view);
  return still({ ...view, sheet: settled(answered(view.sheet, event.now), event.now, context.settleMs) });
}

/** Whatever may have come between the eye and the sheet: keys count again only after another answer. */
function disarm(view: View): Reduced {
  if (view.sheet === undefined) return still(view);
  return still({ ...view, sheet: disarmed(view.sheet) }, [request(view.sheet)]);
}

function ticked(view: View, event: Extract<ScreenEvent, { type: 'tick' }>, context: ScreenContext): View {
  const { message, ...rest } = view;
  const old = message?.tone === 'good' && event.at - message.at >= GOOD_NEWS_MS;
  const quiet = withoutOldGhosts(old ? rest : view, event.at);
  if (quiet.sheet === undefined) return quiet;
  const sheet = settled(quiet.sheet, event.now, context.settleMs);
  return sheet === quiet.sheet ? quiet : { ...quiet, sheet };
}

function opened(view: View, event: Extract<ScreenEvent, { type: 'sheet' }>, context: ScreenContext): Reduced {
  const serial = view.sheetCount + 1;
  const draft: Sheet = {
    item: event.item,
    serial,
    content: event.content,
    focus: 0,
    fields: { ...EMPTY_DRAFT, ...view.drafts[event.item.key] },
    top: 0,
    seenLast: false,
    arm: { kind: 'unsent' },
    lastKeyAt: event.now,
    lastEnterAt: Number.NEGATIVE_INFINITY,
    stage: { kind: 'asking' },
  };
  const sheet = { ...draft, focus: firstFocus(draft), seenLast: context.showsLast(draft) };
  return still({ ...view, sheet, sheetCount: serial }, [request(sheet)]);
}

function refreshed(
  view: View,
  event: Extract<ScreenEvent, { type: 'sheet-content' }>,
  context: ScreenContext,
): Reduced {
  const { sheet } = view;
  if (sheet === undefined || sheet.serial !== event.serial) return still(view);
  const content = { ...sheet.content, ...event.content };
  switch (event.change.kind) {
    case 'same':
      return still({ ...view, sheet: { ...sheet, content } });
    case 'over': {
      if (sheet.stage.kind !== 'asking') return still(view);
      const over: Sheet = { ...sheet, content, stage: { kind: 'refused', message: event.change.message } };
      return still({ ...view, sheet: disarmed(over) }, [request(sheet)]);
    }
    case 'revised': {
      const item = 'revision' in sheet.item ? { ...sheet.item, revision: event.change.revision } : sheet.item;
      const revised = { ...sheet, item, content, top: 0, seenLast: false };
      const next = disarmed({ ...revised, seenLast: context.showsLast(revised) });
      return still(
        { ...view, sheet: next, message: told('bad', '!', 'it was changed meanwhile: look again', sheet.lastKeyAt) },
        [request(sheet)],
      );
    }
  }
}

const told = (tone: Message['tone'], mark: string, text: string, at: number): Message => ({
  at,
  mark,
  tone,
  text,
  count: 1,
});

function onPaste(view: View, event: Extract<ScreenEvent, { type: 'paste' }>, context: ScreenContext): Reduced {
  if (view.sheet !== undefined) return sheetPaste(view, event.text, event.now, context);
  if (view.filterEdit === undefined) return still(view);
  const list = view.lists[view.filterEdit.list];
  const filter = (list.filter + event.text.replace(/\s+/g, ' ')).slice(0, 80);
  return still({ ...view, lists: { ...view.lists, [view.filterEdit.list]: { ...list, filter } } });
}

const MOVES: ReadonlySet<ActionId> = new Set<Move>([
  'down',
  'up',
  'page.down',
  'page.up',
  'half.down',
  'half.up',
  'first',
  'last',
]);
const isMove = (id: ActionId): id is Move => MOVES.has(id);

function onKey(view: View, event: Extract<ScreenEvent, { type: 'key' }>, context: ScreenContext): Reduced {
  if (view.sheet !== undefined) return sheetKey(view, event, context);
  const { message, ...rest } = view;
  const read: View = message?.tone === 'bad' ? rest : view;
  if (read.filterEdit !== undefined) return still(filterKey(read, event.name));
  const action = actionOf(event.name);
  if (action === undefined) return still(layoutHint(read, event));
  if (read.help !== undefined) return still(helpKey(read, action.id));
  if (read.focus === 'start') {
    const handled = startKey(read, { id: action.id, at: event.at }, context);
    if (handled !== undefined) return handled;
  }
  if (isMove(action.id)) {
    return still(
      read.focus === 'detail' ? moveInDetail(read, context, action.id) : moveInList(read, context.data, action.id),
    );
  }
  if (action.group === 'act') return act(read, action, event, context);
  return look(read, action.id, event, context);
}

/** A letter of another script is answered once, or the screen looks dead. */
function layoutHint(view: View, event: { name: string; at: number }): View {
  if (!/^\p{L}$/u.test(event.name) || /^[a-z]$/i.test(event.name)) return view;
  return { ...view, message: told('bad', '', 'keyboard layout? keys here are Latin letters', event.at) };
}

function helpKey(view: View, id: ActionId): View {
  const { help, ...closed } = view;
  const top = help?.top ?? 0;
  if (id === 'down') return { ...view, help: { top: top + 1 } };
  if (id === 'page.down' || id === 'half.down') return { ...view, help: { top: top + 10 } };
  if (id === 'up') return { ...view, help: { top: Math.max(0, top - 1) } };
  if (id === 'page.up' || id === 'half.up') return { ...view, help: { top: Math.max(0, top - 10) } };
  return closed;
}

/** What only changes what is looked at. */
function look(view: View, id: ActionId, event: { name: string; at: number }, context: ScreenContext): Reduced {
  switch (id) {
    case 'panel.next':
      return still(focused(view, nextPanel(view, 1)));
    case 'panel.previous':
      return still(focused(view, nextPanel(view, -1)));
    case 'panel.number':
      return still(focused(view, PANELS[Number(event.name) - 1] ?? view.panel));
    case 'detail':
    case 'open':
      return still({ ...view, focus: view.focus === 'detail' && id === 'detail' ? view.panel : 'detail' });
    case 'tab.next':
      return still(turned(view, 1, context));
    case 'tab.previous':
      return still(turned(view, -1, context));
    case 'why':
      return still({ ...view, focus: 'detail', detailTab: 'why', detailTop: 0 });
    case 'filter':
      return still(filtering(view));
    case 'problems':
      return still({ ...view, problems: !view.problems });
    case 'zoom':
      return still({ ...view, zoom: !view.zoom });
    case 'follow':
      return still({ ...view, follow: !view.follow });
    case 'keys':
      return still({ ...view, help: { top: 0 } });
    case 'repaint':
      return still(view, [{ kind: 'repaint' }]);
    case 'suspend':
      return suspend(view, event.at, context);
    case 'back':
      return still(back(view, context));
    case 'leave':
      return leave(view, context);
    default:
      return still(view);
  }
}

function leave(view: View, context: ScreenContext): Reduced {
  if (!context.engineHere) return still(view, [{ kind: 'leave', how: 'detach', exitCode: 0 }]);
  const item = { kind: 'leave', key: 'leave', canDetach: context.canDetach } as const;
  return still(view, [{ kind: 'open-sheet', item }, { kind: 'drop-pending' }]);
}

/** A stopped engine starts nothing and answers nobody: with it in this process the way out is the one of q. */
function suspend(view: View, at: number, context: ScreenContext): Reduced {
  if (context.readOnly) return still({ ...view, message: told('bad', '', 'read-only: Ctrl-Z is off', at) });
  return context.engineHere ? leave(view, context) : still(view, [{ kind: 'suspend' }]);
}

const focused = (view: View, focus: PanelId | 'detail'): View =>
  focus === 'detail'
    ? { ...view, focus }
    : { ...view, focus, panel: focus, ...(focus === view.panel ? {} : { detailTop: 0, follow: true }) };

function nextPanel(view: View, by: 1 | -1): PanelId | 'detail' {
  const order: (PanelId | 'detail')[] = [...PANELS, 'detail'];
  const at = view.focus === 'start' ? -1 : order.indexOf(view.focus);
  return order[(at + by + order.length) % order.length] ?? 'due';
}

function turned(view: View, by: 1 | -1, context: ScreenContext): View {
  if (view.focus === 'detail') {
    const kind = context.data.detail?.detail.kind;
    if (kind === undefined) return view;
    const tabs = tabsOfDetail(kind);
    const at = tabs.indexOf(activeTab(kind, view.detailTab));
    const tab = tabs[(at + by + tabs.length) % tabs.length];
    return { ...view, ...(tab === undefined ? {} : { detailTab: tab }), detailTop: 0, follow: true };
  }
  const tabs = TABS[view.panel];
  const at = tabs.indexOf(view.tabs[view.panel]);
  const tab = tabs[(at + by + tabs.length) % tabs.length] ?? view.tabs[view.panel];
  return { ...view, tabs: { ...view.tabs, [view.panel]: tab }, detailTop: 0 };
}

function filtering(view: View): View {
  const panel = view.focus === 'detail' ? view.panel : view.focus;
  if (panel === 'start') return view;
  const list = view.tabs[panel];
  return { ...view, focus: panel, filterEdit: { list, before: view.lists[list].filter } };
}

/** Esc undoes one thing at a time: filter, zoom, problems, detail. */
function back(view: View, context: ScreenContext): View {
  const list = view.tabs[view.panel];
  if (view.focus === 'detail') return { ...view, focus: view.panel };
  if (view.lists[list].filter !== '') {
    return { ...view, lists: { ...view.lists, [list]: { ...view.lists[list], filter: '', top: 0 } } };
  }
  if (view.zoom) return { ...view, zoom: false };
  if (view.problems) return { ...view, problems: false };
  return context.data.counters.jobs === 0 ? { ...view, focus: 'start' } : view;
}
