import { KEYBOARD } from '../state/actions/table.ts';
import type { ScreenContext } from '../state/events.ts';
import type { View } from '../state/view.ts';
import { choicesFor } from './choices.ts';
import { goTo } from './go-to.ts';

/** A key while the small list of places is open; a number chooses at once. */
export function goToKey(view: View, going: { index: number }, name: string, context: ScreenContext): View {
  const choices = choicesFor(view, context.data);
  const action = (context.keyboard ?? KEYBOARD).find(name, 'elsewhere');
  const moved = (index: number): View => ({
    ...view,
    going: { index: Math.max(0, Math.min(choices.length - 1, index)) },
  });
  if (/^[1-9]$/.test(name)) return chosen(view, choices[Number(name) - 1]?.place);
  switch (action?.id) {
    case 'down':
      return moved(going.index + 1);
    case 'up':
      return moved(going.index - 1);
    case 'first':
    case 'page.up':
      return moved(0);
    case 'last':
    case 'page.down':
      return moved(choices.length);
    case 'open':
      return chosen(view, choices[going.index]?.place);
    default:
      return closed(view);
  }
}

function chosen(view: View, place: Parameters<typeof goTo>[1] | undefined): View {
  return place === undefined ? view : goTo(closed(view), place);
}

function closed(view: View): View {
  const { going: _, ...rest } = view;
  return rest;
}
