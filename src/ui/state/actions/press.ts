import type { ScreenContext } from '../events.ts';
import { type Reduced, still, told } from '../reduced.ts';
import type { View } from '../view.ts';
import type { Action, Pressed } from './action.ts';

/** Does what an action is for, or says in the message line why it does nothing. */
export function press(view: View, action: Action, pressed: Pressed, context: ScreenContext): Reduced {
  const off = offBecause(view, action, pressed, context);
  if (off === undefined) return action.run(view, pressed, context);
  return still({ ...view, message: told('bad', '', off, pressed.at) });
}

const offBecause = (view: View, action: Action, pressed: Pressed, context: ScreenContext): string | undefined =>
  action.group === 'act' && context.readOnly
    ? `read-only: ${pressed.name} is off`
    : action.offBecause?.(view, context.data, context);
