import { activeTab, tabsOfDetail } from '../../detail/tabs.ts';
import { offTrail } from '../../go-to/go-to.ts';
import type { ScreenContext } from '../events.ts';
import { still } from '../reduced.ts';
import { PANELS, type PanelId, TABS, type View } from '../view.ts';
import type { Action } from './action.ts';
import { needsAnything, needsJob } from './needs.ts';

const TITLES: Readonly<Record<PanelId, string>> = {
  due: 'Due',
  runs: 'Runs',
  approvals: 'Approvals',
  alerts: 'Alerts',
  jobs: 'Jobs',
  activity: 'Activity',
};

export const PANEL_ACTIONS: readonly Action[] = [
  {
    id: 'panel.next',
    keys: ['Tab'],
    title: 'next panel',
    group: 'look',
    run: (view) => still(focused(view, nextPanel(view, 1))),
  },
  {
    id: 'panel.previous',
    keys: ['Shift-Tab'],
    title: 'previous panel',
    group: 'look',
    run: (view) => still(focused(view, nextPanel(view, -1))),
  },
  ...PANELS.map(
    (panel, index): Action => ({
      id: `panel.${panel}`,
      keys: [String(index + 1)],
      title: `panel ${TITLES[panel]}`,
      group: 'look',
      run: (view) => still(focused(view, panel)),
    }),
  ),
  {
    id: 'detail',
    keys: ['0'],
    title: 'detail',
    group: 'look',
    run: (view) => still({ ...view, focus: view.focus === 'detail' ? view.panel : 'detail' }),
  },
  {
    id: 'tab.previous',
    keys: ['[', '<'],
    title: 'tab to the left',
    shown: '[ <',
    group: 'look',
    run: (view, _pressed, context) => still(turned(view, -1, context)),
  },
  {
    id: 'tab.next',
    keys: [']', '>'],
    title: 'tab to the right',
    shown: '] >',
    group: 'look',
    run: (view, _pressed, context) => still(turned(view, 1, context)),
  },
];

export const DETAIL_ACTIONS: readonly Action[] = [
  {
    id: 'why',
    keys: ['w'],
    title: 'why it ran, waits or not',
    command: 'openclaw-tui why JOB',
    group: 'look',
    footer: { panels: ['due', 'runs', 'jobs', 'alerts'], word: 'why' },
    offBecause: needsJob,
    run: (view) => still({ ...view, focus: 'detail', detailTab: 'why', detailTop: 0 }),
  },
  {
    id: 'open',
    keys: ['Enter'],
    title: 'open the detail',
    group: 'look',
    offBecause: needsAnything,
    footer: { panels: ['due', 'runs', 'approvals', 'alerts', 'jobs', 'activity'], word: 'open' },
    run: (view) => still({ ...view, focus: 'detail' }),
  },
];

/** The panel, as its number or a mouse would choose it. */
export const focused = (view: View, focus: PanelId | 'detail'): View =>
  focus === 'detail' ? { ...view, focus } : { ...inPanel(offTrail(view), focus), focus };

/** Another panel is about something else, of which the first tab says most: a question says what would run. */
function inPanel(view: View, panel: PanelId): View {
  if (panel === view.panel) return view;
  const { detailTab: _, ...rest } = view;
  return { ...rest, panel, detailTop: 0 };
}

function nextPanel(view: View, by: 1 | -1): PanelId | 'detail' {
  const order: (PanelId | 'detail')[] = [...PANELS, 'detail'];
  const at = view.focus === 'start' ? -1 : order.indexOf(view.focus);
  return order[(at + by + order.length) % order.length] ?? 'due';
}

function turned(view: View, by: 1 | -1, context: ScreenContext): View {
  if (view.focus === 'detail') {
    const detail = context.data.detail?.detail;
    if (detail === undefined) return view;
    const tabs = tabsOfDetail(detail);
    const at = tabs.indexOf(activeTab(detail, view.detailTab));
    const tab = tabs[(at + by + tabs.length) % tabs.length];
    return { ...view, ...(tab === undefined ? {} : { detailTab: tab }), detailTop: 0 };
  }
  const tabs = TABS[view.panel];
  const at = tabs.indexOf(view.tabs[view.panel]);
  const tab = tabs[(at + by + tabs.length) % tabs.length] ?? view.tabs[view.panel];
  return { ...view, tabs: { ...view.tabs, [view.panel]: tab }, detailTop: 0 };
}
