import type { ConsoleOptions } from '../console-options.ts';
import { kindOf } from '../sheets/kinds/table.ts';
import type { SheetChange } from '../state/events.ts';
import type { Sheet, SheetContent, SheetItem } from '../state/sheet.ts';

/** Reads what a sheet shows; the same again while it is open, to see whether it still holds. */
export const readSheet = (options: ConsoleOptions, item: SheetItem): SheetContent => kindOf(item).read(options, item);

/** What became of a sheet's item between its opening and now. */
export const changeOf = (sheet: Sheet, content: SheetContent): SheetChange =>
  kindOf(sheet.item).change?.(sheet, content) ?? { kind: 'same' };

/** What it shows is read again and again while it is open. */
export const isLiveSheet = (sheet: Sheet | undefined): boolean =>
  sheet !== undefined && kindOf(sheet.item).pace === 'live';
