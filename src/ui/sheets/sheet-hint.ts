import type { Sheet } from '../state/sheet.ts';
import {
  atFirstFocus,
  buttonsOf,
  focusedControl,
  focusedField,
  isFilled,
  isRight,
  takesEnter,
  textIn,
} from '../state/sheet-controls.ts';
import { kindOf } from './kinds/table.ts';
import type { SheetField } from './sheet-kind.ts';

const MISSING = 'to what is missing';

/** How the keys of this sheet go from where the focus is, for its footer; empty where only Esc does anything. */
export function sheetHint(sheet: Sheet): string {
  if (sheet.stage.kind === 'refused') return 'Enter back';
  const kind = kindOf(sheet.item);
  const focused = focusedControl(sheet);
  const own = kind.hint(sheet, focused?.kind === 'button' ? focused.id : 'back');
  const does = kind.does?.(sheet);
  if (does === undefined || buttonsOf(sheet).length < 2) return own;
  const field = focusedField(sheet);
  return field === undefined ? onButton(sheet, own, does) : inField(sheet, field, own, does);
}

export const escapeHint = (sheet: Sheet): string => kindOf(sheet.item).escapes?.(sheet) ?? 'Esc back';

const isFirst = (sheet: Sheet): boolean => sheet.focus === atFirstFocus(sheet).focus;

function onButton(sheet: Sheet, own: string, does: string): string {
  if (isFirst(sheet)) return own;
  if (!isFilled(sheet)) return `Tab ${MISSING}`;
  return focusedControl(sheet)?.id === 'back' ? `Tab, Enter ${does}` : `Enter ${does}`;
}

function inField(sheet: Sheet, field: SheetField, own: string, does: string): string {
  if (!isRight(sheet, field)) {
    const isOpen = field.reading(textIn(sheet, field.id)).state === 'open';
    return isFirst(sheet) && isOpen ? own : (field.wants ?? own);
  }
  if (!isFilled(sheet)) return `${takesEnter(sheet, field) ? 'Enter' : 'Tab'} ${MISSING}`;
  if (isFirst(sheet) && field.place === 'row') return own;
  if (!takesEnter(sheet, field)) return `a ${field.label.toLowerCase()}, or Shift-Tab, Enter ${does}`;
  return `${(field.choices ?? []).length === 0 ? '' : '↑↓ or type, '}Enter, Enter ${does}`;
}
