import type { ScreenContext } from '../state/events.ts';
import { movedIn } from '../state/small-list.ts';
import type { View } from '../state/view.ts';
import { choicesFor } from './choices.ts';
import { goTo } from './go-to.ts';

/** A key while the small list of places is open; a number chooses at once. */
export function goToKey(view: View, going: { index: number }, name: string, context: ScreenContext): View {
  const choices = choicesFor(view, context.data);
  const action = context.keyboard.find(name, 'elsewhere');
  if (/^[1-9]$/.test(name)) return chosen(view, choices[Number(name) - 1]?.place);
  const index = movedIn(action?.id, going.index, choices.length - 1);
  if (index !== undefined) return { ...view, going: { index } };
  return action?.id === 'open' ? chosen(view, choices[going.index]?.place) : closed(view);
}

function chosen(view: View, place: Parameters<typeof goTo>[1] | undefined): View {
  return place === undefined ? view : goTo(closed(view), place);
}

function closed(view: View): View {
  const { going: _, ...rest } = view;
  return rest;
}
