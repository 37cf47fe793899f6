import type { SheetItem } from '../../state/sheet.ts';

/** What a sheet of that kind is about. */
export type ItemOf<Kind extends SheetItem['kind']> = Extract<SheetItem, { kind: Kind }>;
