import type { ConsoleOptions } from '../console-options.ts';
import { kindOf } from '../sheets/kinds/table.ts';
import type { OpenSheet } from '../sheets/sheet-kind.ts';
import type { SheetChange } from '../state/events.ts';
import type { Fields, Sheet, SheetContent, SheetItem } from '../state/sheet.ts';

/** Reads what a sheet shows; the same again while it is open, to see whether it still holds. */
export const readSheet = (options: ConsoleOptions, item: SheetItem, open?: OpenSheet): SheetContent =>
  kindOf(item).read(options, item, open);

/** What became of a sheet's item between its opening and now. */
export const changeOf = (options: ConsoleOptions, sheet: Sheet, content: SheetContent): SheetChange =>
  kindOf(sheet.item).change?.(sheet, content, options) ?? { kind: 'same' };

/** What was written into it since it was read would be shown otherwise. */
export const isStale = (sheet: Sheet | undefined, readFor: Fields | undefined): boolean =>
  sheet !== undefined && kindOf(sheet.item).follows === 'fields' && sheet.fields !== readFor;

/** What it shows is read again and again while it is open. */
export const isLiveSheet = (sheet: Sheet | undefined): boolean =>
  sheet !== undefined && kindOf(sheet.item).pace === 'live';
