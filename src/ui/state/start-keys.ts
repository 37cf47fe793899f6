import type { ScreenContext } from './events.ts';
import type { Reduced } from './reduced.ts';
import type { View } from './view.ts';

type Choice = ReturnType<ScreenContext['startChoices']>[number];

/** Keys of the first screen; undefined for those that mean the same everywhere. */
export function startKey(view: View, pressed: { id: string; at: number }, context: ScreenContext): Reduced | undefined {
  const choices = context.startChoices();
  const { index, page } = view.start;
  const at = (next: number): Reduced => ({
    view: { ...view, start: { index: Math.max(0, Math.min(choices.length - 1, next)), page } },
    effects: [],
  });
  if (page === 'first-job') {
    return pressed.id === 'back' || pressed.id === 'open'
      ? { view: { ...view, start: { index, page: 'menu' } }, effects: [] }
      : undefined;
  }
  switch (pressed.id) {
    case 'down':
      return at(index + 1);
    case 'up':
      return at(index - 1);
    case 'open':
      return isOff(choices[index], context) ? refused(view, pressed.at) : chosen(view, choices[index]);
    case 'back':
      return { view, effects: [] };
    default:
      return undefined;
  }
}

/** The demo is another home, with an engine, and a console that may change it. */
const isOff = (choice: Choice | undefined, { readOnly }: ScreenContext): boolean => readOnly && choice !== 'first-job';

const refused = (view: View, at: number): Reduced => ({
  view: { ...view, message: { at, mark: '', tone: 'bad', text: 'read-only: Enter is off', count: 1 } },
  effects: [],
});

function chosen(view: View, choice: Choice | undefined): Reduced {
  switch (choice) {
    case 'import-crontab':
      return {
        view,
        effects: [{ kind: 'open-sheet', item: { kind: 'import', key: 'import' } }, { kind: 'drop-pending' }],
      };
    case 'first-job':
      return { view: { ...view, start: { ...view.start, page: 'first-job' } }, effects: [] };
    case 'demo':
      return { view, effects: [{ kind: 'demo' }] };
    case undefined:
      return { view, effects: [] };
  }
}
