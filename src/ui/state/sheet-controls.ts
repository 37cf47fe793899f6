import { kindOf } from '../sheets/kinds/table.ts';
import type { SheetButton, SheetField } from '../sheets/sheet-kind.ts';
import type { Control, Sheet, SheetItem } from './sheet.ts';

/** The button of every sheet: it changes nothing. */
export const BACK: SheetButton = { id: 'back', text: '', role: 'free', press: () => ({ kind: 'close', effects: [] }) };

/** What can be written into while the sheet asks. */
export const fieldsOf = (sheet: Pick<Sheet, 'item' | 'content' | 'stage'>): readonly SheetField[] =>
  sheet.stage.kind === 'asking' ? (kindOf(sheet.item).fields?.(sheet) ?? []) : [];

export const buttonsOf = (sheet: Sheet): readonly SheetButton[] => {
  const { back, buttons } = kindOf(sheet.item);
  // An Enter too many would leave the rest undone; Esc is what does that.
  if (sheet.stage.kind === 'bulk' && sheet.stage.state === 'going') return [];
  const text = sheet.stage.kind === 'bulk' ? 'Close' : back;
  return [{ ...BACK, text }, ...(sheet.stage.kind === 'refused' ? [] : buttons(sheet))];
};

/** The places the focus can be in, in the order of Tab. */
export function controlsOf(sheet: Sheet): readonly Control[] {
  const fields = fieldsOf(sheet);
  const control = ({ id }: SheetField): Control => ({ kind: 'field', id });
  return [
    ...fields.filter(({ place }) => place !== 'beside').map(control),
    ...buttonsOf(sheet).map(({ id }): Control => ({ kind: 'button', id })),
    ...fields.filter(({ place }) => place === 'beside').map(control),
  ];
}

export const textIn = (sheet: Pick<Sheet, 'fields'>, id: string): string => sheet.fields[id] ?? '';

export const focusedControl = (sheet: Sheet): Control | undefined => controlsOf(sheet)[sheet.focus];

/** The field that keys go into now. */
export function focusedField(sheet: Sheet): SheetField | undefined {
  const control = focusedControl(sheet);
  return control?.kind === 'field' ? fieldsOf(sheet).find(({ id }) => id === control.id) : undefined;
}

/** Another control has the focus; in a field the next letter goes behind what is there, or in its place. */
export function focusedAt(sheet: Sheet, focus: number): Sheet {
  const { before: _, chosen: __, ...rest } = sheet;
  const moved: Sheet = { ...rest, focus, cursor: 0 };
  const field = focusedField(moved);
  if (field === undefined) return moved;
  const at = { ...moved, cursor: textIn(sheet, field.id).length };
  return makesWay(sheet, field) ? { ...at, chosen: true } : at;
}

/** What nobody has written since the sheet opened goes when somebody begins to write. */
export function makesWay({ fields, restored = {} }: Sheet, { id, fresh, initial }: SheetField): boolean {
  const text = fields[id] ?? '';
  return fresh === 'replaced' && text !== '' && (text === initial || text === restored[id]);
}

/** Where the focus starts: in the first field that has to be filled, else on the button that changes nothing. */
export function atFirstFocus(sheet: Sheet): Sheet {
  const beside = fieldsOf(sheet).filter(({ place }) => place === 'beside');
  const first = controlsOf(sheet).findIndex(({ id }) => !beside.some((field) => field.id === id));
  return focusedAt(sheet, Math.max(0, first));
}

export const isRight = (sheet: Sheet, field: SheetField): boolean =>
  field.reading(textIn(sheet, field.id)).state === 'right';

export const isFilled = (sheet: Sheet): boolean => fieldsOf(sheet).every((field) => isRight(sheet, field));

/** Whether Enter leaves a field: it holds something right, or stands in a row, which says what nothing means. */
export const takesEnter = (sheet: Sheet, field: SheetField): boolean =>
  isRight(sheet, field) && (field.place === 'row' || textIn(sheet, field.id) !== '');

/** Whether the deciding button would decide: every field is right, and everything was seen that has to be. */
export const decides = (sheet: Sheet): boolean =>
  (sheet.seenLast || kindOf(sheet.item).needsNoEnd?.(sheet.item) === true) &&
  fieldsOf(sheet).every((field) => isRight(sheet, field));

export function isButtonOn(sheet: Sheet, { role }: SheetButton): boolean {
  if (role === 'filled') return fieldsOf(sheet).every((field) => isRight(sheet, field));
  return role === 'free' || decides(sheet);
}

/** What the fields of a sheet hold when it opens: what was kept, else what they begin with. */
export function firstTexts(sheet: Sheet, draft: Sheet['fields'] = {}): Sheet['fields'] {
  return Object.fromEntries(fieldsOf(sheet).map(({ id, initial }) => [id, draft[id] ?? initial ?? '']));
}

/** What of the fields outlives the sheet. */
export function keptTexts(sheet: Sheet): Sheet['fields'] {
  const fields = kindOf(sheet.item).fields?.(sheet) ?? [];
  const kept = fields.filter((field) => field.draft === 'kept' && textIn(sheet, field.id) !== (field.initial ?? ''));
  return Object.fromEntries(kept.map(({ id }) => [id, textIn(sheet, id)]));
}

/** Whether its frame warns. */
export const riskOf = (item: SheetItem): 'normal' | 'high' | undefined => kindOf(item).risk?.(item);
