import { isJobOn, type Selection, selectionOf } from './selection.ts';
import type { PanelId, ScreenData, View } from './view.ts';

export type ActionId =
  | 'panel.next'
  | 'panel.previous'
  | 'panel.number'
  | 'detail'
  | 'tab.previous'
  | 'tab.next'
  | 'down'
  | 'up'
  | 'page.down'
  | 'page.up'
  | 'half.down'
  | 'half.up'
  | 'first'
  | 'last'
  | 'open'
  | 'back'
  | 'filter'
  | 'problems'
  | 'zoom'
  | 'why'
  | 'keys'
  | 'leave'
  | 'repaint'
  | 'suspend'
  | 'follow'
  | 'approve'
  | 'reject'
  | 'run'
  | 'cancel'
  | 'acknowledge'
  | 'reopen'
  | 'enable'
  | 'disable'
  | 'delete'
  | 'take-over';

/** One thing a key does; help and footer are drawn from this table, and the keyboard looks nowhere else. */
export type Action = {
  id: ActionId;
  keys: readonly string[];
  title: string;
  /** How the footer and the key list write the keys, where that differs from `keys`. */
  shown?: string;
  /** `…` in the footer: it opens a sheet, so that the rest of a read is thrown away. */
  opens?: 'sheet';
  group: 'look' | 'move' | 'act';
  /** Where the footer names it: with these panels, or always at its right. */
  footer?: { panels: readonly PanelId[]; word: string } | { always: true; word: string };
  /** Why the key does nothing just now. */
  offBecause?(view: View, data: ScreenData): string | undefined;
};

const has = (kind: Selection['kind'], verb: string, thing: string) => (view: View, data: ScreenData) => {
  const selection = selectionOf(view, data);
  if (selection.kind === kind) return undefined;
  return selection.kind === 'none' ? 'nothing is selected' : `${verb} ${thing}; this is ${wordOf(selection)}`;
};

const hasJob = (view: View, data: ScreenData): string | undefined => {
  const selection = selectionOf(view, data);
  if (selection.kind === 'none') return 'nothing is selected';
  return selection.jobId === undefined ? `no job belongs to ${wordOf(selection)}` : undefined;
};

/** Off where it would change nothing; where nobody knows whether the job is on, the sheet will say. */
const hasJobThatIs = (state: 'on' | 'off', verb: string) => (view: View, data: ScreenData) => {
  const on = isJobOn(view, data);
  const other = state === 'on' ? 'off' : 'on';
  if (on === undefined || on === (state === 'on')) return hasJob(view, data);
  return hasJob(view, data) ?? `${verb} a job; this one is ${other}`;
};

export const wordOf = (selection: Selection): string => {
  switch (selection.kind) {
    case 'job':
    case 'run':
      return `a ${selection.kind}`;
    case 'approval':
    case 'alert':
      return `an ${selection.kind}`;
    case 'queued':
      return 'a waiting dispatch';
    case 'past':
      return 'a run that is over';
    case 'gone':
      return 'something that is over';
    case 'activity':
      return 'a line of the record';
    case 'none':
      return 'nothing';
  }
};

const isAlert = (state: 'open' | 'acknowledged', text: string, other: string) => (view: View, data: ScreenData) => {
  const selection = selectionOf(view, data);
  if (selection.kind !== 'alert') return has('alert', text, 'an alert')(view, data);
  return selection.state === state ? undefined : other;
};

/** Every action there is, in the order of the key list. */
export const ACTIONS: readonly Action[] = [
  { id: 'panel.next', keys: ['Tab'], title: 'next panel', shown: 'Tab', group: 'look' },
  { id: 'panel.previous', keys: ['Shift-Tab'], title: 'previous panel', group: 'look' },
  {
    id: 'panel.number',
    keys: ['1', '2', '3', '4', '5', '6'],
    title: 'panel of that number',
    shown: '1–6',
    group: 'look',
  },
  { id: 'detail', keys: ['0'], title: 'detail', group: 'look' },
  { id: 'tab.previous', keys: ['[', '<'], title: 'tab to the left', shown: '[ <', group: 'look' },
  { id: 'tab.next', keys: [']', '>'], title: 'tab to the right', shown: '] >', group: 'look' },
  { id: 'up', keys: ['Up', 'k'], title: 'up', shown: '↑ k', group: 'move' },
  { id: 'down', keys: ['Down', 'j'], title: 'down', shown: '↓ j', group: 'move' },
  { id: 'page.up', keys: ['PageUp'], title: 'a page up', shown: 'PgUp', group: 'move' },
  { id: 'page.down', keys: ['PageDown'], title: 'a page down', shown: 'PgDn', group: 'move' },
  { id: 'half.up', keys: ['Ctrl-U'], title: 'half a page up', group: 'move' },
  { id: 'half.down', keys: ['Ctrl-D'], title: 'half a page down', group: 'move' },
  { id: 'first', keys: ['g', 'Home'], title: 'first row', shown: 'g Home', group: 'move' },
  { id: 'last', keys: ['G', 'End'], title: 'last row', shown: 'G End', group: 'move' },
  {
    id: 'why',
    keys: ['w'],
    title: 'why it ran, waits or not',
    group: 'look',
    footer: { panels: ['due', 'runs', 'jobs', 'alerts'], word: 'why' },
    offBecause: hasJob,
  },
  {
    id: 'open',
    keys: ['Enter'],
    title: 'open the detail',
    group: 'look',
    offBecause: (view, data) => (selectionOf(view, data).kind === 'none' ? 'nothing is selected' : undefined),
    footer: { panels: ['due', 'runs', 'approvals', 'alerts', 'jobs', 'activity'], word: 'open' },
  },
  { id: 'back', keys: ['Escape'], title: 'back: sheet, filter, zoom', shown: 'Esc', group: 'look' },
  { id: 'filter', keys: ['/'], title: 'filter the list', group: 'look', footer: { always: true, word: 'filter' } },
  { id: 'problems', keys: ['!'], title: 'problems only', group: 'look', footer: { always: true, word: 'problems' } },
  { id: 'zoom', keys: ['z'], title: 'zoom the panel', group: 'look' },
  { id: 'follow', keys: ['F'], title: 'follow the output', group: 'look' },
  { id: 'repaint', keys: ['Ctrl-L'], title: 'draw everything again', group: 'look' },
  { id: 'suspend', keys: ['Ctrl-Z'], title: 'suspend the console', group: 'look' },
  { id: 'keys', keys: ['?'], title: 'this list', group: 'look', footer: { always: true, word: 'keys' } },
  {
    id: 'leave',
    keys: ['q', 'Ctrl-C'],
    title: 'leave',
    shown: 'q Ctrl-C',
    opens: 'sheet',
    group: 'look',
    footer: { always: true, word: 'leave' },
  },
  {
    id: 'approve',
    keys: ['a'],
    title: 'approve',
    opens: 'sheet',
    group: 'act',
    footer: { panels: ['approvals'], word: 'approve' },
    offBecause: has('approval', 'a approves', 'an approval'),
  },
  {
    id: 'reject',
    keys: ['x'],
    title: 'reject',
    opens: 'sheet',
    group: 'act',
    footer: { panels: ['approvals'], word: 'reject' },
    offBecause: has('approval', 'x rejects', 'an approval'),
  },
  {
    id: 'cancel',
    keys: ['c'],
    title: 'cancel a run, or kill it',
    opens: 'sheet',
    group: 'act',
    footer: { panels: ['runs'], word: 'cancel' },
    offBecause: has('run', 'c cancels', 'a run that is going on'),
  },
  {
    id: 'run',
    keys: ['r'],
    title: 'run a job now',
    opens: 'sheet',
    group: 'act',
    footer: { panels: ['due', 'runs', 'jobs', 'alerts'], word: 'run' },
    offBecause: hasJob,
  },
  {
    id: 'acknowledge',
    keys: ['o'],
    title: 'acknowledge an alert',
    group: 'act',
    footer: { panels: ['alerts'], word: 'acknowledge' },
    offBecause: isAlert('open', 'o acknowledges', 'it is acknowledged; O opens it again'),
  },
  {
    id: 'reopen',
    keys: ['O'],
    title: 'open an alert again',
    group: 'act',
    footer: { panels: ['alerts'], word: 'reopen' },
    offBecause: isAlert('acknowledged', 'O reopens', 'it is open; o acknowledges it'),
  },
  {
    id: 'enable',
    keys: ['E'],
    title: 'enable a job',
    opens: 'sheet',
    group: 'act',
    footer: { panels: ['jobs'], word: 'enable' },
    offBecause: hasJobThatIs('off', 'E enables'),
  },
  {
    id: 'disable',
    keys: ['d'],
    title: 'disable a job',
    opens: 'sheet',
    group: 'act',
    footer: { panels: ['jobs'], word: 'disable' },
    offBecause: hasJobThatIs('on', 'd disables'),
  },
  { id: 'delete', keys: ['D'], title: 'delete a job', opens: 'sheet', group: 'act', offBecause: hasJob },
  { id: 'take-over', keys: ['T'], title: 'take over the engine', opens: 'sheet', group: 'act' },
];

const BY_KEY = new Map(ACTIONS.flatMap((action) => action.keys.map((key) => [key, action] as const)));
export const actionOf = (key: string): Action | undefined => BY_KEY.get(key);

/** How the footer and the key list write an action's keys. */
export const keysOf = (action: Action): string =>
  (action.shown ?? action.keys[0] ?? '') + (action.opens === undefined ? '' : '…');
