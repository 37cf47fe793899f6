import { sheetFits } from '../layout/shape.ts';
import { press, pressSelected } from './actions/press.ts';
import type { ScreenContext, ScreenEvent } from './events.ts';
import { type Reduced, still } from './reduced.ts';
import type { View } from './view.ts';

type KeyEvent = Extract<ScreenEvent, { type: 'key' }>;

/** What still works where no list is drawn: nothing may be done to what nobody sees. */
const KEPT: ReadonlySet<string> = new Set(['leave', 'repaint', 'suspend']);

/** A key on a screen that is too small for lists: `a` asks about the approval that the screen names. */
export function smallScreenKey(view: View, event: KeyEvent, context: ScreenContext): Reduced {
  const action = context.keyboard.find(event.name, 'elsewhere');
  if (action === undefined) return still(view);
  if (KEPT.has(action.id)) return press(view, action, event, context);
  const first = context.data.lists['approvals.pending']?.rows[0];
  if (action.id !== 'approve' || first === undefined || !sheetFits(view.size)) return still(view);
  return pressSelected(onApproval(view, first.key), action, event, context);
}

function onApproval(view: View, key: string): View {
  const list = view.lists['approvals.pending'];
  return {
    ...view,
    focus: 'approvals',
    panel: 'approvals',
    problems: false,
    tabs: { ...view.tabs, approvals: 'approvals.pending' },
    lists: { ...view.lists, 'approvals.pending': { ...list, key, index: 0, top: 0, filter: '' } },
  };
}
