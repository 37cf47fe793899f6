import { widthOf } from '../text/width.ts';
import type { MouseOnRows } from './mouse.ts';
import type { Control, Sheet } from './sheet.ts';
import { buttonsOf, controlsOf, fieldsOf, focusedAt } from './sheet-controls.ts';

/** A click takes the focus to the button or the field under it; nothing is pressed, and before keys count nothing moves. */
export function clickedSheet(sheet: Sheet, { input, rows }: MouseOnRows): Sheet {
  if (sheet.arm.kind !== 'armed') return sheet;
  const [row = '', above = ''] = [rows[input.row], rows[input.row - 1]];
  const wanted = buttonAt(sheet, row, input.column) ?? fieldAt(sheet, row, above, input.column);
  if (wanted === undefined) return sheet;
  const focus = controlsOf(sheet).findIndex(({ kind, id }) => kind === wanted.kind && id === wanted.id);
  return focus < 0 || focus === sheet.focus ? sheet : focusedAt(sheet, focus);
}

function buttonAt(sheet: Sheet, row: string, column: number): Control | undefined {
  for (const { id, text } of buttonsOf(sheet)) {
    const drawn = `[ ${text} ]`;
    const at = row.indexOf(drawn);
    if (at >= 0 && isWithin(column, row, at, drawn)) return { kind: 'button', id };
  }
  return undefined;
}

function isWithin(column: number, row: string, index: number, text: string): boolean {
  const from = widthOf(row.slice(0, index));
  return column >= from && column < from + widthOf(text);
}

/** Behind its label, or in the row below its question. */
function fieldAt(sheet: Sheet, row: string, above: string, column: number): Control | undefined {
  const field = fieldsOf(sheet).find(({ label, place }) => {
    if (label === '') return false;
    if (place === 'asked' && (above.includes(label) || row.includes(label))) return true;
    const at = row.indexOf(label);
    return at >= 0 && column >= widthOf(row.slice(0, at));
  });
  return field === undefined ? undefined : { kind: 'field', id: field.id };
}
