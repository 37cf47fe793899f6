import { formatDuration } from '../format/index.ts';
import { type Frame, framed } from '../layout/frame.ts';
import {
  blank,
  bold,
  fitting,
  joined,
  type Line,
  plainOf,
  span,
  spread,
  type Token,
  toWidth,
  widthOfLine,
} from '../layout/line.ts';
import { isTooSmall } from '../layout/shape.ts';
import type { Scene } from '../scene.ts';
import type { Sheet } from '../state/sheet.ts';
import { buttonsOf, focusedControl, focusedField, isButtonOn, riskOf } from '../state/sheet-controls.ts';
import { cleanLine } from '../text/sanitise.ts';
import { widthOf } from '../text/width.ts';
import { sheetContent } from './content.ts';
import { besideSpans, fieldRowCount, fieldRows } from './draw-fields.ts';
import { kindOf } from './kinds/table.ts';
import { escapeHint, sheetHint } from './sheet-hint.ts';
import type { SheetButton } from './sheet-kind.ts';

export const SHEET_COLUMNS = 80;
export const SHEET_ROWS = 20;
/** Buttons, and who is recorded. */
const BOTTOM_ROWS = 2;
/** The row for what was refused, blank else. */
const NOTICE_ROWS = 1;

export type SheetSize = { columns: number; rows: number };

/** The same size on every screen, but never larger than the screen; where nothing else fits it takes all but the last row. */
export const sheetSize = (screen: SheetSize): SheetSize => ({
  columns: Math.min(SHEET_COLUMNS, screen.columns),
  rows: Math.min(SHEET_ROWS, screen.rows - (isTooSmall(screen) ? 1 : 4)),
});

/** Rows of the content that are visible at once. */
export function contentRoom(sheet: Sheet, rows: number, columns = SHEET_COLUMNS): number {
  const { notice, blanks } = spaceOf(sheet, rows);
  return Math.max(1, rows - 2 - BOTTOM_ROWS - fieldRowCount(sheet, columns - 2) - notice - blanks);
}

/** Rows that only keep things apart are the first to go: what is decided upon needs them where a sheet is lower than it is meant to be. */
function spaceOf({ stage }: Sheet, rows: number): { notice: number; blanks: number } {
  const isLow = rows < SHEET_ROWS;
  return { notice: isLow && stage.kind !== 'refused' ? 0 : NOTICE_ROWS, blanks: isLow ? 0 : 1 };
}

/** Whether the last line of what is decided upon fits or was scrolled to. */
export function showsLast(sheet: Sheet, scene: Scene, size: SheetSize): boolean {
  const count = sheetContent(sheet, scene, size.columns - 2).length;
  return sheet.top + contentRoom(sheet, size.rows, size.columns) >= count;
}

/** All that is decided upon, below its question: also what was scrolled away. */
export const shownText = (sheet: Sheet, scene: Scene, size: SheetSize): string =>
  [kindOf(sheet.item).question(sheet.item), ...sheetContent(sheet, scene, size.columns - 2).map(plainOf)]
    .map((line) => line.trimEnd())
    .join('\n');

export function drawSheet(sheet: Sheet, scene: Scene, size: SheetSize): Line[] {
  const width = size.columns - 2;
  const content = sheetContent(sheet, scene, width);
  const room = contentRoom(sheet, size.rows, size.columns);
  const top = Math.max(0, Math.min(sheet.top, content.length - room));
  const shown = content.slice(top, top + room);
  const filler = Array.from({ length: room - shown.length }, (): Line => []);
  const { notice, blanks } = spaceOf(sheet, size.rows);
  const rows = [
    ...shown,
    ...filler,
    ...(notice === 0 ? [] : [noticeRow(sheet)]),
    ...fieldRows(sheet, width),
    buttonRow(sheet, width),
    ...Array.from({ length: blanks }, (): Line => []),
    [blank(1), span(asLine(sheet, scene, width), 'muted')],
  ];
  const high = isHigh(sheet);
  const token: Token = high ? 'risk' : 'accent';
  const frame: Frame = {
    title: kindOf(sheet.item).question(sheet.item, sheet.content),
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

const isHigh = ({ item }: Sheet): boolean => riskOf(item) === 'high';

function riskWord({ item }: Sheet): string[] {
  const risk = riskOf(item);
  return risk === undefined ? [] : [risk === 'high' ? 'HIGH RISK' : 'normal risk'];
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

/** Where the field behind the buttons has no room, it takes their row while it is written into. */
function buttonRow(sheet: Sheet, width: number): Line {
  const line = buttonLine(sheet, width);
  const whole = [...line, ...besideSpans(sheet, width - widthOfLine(line))];
  if (widthOfLine(whole) <= width) return toWidth(whole, width);
  return toWidth(focusedField(sheet)?.place === 'beside' ? besideSpans(sheet, width) : line, width);
}

/** Where they do not all fit they stand closer together, and say it shorter. */
function buttonLine(sheet: Sheet, width: number): Line {
  const buttons = buttonsOf(sheet);
  const lineOf = (all: readonly SheetButton[], first: number, gap: number): Line =>
    all.flatMap((button, index) => [blank(index === 0 ? first : gap), ...buttonSpans(sheet, button)]);
  const wide = lineOf(buttons, 7, 4);
  if (widthOfLine(wide) < width) return wide;
  return lineOf(
    buttons.map((button) => ({ ...button, text: button.short ?? button.text })),
    1,
    1,
  );
}

/** A button keeps its columns whether the focus is on it or not. */
function buttonSpans(sheet: Sheet, button: SheetButton): Line {
  const text = `[ ${button.text} ]`;
  const focused = focusedControl(sheet)?.id === button.id;
  const off = !isButtonOn(sheet, button);
  const quiet = sheet.arm.kind !== 'armed' || off;
  const drawn: Line = focused
    ? [span(`▸${text}`, quiet ? 'muted' : 'accent')]
    : [blank(1), span(text, quiet ? 'muted' : 'text')];
  return off ? [...drawn, span(' off', 'muted')] : drawn;
}

/** The longest way to say it that is not cut. */
function asLine(sheet: Sheet, { actor }: Scene, width: number): string {
  const { recorded } = kindOf(sheet.item);
  if (recorded === 'nothing') return '';
  const from = actor.ssh === undefined ? '' : ` from ${cleanLine(actor.ssh)}`;
  const on = actor.tty === undefined ? '' : ` on ${cleanLine(actor.tty)}`;
  const name = `As ${cleanLine(actor.name)}`;
  const ways = recorded === 'hashed' ? HASHED : [' Recorded.'];
  const all = [`${name}${from}${on}.`, `${name}${from}.`, `${name}.`].flatMap((who) => ways.map((how) => who + how));
  return all.find((line) => widthOf(line) <= width - 2) ?? all.at(-1) ?? '';
}

const HASHED = [
  ' Recorded with a hash of what is shown here.',
  ' Recorded with a hash of this.',
  ' Recorded, with hash.',
  ' Recorded.',
];

/** How its keys go; what does not fit is left out, and nothing of it is cut. */
export function sheetFooter(sheet: Sheet, scene: Scene, width: number): Line {
  const detail = sheet.content.detail;
  const asks = detail?.kind === 'approval' && detail.approval.status === 'pending' ? detail.approval : undefined;
  const waits = asks === undefined ? '' : `waits ${formatDuration(scene.now - asks.askedAt)}`;
  const seen = { ...sheet, seenLast: true };
  // Everything else is as it has to be.
  const waitsForEye = buttonsOf(sheet).some((button) => isButtonOn(seen, button) && !isButtonOn(sheet, button));
  const hint = waitsForEye ? 'PgDn to the last line first' : sheetHint(sheet);
  const parts = [hint, escapeHint(sheet), ...(waitsForEye ? [] : ['PgUp PgDn scroll'])]
    .filter((part) => part !== '')
    .map(hintSpans);
  const room = width - 2;
  const right = widthOf(waits) + FOOTER_GAP;
  const least = widthOfLine(joined(parts.slice(0, 2), FOOTER_GAP));
  const shows = waits !== '' && least + right <= room;
  const left = [blank(1), ...fitting(parts, shows ? room - right : room, FOOTER_GAP)];
  return spread(left, shows ? [span(waits, 'muted'), blank(1)] : [blank(1)], width);
}

const FOOTER_GAP = 3;

const hintSpans = (text: string): Line => [span(text, 'muted')];
