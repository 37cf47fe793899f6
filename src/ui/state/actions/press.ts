import type { ScreenContext } from '../events.ts';
import { actingList } from '../marks.ts';
import { type Reduced, still, told } from '../reduced.ts';
import { subjectsOf, whyNone } from '../subjects.ts';
import type { View } from '../view.ts';
import type { Action, Pressed } from './action.ts';
import { inKeys } from './key-words.ts';
import type { Keyboard } from './keyboard.ts';
import { onMany } from './on-many.ts';
import { inRange, isInRange } from './range.ts';

/** Does what an action is for, to what is marked or else selected, or says in the message line why it does nothing. */
export function press(view: View, action: Action, pressed: Pressed, context: ScreenContext): Reduced {
  const off = whyOff(view, action, pressed.name, context);
  if (off !== undefined) return saidOff(view, off, pressed);
  const run = (from: View): Reduced => runOn(from, action, pressed, context);
  return isInRange(view) ? inRange(view, action, pressed, context, run) : run(view);
}

/** The same to the one thing that was named, whatever is marked in its list. */
export function pressSelected(view: View, action: Action, pressed: Pressed, context: ScreenContext): Reduced {
  const { marked: _, ...alone } = action;
  const off = whyOff(view, alone, pressed.name, context);
  return off === undefined ? action.run(view, pressed, context) : saidOff(view, off, pressed);
}

function runOn(view: View, action: Action, pressed: Pressed, context: ScreenContext): Reduced {
  const subjects = subjectsOf(view, context.data, action);
  switch (subjects.kind) {
    case 'selected':
      return action.run(view, pressed, context);
    case 'one': {
      const { view: next, effects } = action.run(subjects.view, pressed, context);
      // The cursor stays where it was: the sheet names the marked row.
      const list = actingList(view);
      const { key, index } = view.lists[list];
      const back = { ...next.lists[list], index, ...(key === undefined ? {} : { key }) };
      return { view: { ...next, lists: { ...next.lists, [list]: back } }, effects };
    }
    case 'many':
      return onMany(view, action, subjects, context);
  }
}

type Known = Pick<ScreenContext, 'data' | 'readOnly' | 'engineHere' | 'engineStaysOut'> & { keyboard?: Keyboard };

/** Why an action does nothing just now; `{reject}` in its words stands for the key of that action. */
export function whyOff(view: View, action: Action, name: string, known: Known): string | undefined {
  if (action.group === 'act' && known.readOnly) return `read-only: ${name} is off`;
  const isLocked = action.group === 'act' && view.locked !== undefined;
  const because = isLocked ? 'locked: {unlock} unlocks' : offBecause(view, action, name, known);
  return because === undefined ? undefined : inKeys(because, known.keyboard);
}

function offBecause(view: View, action: Action, name: string, known: Known): string | undefined {
  const subjects = subjectsOf(view, known.data, action);
  if (subjects.kind === 'selected') return action.offBecause?.(view, known.data, known);
  if (subjects.kind === 'one') return action.offBecause?.(subjects.view, known.data, known);
  if (view.bulk !== undefined) return 'the ones before are still being done';
  return action.marked === undefined ? undefined : whyNone(action.marked, subjects.marks, name);
}

const saidOff = (view: View, off: string, { at }: Pressed): Reduced =>
  still({ ...view, message: told('bad', '', off, at) });
