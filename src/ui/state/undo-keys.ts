import type { ScreenContext, ScreenEvent } from './events.ts';
import { type Reduced, still } from './reduced.ts';
import { movedIn } from './small-list.ts';
import { type UndoEntry, type Undoing, undone } from './undo.ts';
import type { View } from './view.ts';

/** A key while the list of the last changes is open: Enter or u takes the chosen one back, anything else closes it. */
export function undoKey(
  view: View,
  undoing: Undoing,
  { name, at }: Extract<ScreenEvent, { type: 'key' }>,
  context: ScreenContext,
): Reduced {
  const entries = view.undos ?? [];
  const action = context.keyboard.find(name, 'elsewhere');
  const index = movedIn(action?.id, undoing.index, entries.length - 1);
  if (index !== undefined) return still({ ...view, undoing: { ...undoing, index } });
  if (action?.id === 'open') return chosen(view, undoing, entries[undoing.index], at, context);
  const { undoing: _, ...closed } = view;
  return still(closed);
}

/** What cannot be taken back says why, and the list stays. */
function chosen(
  view: View,
  { whyNot }: Undoing,
  entry: UndoEntry | undefined,
  at: number,
  context: ScreenContext,
): Reduced {
  if (entry === undefined || context.readOnly || view.locked !== undefined) return still(view);
  const because = whyNot[entry.id];
  if (because === undefined) return undone(view, entry, at);
  const text = `not undone: ${because}`;
  return still({ ...view, message: { at, mark: '', tone: 'bad', text, count: 1 } });
}
