import type { ScreenContext } from '../events.ts';
import { type Reduced, still } from '../reduced.ts';
import { type Selection, selectionOf } from '../selection.ts';
import type { SheetItem } from '../sheet.ts';
import type { View } from '../view.ts';
import type { Action } from './action.ts';

/** The sheet, and nothing of what else came in the same read. */
export const openSheet = (view: View, item: SheetItem | undefined): Reduced =>
  item === undefined ? still(view) : still(view, [{ kind: 'open-sheet', item }, { kind: 'drop-pending' }]);

/** For the table: opens the sheet that fits the selection. */
export const opensFor =
  (itemOf: (selection: Selection, context: ScreenContext) => SheetItem | undefined): Action['run'] =>
  (view, _pressed, context) =>
    openSheet(view, itemOf(selectionOf(view, context.data), context));
