import { moveInOutput } from '../../output/output-keys.ts';
import { type Move, moveInList } from '../move.ts';
import { still } from '../reduced.ts';
import type { Action } from './action.ts';

export const MOVE_ACTIONS: readonly Action[] = [
  move('up', 'up', ['Up', 'k'], '↑ k'),
  move('down', 'down', ['Down', 'j'], '↓ j'),
  move('page.up', 'a page up', ['PageUp'], 'PgUp'),
  move('page.down', 'a page down', ['PageDown'], 'PgDn'),
  move('half.up', 'half a page up', ['Ctrl-U'], 'Ctrl-U'),
  move('half.down', 'half a page down', ['Ctrl-D'], 'Ctrl-D'),
  move('first', 'first row', ['g', 'Home'], 'g Home'),
  move('last', 'last row', ['G', 'End'], 'G End'),
];

function move(id: Move, title: string, keys: readonly string[], shown: string): Action {
  return {
    id,
    title,
    keys,
    shown,
    group: 'move',
    run: (view, _pressed, context) =>
      still(view.focus === 'detail' ? moveInOutput(view, context, id) : moveInList(view, context.data, id)),
  };
}
