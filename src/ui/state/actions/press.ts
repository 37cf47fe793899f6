import type { ScreenContext } from '../events.ts';
import { type Reduced, still, told } from '../reduced.ts';
import type { View } from '../view.ts';
import type { Action, Pressed } from './action.ts';
import type { Keyboard } from './keyboard.ts';
import { KEYBOARD } from './table.ts';

/** Does what an action is for, or says in the message line why it does nothing. */
export function press(view: View, action: Action, pressed: Pressed, context: ScreenContext): Reduced {
  const off = whyOff(view, action, pressed.name, context);
  if (off === undefined) return action.run(view, pressed, context);
  return still({ ...view, message: told('bad', '', off, pressed.at) });
}

type Known = Pick<ScreenContext, 'data' | 'readOnly' | 'engineHere'> & { keyboard?: Keyboard };

/** Why an action does nothing just now; `{reject}` in its words stands for the key of that action. */
export function whyOff(view: View, action: Action, name: string, known: Known): string | undefined {
  if (action.group === 'act' && known.readOnly) return `read-only: ${name} is off`;
  const isLocked = action.group === 'act' && view.locked !== undefined;
  const because = isLocked ? 'locked: {unlock} unlocks' : action.offBecause?.(view, known.data, known);
  return because?.replace(PLACEHOLDER, (_, id: string) => (known.keyboard ?? KEYBOARD).nameOf(id));
}

const PLACEHOLDER = /\{([\w.-]+)\}/g;
