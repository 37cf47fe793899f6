import type { ScreenContext } from '../state/events.ts';
import { movedIn } from '../state/small-list.ts';
import type { View } from '../state/view.ts';
import { type Choosing, entriesOf, reset, shifted, switched } from './choosing.ts';

/** A key while the columns of a list are chosen; the last row is how it is shipped or configured. */
export function choosingKey(view: View, choosing: Choosing, name: string, context: ScreenContext): View {
  const { list, index } = choosing;
  const entries = entriesOf(view, list, context.columns);
  const action = context.keyboard.find(name, 'elsewhere');
  const moved = movedIn(action?.id, index, entries.length);
  if (moved !== undefined) return { ...view, choosing: { list, index: moved } };
  switch (action?.id) {
    case 'open':
    case 'mark':
      return index === entries.length ? reset(view, list) : switched(view, choosing, entries);
    case 'unfold':
      return shifted(view, choosing, entries, 1);
    case 'fold':
      return shifted(view, choosing, entries, -1);
    default: {
      const { choosing: _, ...closed } = view;
      return closed;
    }
  }
}
