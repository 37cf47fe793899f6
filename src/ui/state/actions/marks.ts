import type { ScreenContext } from '../events.ts';
import { actingList, marksOf, rangeFrom, rangeOver, toggledRow, whyUnmarkable, withMarks } from '../marks.ts';
import { moveInList } from '../move.ts';
import { type Reduced, still, told } from '../reduced.ts';
import { selectedItem } from '../selection.ts';
import { PANELS, type ScreenData, type View } from '../view.ts';
import type { Action } from './action.ts';
import { tooMany } from './range.ts';

/** Rows are marked to be acted on together; nothing is changed by it. */
export const MARK_ACTIONS: readonly Action[] = [
  {
    id: 'mark',
    keys: ['Space'],
    title: 'mark a row, and on',
    group: 'look',
    footer: { panels: ['approvals'], word: 'mark' },
    offBecause: needsRow,
    run: (view, { at }, context) => mark(view, at, context),
  },
  {
    id: 'mark.range',
    keys: ['v'],
    title: 'mark a range: start, end',
    group: 'look',
    offBecause: needsRow,
    run: (view, _pressed, { data }) => {
      const list = actingList(view);
      return still(
        view.lists[list].range === undefined ? (rangeFrom(view, data) ?? view) : rangeOver(view, list, 'kept'),
      );
    },
  },
  {
    id: 'mark.all',
    keys: ['*'],
    title: 'mark all the filter shows',
    group: 'look',
    offBecause: needsRow,
    run: (view) => still(view, [{ kind: 'mark-all', list: actingList(view) }]),
  },
];

function needsRow(view: View, data: ScreenData): string | undefined {
  if (view.focus === 'detail' || view.focus === 'start') return 'rows are marked in a list; Esc goes back to it';
  const why = whyUnmarkable(actingList(view));
  if (why !== undefined) return why;
  const item = selectedItem(view, data)?.item;
  if (item === undefined) return 'there is no row to mark';
  return item.ghost === undefined ? undefined : `it is over: ${item.ghost.fate.text}`;
}

/** In a range it ends it; elsewhere the row changes and the cursor goes on. */
function mark(view: View, at: number, { data }: ScreenContext): Reduced {
  const list = actingList(view);
  if (view.lists[list].range !== undefined) return still(rangeOver(view, list, 'kept'));
  const row = selectedItem(view, data)?.item.row;
  if (row === undefined) return still(view);
  const { marks, left } = toggledRow(marksOf(view, list), list, row);
  const next = moveInList(withMarks(view, list, marks), data, 'down');
  return still(left === 0 ? next : { ...next, message: told('bad', '', tooMany(left), at) });
}

/** Lists whose marks Esc takes away: the one that is looked at. */
export const hasMarks = (view: View): boolean => PANELS.includes(view.panel) && marksOf(view).size > 0;
