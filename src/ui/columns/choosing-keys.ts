import { KEYBOARD } from '../state/actions/table.ts';
import type { ScreenContext } from '../state/events.ts';
import type { View } from '../state/view.ts';
import { type Choosing, entriesOf, reset, shifted, switched } from './choosing.ts';

/** A key while the columns of a list are chosen; the last row is how it is shipped or configured. */
export function choosingKey(view: View, choosing: Choosing, name: string, context: ScreenContext): View {
  const { list, index } = choosing;
  const entries = entriesOf(view, list, context.columns);
  const moved = (to: number): View => ({
    ...view,
    choosing: { list, index: Math.max(0, Math.min(entries.length, to)) },
  });
  switch ((context.keyboard ?? KEYBOARD).find(name, 'elsewhere')?.id) {
    case 'down':
      return moved(index + 1);
    case 'up':
      return moved(index - 1);
    case 'first':
    case 'page.up':
      return moved(0);
    case 'last':
    case 'page.down':
      return moved(entries.length);
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
