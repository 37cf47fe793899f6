import type { ScreenContext } from '../events.ts';
import { actingList, MARKS_MAX, rangeOver, rangeToCursor } from '../marks.ts';
import { type Reduced, told } from '../reduced.ts';
import type { View } from '../view.ts';
import type { Action, Pressed } from './action.ts';

export const tooMany = (left: number): string => `${MARKS_MAX} marks are the most; ${left} more got none`;

/** Keys that keep a range and do nothing else. */
const KEEPERS: ReadonlySet<string> = new Set(['open']);
/** Keys that see to the range themselves. */
const OWN: ReadonlySet<string> = new Set(['mark', 'mark.range', 'back']);

export const isInRange = (view: View): boolean => view.lists[actingList(view)].range !== undefined;

/** What a key means while a range is marked: moving makes it longer, anything else keeps it and goes on. */
export function inRange(
  view: View,
  action: Action,
  pressed: Pressed,
  context: ScreenContext,
  run: (view: View) => Reduced,
): Reduced {
  const list = actingList(view);
  if (OWN.has(action.id)) return run(view);
  if (KEEPERS.has(action.id)) return { view: rangeOver(view, list, 'kept'), effects: [] };
  if (action.group !== 'move') return run(rangeOver(view, list, 'kept'));
  const moved = run(view);
  // The other end of a long list is not loaded, and nobody has seen what lies between.
  if (moved.view.lists[list].key === '') {
    return { view: { ...view, message: told('bad', '', TOO_FAR, pressed.at) }, effects: [] };
  }
  const { view: next, left } = rangeToCursor(moved.view, context.data);
  const message = left === 0 ? {} : { message: told('bad', '', tooMany(left), pressed.at) };
  return { view: { ...next, ...message }, effects: moved.effects };
}

const TOO_FAR = 'too far for a range; {mark.all} marks all that match the filter'.replace('{mark.all}', '*');
