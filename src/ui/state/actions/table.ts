import { activeTab } from '../../detail/tabs.ts';
import { jobAsked } from '../../detail/why-moment.ts';
import type { ScreenData, View } from '../view.ts';
import type { Action } from './action.ts';
import { ALERT_ACTIONS } from './alerts.ts';
import { APPROVAL_ACTIONS } from './approvals.ts';
import { COLUMN_ACTIONS } from './columns.ts';
import { COPY_ACTIONS } from './copy.ts';
import { ENGINE_ACTIONS } from './engine.ts';
import { FORM_ACTIONS } from './forms.ts';
import { GO_TO_ACTIONS } from './go-to.ts';
import { JOB_ACTIONS } from './jobs.ts';
import { type Keyboard, type KeyPlace, keyboardOf } from './keyboard.ts';
import { LIST_ACTIONS } from './lists.ts';
import { LOCK_ACTIONS } from './lock.ts';
import { MARK_ACTIONS } from './marks.ts';
import { MOVE_ACTIONS } from './move.ts';
import { OUTPUT_ACTIONS } from './output.ts';
import { PALETTE_ACTIONS } from './palette.ts';
import { DETAIL_ACTIONS, PANEL_ACTIONS } from './panels.ts';
import { PAUSE_ACTIONS } from './pauses.ts';
import { RUN_ACTIONS } from './runs.ts';
import { SESSION_ACTIONS } from './session.ts';
import { STRIP_ACTIONS } from './strip.ts';
import { TERMINAL_ACTIONS } from './terminal.ts';
import { UNDO_ACTIONS } from './undo.ts';
import { VIEW_ACTIONS } from './views.ts';
import { WHY_ACTIONS } from './why.ts';

/** Every action there is, in the order of the key list. */
export const ACTIONS: readonly Action[] = [
  ...PANEL_ACTIONS,
  ...MOVE_ACTIONS,
  ...DETAIL_ACTIONS,
  ...MARK_ACTIONS,
  ...GO_TO_ACTIONS,
  ...VIEW_ACTIONS,
  ...LIST_ACTIONS,
  ...OUTPUT_ACTIONS,
  ...WHY_ACTIONS,
  ...COPY_ACTIONS,
  ...PALETTE_ACTIONS,
  ...LOCK_ACTIONS,
  ...SESSION_ACTIONS,
  ...APPROVAL_ACTIONS,
  ...RUN_ACTIONS,
  ...ALERT_ACTIONS,
  ...PAUSE_ACTIONS,
  ...JOB_ACTIONS,
  ...FORM_ACTIONS,
  ...UNDO_ACTIONS,
  ...ENGINE_ACTIONS,
  ...STRIP_ACTIONS,
  ...COLUMN_ACTIONS,
  ...TERMINAL_ACTIONS,
];

/** The keys as they are shipped. */
export const KEYBOARD: Keyboard = keyboardOf(ACTIONS);

/** What a shipped key means where the person is. */
export const actionOf = (key: string, place: KeyPlace = 'elsewhere'): Action | undefined => KEYBOARD.find(key, place);

/** Whether keys of their own count where the person is. */
export function placeOf(view: View, data: ScreenData): KeyPlace {
  const detail = data.detail?.detail;
  if (view.focus !== 'detail' || detail === undefined) return 'elsewhere';
  if (activeTab(detail, view.detailTab) === 'output') return 'output';
  return jobAsked(view, data.detail) === undefined ? 'elsewhere' : 'why';
}
