import { inKeys } from './actions/key-words.ts';
import type { ScreenContext } from './events.ts';
import { type Reduced, still, told } from './reduced.ts';
import type { View } from './view.ts';

type Choice = ReturnType<ScreenContext['startChoices']>[number];

/** Keys of the first screen; undefined for those that mean the same everywhere. */
export function startKey(view: View, pressed: { id: string; at: number }, context: ScreenContext): Reduced | undefined {
  const choices = context.startChoices();
  const { index } = view.start;
  const at = (next: number): Reduced =>
    still({ ...view, start: { ...view.start, index: Math.max(0, Math.min(choices.length - 1, next)) } });
  switch (pressed.id) {
    case 'down':
      return at(index + 1);
    case 'up':
      return at(index - 1);
    case 'first':
      return at(0);
    case 'last':
      return at(choices.length - 1);
    case 'open':
      if (context.readOnly)
        return still({
          ...view,
          message: told('bad', '', inKeys('read-only: {open} is off', context.keyboard), pressed.at),
        });
      if (view.locked !== undefined)
        return still({
          ...view,
          message: told('bad', '', inKeys('locked: {unlock} unlocks', context.keyboard), pressed.at),
        });
      return chosen(view, choices[index]);
    case 'back':
      return still(view.start.isAsked ? { ...view, focus: view.panel, start: { index: 0 } } : view);
    default:
      return undefined;
  }
}

function chosen(view: View, choice: Choice | undefined): Reduced {
  switch (choice) {
    case 'crontab':
    case 'openclaw':
    case 'systemd-timers': {
      const item = { kind: 'import', key: `import:${choice}`, source: choice } as const;
      return still(view, [{ kind: 'open-page', item }, { kind: 'drop-pending' }]);
    }
    case 'first-job':
      return still(view, [{ kind: 'open-page', item: { kind: 'form', key: 'form:new' } }, { kind: 'drop-pending' }]);
    case 'demo':
      return still(view, [{ kind: 'demo' }]);
    case undefined:
      return still(view);
  }
}
