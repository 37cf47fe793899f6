import { formatDuration } from '../format/index.ts';
import { type Frame, framed } from '../layout/frame.ts';
import { blank, bold, type Line, span, spread, type Token, toWidth, widthOfLine } from '../layout/line.ts';
import { isTooSmall } from '../layout/shape.ts';
import type { Scene } from '../scene.ts';
import { type ButtonId, type Control, controlsOf, isFilled, requiredField, type Sheet } from '../state/sheet.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutLeft, padEnd, widthOf } from '../text/width.ts';
import { sheetContent } from './content.ts';
import { buttonText, fieldQuestion, questionOf, sheetHint } from './texts.ts';

export const SHEET_COLUMNS = 80;
export const SHEET_ROWS = 20;
/** Buttons, a blank, who is recorded. */
const BOTTOM_ROWS = 3;
/** The question of the required field and the field. */
const FIELD_ROWS = 2;

export type SheetSize = { columns: number; rows: number };

/** The same size on every screen, but never larger than the screen; where nothing else fits it takes all but the last row. */
export const sheetSize = (screen: SheetSize): SheetSize => ({
  columns: Math.min(SHEET_COLUMNS, screen.columns),
  rows: Math.min(SHEET_ROWS, screen.rows - (isTooSmall(screen) ? 1 : 4)),
});

/** Rows of the content that are visible at once: one stays blank above what follows. */
export function contentRoom(sheet: Sheet, rows: number): number {
  const field = requiredField(sheet.item) === undefined || sheet.stage.kind !== 'asking' ? 0 : FIELD_ROWS;
  return Math.max(1, rows - 2 - BOTTOM_ROWS - field - 1);
}

/** Whether the last line of what is decided upon fits or was scrolled to. */
export function showsLast(sheet: Sheet, scene: Scene, size: SheetSize): boolean {
  const count = sheetContent(sheet, scene, size.columns - 2).length;
  return sheet.top + contentRoom(sheet, size.rows) >= count;
}

export function drawSheet(sheet: Sheet, scene: Scene, size: SheetSize): Line[] {
  const width = size.columns - 2;
  const content = sheetContent(sheet, scene, width);
  const room = contentRoom(sheet, size.rows);
  const top = Math.max(0, Math.min(sheet.top, content.length - room));
  const shown = content.slice(top, top + room);
  const filler = Array.from({ length: room + 1 - shown.length }, (): Line => []);
  const rows = [
    ...shown,
    ...filler.slice(0, -1),
    noticeRow(sheet),
    ...fieldRows(sheet, width),
    ...bottomRows(sheet, scene, width),
  ];
  const high = isHigh(sheet);
  const token: Token = high ? 'risk' : 'accent';
  const frame: Frame = {
    title: questionOf(sheet.item),
    tabs: [],
    active: '',
    right: [...riskWord(sheet), sheet.arm.kind === 'armed' ? 'armed' : 'wait'],
    focused: true,
    edges: 'box',
    token,
  };
  const lines = framed(frame, rows, size.columns, size.rows);
  const all = top + room >= content.length ? 'all shown' : `${content.length - top - room} more below: PgDn`;
  const bottom = `┗━ ${all} ${'━'.repeat(Math.max(0, size.columns - widthOf(all) - 5))}┛`;
  return [titleWithState(lines[0] ?? [], sheet), ...lines.slice(1, -1), [span(bottom, token)]];
}

const isHigh = ({ item }: Sheet): boolean =>
  (item.kind === 'approve' || item.kind === 'reject') && item.risk === 'high';

function riskWord({ item }: Sheet): string[] {
  if (item.kind !== 'approve' && item.kind !== 'reject') return [];
  return [item.risk === 'high' ? 'HIGH RISK' : 'normal risk'];
}

/** `armed` is plain text, so that it does not shout; `HIGH RISK` keeps the colour of the frame. */
const titleWithState = (line: Line, sheet: Sheet): Line =>
  line.map((part) => {
    const word = part.text.trim();
    if (word === 'armed' || word === 'normal risk') return span(part.text);
    if (word === 'wait') return span(part.text, 'muted');
    return word === 'HIGH RISK' ? bold(part.text, isHigh(sheet) ? 'risk' : undefined) : part;
  });

const noticeRow = (sheet: Sheet): Line =>
  sheet.stage.kind === 'refused' ? [blank(1), span(cleanLine(sheet.stage.message), 'warn')] : [];

function fieldRows(sheet: Sheet, width: number): Line[] {
  const field = requiredField(sheet.item);
  if (field === undefined || sheet.stage.kind !== 'asking') return [];
  const value = sheet.fields[field];
  const focused = isFocused(sheet, { kind: 'field', id: field });
  const room = width - 26;
  const text = cutLeft(cleanLine(value), room);
  const left: Line = [
    blank(7),
    focused ? span('▸ ', 'accent') : blank(2),
    span(text),
    focused ? span('▏', 'accent') : blank(1),
  ];
  const state = fieldState(sheet, field);
  return [
    [blank(1), span(fieldQuestion(sheet.item, field))],
    spread(left, [span(padEnd(state.text, 14), state.token)], width),
  ];
}

function fieldState(sheet: Sheet, field: 'name' | 'reason' | 'note'): { text: string; token: Token } {
  const value = sheet.fields[field];
  if (field !== 'name' || !('jobName' in sheet.item)) return { text: '', token: 'muted' };
  const name = sheet.item.jobName;
  if (value === name) return { text: 'complete', token: 'muted' };
  return name.startsWith(value)
    ? { text: `${[...name].length - [...value].length} to go`, token: 'muted' }
    : { text: 'not this name', token: 'warn' };
}

const isFocused = (sheet: Sheet, control: Control): boolean => {
  const focus = controlsOf(sheet)[sheet.focus];
  return focus?.kind === control.kind && focus.id === control.id;
};

function bottomRows(sheet: Sheet, scene: Scene, width: number): Line[] {
  const controls = controlsOf(sheet);
  const buttons = controls.filter((control) => control.kind === 'button');
  const line = buttons.flatMap((control, index): Line => {
    const gap = index === 0 ? 7 : 4;
    return [blank(gap), ...buttonSpans(sheet, control.id)];
  });
  const note = controls.some((control) => control.kind === 'field' && control.id === 'note')
    ? noteSpans(sheet, width - widthOfLine(line))
    : [];
  return [toWidth([...line, ...note], width), [], [blank(1), span(asLine(sheet, scene), 'muted')]];
}

/** A button keeps its columns whether the focus is on it or not. */
function buttonSpans(sheet: Sheet, id: ButtonId): Line {
  const text = `[ ${buttonText(sheet.item, id)} ]`;
  const focused = isFocused(sheet, { kind: 'button', id });
  const off = id !== 'back' && !isOn(sheet);
  const quiet = sheet.arm.kind !== 'armed' || off;
  const button: Line = focused
    ? [span(`▸${text}`, quiet ? 'muted' : 'accent')]
    : [blank(1), span(text, quiet ? 'muted' : 'text')];
  return off ? [...button, span(' off', 'muted')] : button;
}

/** Whether the deciding button would decide: the field is right and everything was seen. */
export const isOn = (sheet: Sheet): boolean => sheet.stage.kind === 'dying' || (isFilled(sheet) && sheet.seenLast);

function noteSpans(sheet: Sheet, room: number): Line {
  const columns = Math.max(8, room - 14);
  const focused = isFocused(sheet, { kind: 'field', id: 'note' });
  const typed = cleanLine(sheet.fields.note) + (focused ? '▏' : '');
  const text = cutLeft(typed, columns);
  return [
    blank(4),
    focused ? span('▸', 'accent') : blank(1),
    span('Note '),
    span(text),
    span('_'.repeat(columns - widthOf(text))),
  ];
}

function asLine(sheet: Sheet, { actor }: Scene): string {
  // Leaving changes nothing that is kept.
  if (sheet.item.kind === 'leave' || sheet.item.kind === 'unlock') return '';
  const from = actor.ssh === undefined ? '' : ` from ${cleanLine(actor.ssh)}`;
  const on = actor.tty === undefined ? '' : ` on ${cleanLine(actor.tty)}`;
  const hashed = sheet.item.kind === 'approve' || sheet.item.kind === 'reject';
  const recorded = hashed ? ' Recorded with a hash of what is shown here.' : ' Recorded.';
  return `As ${cleanLine(actor.name)}${from}${on}.${recorded}`;
}

export function sheetFooter(sheet: Sheet, scene: Scene, width: number): Line {
  const detail = sheet.content.detail;
  const waits = detail?.kind === 'approval' ? `waits ${formatDuration(scene.now - detail.approval.askedAt)}` : '';
  const left: Line = [
    blank(1),
    ...hintSpans(sheetHint(sheet)),
    ...hintSpans('   Esc back'),
    ...hintSpans('   PgUp PgDn scroll'),
  ];
  return spread(left, [span(waits, 'muted'), blank(1)], width);
}

const hintSpans = (text: string): Line => [span(text, 'muted')];
