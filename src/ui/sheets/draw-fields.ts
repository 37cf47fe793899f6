import { windowOf } from '../form/text-field.ts';
import { blank, type Line, span, spread, type Token, widthOfLine } from '../layout/line.ts';
import type { Sheet } from '../state/sheet.ts';
import { fieldsOf, focusedField, textIn } from '../state/sheet-controls.ts';
import { cutRight, padEnd, widthOf, wrapText } from '../text/width.ts';
import type { FieldReading, SheetField } from './sheet-kind.ts';

const STATE_COLUMNS = 14;
const LABEL_COLUMNS = 8;

/** Rows of the fields between what is shown and the buttons. */
export const fieldRowCount = (sheet: Sheet, width: number): number => fieldRows(sheet, width).length;

export const fieldRows = (sheet: Sheet, width: number): Line[] =>
  fieldsOf(sheet).flatMap((field): Line[] => {
    if (field.place === 'beside') return [];
    if (field.place === 'row') return [labelledRow(sheet, field, width)];
    return [...questionRows(field, width), askedRow(sheet, field, width)];
  });

/** What has to be typed is never cut. */
const questionRows = ({ label }: SheetField, width: number): Line[] =>
  wrapText(label, width - 2).lines.map((line): Line => [blank(1), span(line.trim())]);

const TOKENS: Readonly<Record<FieldReading['state'], Token>> = { right: 'muted', open: 'muted', wrong: 'warn' };

/** What was made of its text, else that somebody had written it before the sheet was opened. */
function saidOf(sheet: Sheet, field: SheetField): FieldReading {
  const text = textIn(sheet, field.id);
  const { state, word } = field.reading(text);
  const isOld = text !== '' && text !== field.initial && text === sheet.restored?.[field.id];
  return { state, word: word === '' && isOld ? 'from before' : word };
}

function askedRow(sheet: Sheet, field: SheetField, width: number): Line {
  const { state, word } = saidOf(sheet, field);
  const room = width - 12 - STATE_COLUMNS;
  const left: Line = [blank(7), cursorOf(sheet, field, 2), ...textSpans(sheet, field, room)];
  return spread(left, [span(padEnd(cutRight(word, STATE_COLUMNS), STATE_COLUMNS), TOKENS[state])], width);
}

/** What was made of it stands behind it, as far as there is room. */
function labelledRow(sheet: Sheet, field: SheetField, width: number): Line {
  const { state, word } = saidOf(sheet, field);
  const room = width - LABEL_COLUMNS - 4;
  const said = word === '' ? 0 : Math.min(widthOf(word), Math.floor(room / 2)) + 2;
  const left: Line = [
    blank(1),
    span(padEnd(field.label, LABEL_COLUMNS), 'muted'),
    cursorOf(sheet, field, 2),
    ...textSpans(sheet, field, room - said),
  ];
  return spread(left, [span(cutRight(word, Math.max(0, said - 2)), TOKENS[state]), blank(1)], width);
}

/** The field that stands behind the buttons, with a line to write on. */
export function besideSpans(sheet: Sheet, room: number): Line {
  const field = fieldsOf(sheet).find(({ place }) => place === 'beside');
  if (field === undefined) return [];
  const columns = Math.max(8, room - 10 - widthOf(field.label));
  const text = textSpans(sheet, field, columns);
  return [
    blank(4),
    cursorOf(sheet, field, 1),
    span(`${field.label} `),
    ...text,
    span('_'.repeat(Math.max(0, columns - widthOfLine(text)))),
  ];
}

const isFocused = (sheet: Sheet, { id }: SheetField): boolean => focusedField(sheet)?.id === id;

const cursorOf = (sheet: Sheet, field: SheetField, columns: number): Line[number] =>
  isFocused(sheet, field) ? span('▸'.padEnd(columns), 'accent') : blank(columns);

function textSpans(sheet: Sheet, field: SheetField, columns: number): Line {
  const text = textIn(sheet, field.id);
  if (!isFocused(sheet, field)) return [span(windowOf({ text, cursor: 0 }, columns).right)];
  const { left, right } = windowOf({ text, cursor: sheet.cursor }, columns - 1);
  // Chosen text is what the cursor stands behind.
  if (sheet.chosen === true) return [{ ...span(left), sel: true }, span('▏', 'accent')];
  return [span(left), span('▏', 'accent'), span(right)];
}
