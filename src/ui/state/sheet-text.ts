import { edited, inserted } from '../form/text-field.ts';
import type { SheetField } from '../sheets/sheet-kind.ts';
import type { Sheet } from './sheet.ts';
import { makesWay, textIn } from './sheet-controls.ts';

export const SHEET_FIELD_UNITS_MAX = 500;

const mostOf = ({ most = SHEET_FIELD_UNITS_MAX }: SheetField): number => most;

/** A key in a field of a sheet. */
export function typed(sheet: Sheet, field: SheetField, key: string): Sheet {
  const goes = sheet.chosen === true && ([...key].length === 1 || REPLACING.has(key));
  const text = goes ? '' : textIn(sheet, field.id);
  const next = edited({ text, cursor: Math.min(sheet.cursor, text.length) }, key);
  return next === undefined || (next.text.length > mostOf(field) && next.text.length > textIn(sheet, field.id).length)
    ? sheet
    : withText(sheet, field, next);
}

const REPLACING: ReadonlySet<string> = new Set(['Space', 'Backspace', 'Delete']);

/** Pasted text is one line of text, never a key. */
export function pasted(sheet: Sheet, field: SheetField, text: string): Sheet {
  if (field.paste === 'refused') return sheet;
  const old = sheet.chosen === true ? '' : textIn(sheet, field.id);
  const more = text.replace(/\s+/g, ' ').slice(0, Math.max(0, mostOf(field) - old.length));
  return withText(sheet, field, inserted({ text: old, cursor: Math.min(sheet.cursor, old.length) }, more));
}

/** The next or the one before of what can be chosen; beyond both ends lies what had been typed. */
export function chosen(sheet: Sheet, field: SheetField, by: 1 | -1): Sheet {
  const text = textIn(sheet, field.id);
  const before = sheet.before?.field === field.id ? sheet.before : { field: field.id, text };
  const choices = [before.text, ...(field.choices ?? []).filter((choice) => choice !== before.text)];
  const at = Math.max(0, choices.indexOf(text));
  const next = choices[(at + by + choices.length) % choices.length] ?? text;
  const put = { ...withText(sheet, field, { text: next, cursor: next.length }), before };
  const isTyped = next === before.text && !makesWay(put, field);
  return field.fresh === 'replaced' && next !== '' && !isTyped ? { ...put, chosen: true } : put;
}

function withText(
  { before: _, chosen: __, ...sheet }: Sheet,
  { id }: SheetField,
  next: { text: string; cursor: number },
): Sheet {
  return { ...sheet, cursor: next.cursor, fields: { ...sheet.fields, [id]: next.text } };
}
