import type { Effect, ScreenContext } from '../state/events.ts';
import { type Reduced, still, told } from '../state/reduced.ts';
import { movedIn } from '../state/small-list.ts';
import type { View } from '../state/view.ts';
import { type CopyChoice, copyChoices } from './choices.ts';

export type Copying = { of: 'item' | 'view'; index: number };

/** A key while the small list of what can be copied is open; a number chooses at once. */
export function copyKey(
  view: View,
  copying: Copying,
  pressed: { name: string; at: number },
  context: ScreenContext,
): Reduced {
  const choices = copyChoices(view, context.data, copying.of, context.homeLabel);
  const action = context.keyboard.find(pressed.name, 'elsewhere');
  if (/^[1-9]$/.test(pressed.name)) return chosen(view, choices[Number(pressed.name) - 1], pressed.at, context);
  const index = movedIn(action?.id, copying.index, choices.length - 1);
  if (index !== undefined) return still({ ...view, copying: { ...copying, index } });
  if (action?.id === 'open') return chosen(view, choices[copying.index], pressed.at, context);
  return still(closed(view));
}

function chosen(view: View, choice: CopyChoice | undefined, at: number, { readOnly }: ScreenContext): Reduced {
  if (choice === undefined) return still(view);
  const next = closed(view);
  if (choice.kind === 'save-view' && readOnly) {
    return still({ ...next, message: told('bad', '', 'read-only: saving is off; copying is not', at) });
  }
  return still(next, [effectOf(choice)]);
}

const effectOf = (choice: CopyChoice): Effect =>
  choice.kind === 'copy'
    ? { kind: 'copy', what: choice.what, text: choice.text }
    : choice.kind === 'copy-view'
      ? { kind: 'copy-view' }
      : { kind: 'save-view', format: choice.format };

function closed({ copying: _, ...view }: View): View {
  return view;
}
