import type { ScreenContext } from '../events.ts';
import { type Reduced, still, told } from '../reduced.ts';
import type { View } from '../view.ts';
import type { Action } from './action.ts';
import { inKeysOf } from './keyboard.ts';
import { openSheet } from './open-sheet.ts';

export const SESSION_ACTIONS: readonly Action[] = [
  {
    id: 'repaint',
    keys: ['Ctrl-L'],
    title: 'draw everything again',
    group: 'look',
    run: (view) => still(view, [{ kind: 'repaint' }]),
  },
  {
    id: 'suspend',
    keys: ['Ctrl-Z'],
    title: 'suspend the console',
    group: 'look',
    run: (view, { at }, context) => suspend(view, at, context),
  },
  {
    id: 'keys',
    keys: ['?'],
    title: 'this list',
    group: 'look',
    footer: { always: true, word: 'keys' },
    run: (view) => still({ ...view, help: { top: 0, search: '' } }),
  },
  {
    id: 'leave',
    keys: ['q', 'Ctrl-C'],
    title: 'leave',
    shown: 'q Ctrl-C',
    opens: 'sheet',
    group: 'look',
    footer: { always: true, word: 'leave' },
    run: (view, _pressed, context) => leave(view, context),
  },
];

function leave(view: View, context: ScreenContext): Reduced {
  if (!context.engineHere) return still(view, [{ kind: 'leave', how: 'detach', exitCode: 0 }]);
  return openSheet(view, { kind: 'leave', key: 'leave', canDetach: context.canDetach });
}

/** A stopped engine starts nothing and answers nobody: with it in this process the way out is the one of q. */
function suspend(view: View, at: number, context: ScreenContext): Reduced {
  const off = told('bad', '', inKeysOf(context.keyboard, 'read-only: {suspend} is off'), at);
  if (context.readOnly) return still({ ...view, message: off });
  return context.engineHere ? leave(view, context) : still(view, [{ kind: 'suspend' }]);
}
