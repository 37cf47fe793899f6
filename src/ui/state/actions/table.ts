import { activeTab } from '../../detail/tabs.ts';
import type { ScreenData, View } from '../view.ts';
import type { Action } from './action.ts';
import { ALERT_ACTIONS } from './alerts.ts';
import { APPROVAL_ACTIONS } from './approvals.ts';
import { ENGINE_ACTIONS } from './engine.ts';
import { FORM_ACTIONS } from './forms.ts';
import { JOB_ACTIONS } from './jobs.ts';
import { LIST_ACTIONS } from './lists.ts';
import { MOVE_ACTIONS } from './move.ts';
import { DETAIL_ACTIONS, PANEL_ACTIONS } from './panels.ts';
import { RUN_ACTIONS } from './runs.ts';
import { SESSION_ACTIONS } from './session.ts';
import { TERMINAL_ACTIONS } from './terminal.ts';
import { VIEW_ACTIONS } from './views.ts';

/** Every action there is, in the order of the key list. */
export const ACTIONS: readonly Action[] = [
  ...PANEL_ACTIONS,
  ...MOVE_ACTIONS,
  ...DETAIL_ACTIONS,
  ...VIEW_ACTIONS,
  ...LIST_ACTIONS,
  ...SESSION_ACTIONS,
  ...APPROVAL_ACTIONS,
  ...RUN_ACTIONS,
  ...ALERT_ACTIONS,
  ...JOB_ACTIONS,
  ...FORM_ACTIONS,
  ...ENGINE_ACTIONS,
  ...TERMINAL_ACTIONS,
];

type Keyboard = ReadonlyMap<string, Action>;
const keyboardOf = (actions: readonly Action[]): Keyboard =>
  new Map(actions.flatMap((action) => action.keys.map((key) => [key, action] as const)));

const EVERYWHERE = keyboardOf(ACTIONS.filter(({ only }) => only === undefined));
const IN_OUTPUT = keyboardOf(ACTIONS.filter(({ only }) => only === 'output'));

/** What a key means where the person is; output has keys of its own in front of the others. */
export const actionOf = (key: string, place: 'output' | 'elsewhere' = 'elsewhere'): Action | undefined =>
  (place === 'output' ? IN_OUTPUT.get(key) : undefined) ?? EVERYWHERE.get(key);

/** Whether the keys of the output are the ones that count. */
export function placeOf(view: View, data: ScreenData): 'output' | 'elsewhere' {
  const kind = data.detail?.detail.kind;
  if (view.focus !== 'detail' || kind === undefined) return 'elsewhere';
  return activeTab(kind, view.detailTab) === 'output' ? 'output' : 'elsewhere';
}

/** How the footer and the key list write an action's keys. */
export const keysOf = (action: Action): string =>
  (action.shown ?? action.keys[0] ?? '') + (action.opens === undefined ? '' : '…');
