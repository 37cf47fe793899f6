import { cleanLine } from '../text/sanitise.ts';
import { cutRight, padEnd, widthOf } from '../text/width.ts';
import { framed } from './frame.ts';
import { blank, fitting, type Line, selected, span, toWidth } from './line.ts';

/** One thing to choose: a number, time or mark in front, what it is, and what is known of it. */
export type SmallRow = { lead: string; text: string; note: string; isOff?: boolean };

export type SmallList = {
  title: string;
  index: number;
  rows: readonly SmallRow[];
  /** How many there are, where that is more than are listed. */
  total?: number;
  /** How a note is cut that is too long; at its end unless told otherwise. */
  cut?: (text: string, columns: number) => string;
};

/** The part of the body that stays in sight above a long list. */
const LEFT_SHARE = 1 / 3;
const ROWS_LEAST = 11;
const NOTE_COLUMNS_LEAST = 8;
/** What a long text leaves to its note. */
const TEXT_SHARE = 0.45;

/** A small list to choose from, over the lowest rows of what is looked at. */
export function overLowest(body: readonly Line[], list: SmallList, width: number): Line[] {
  const most = Math.min(body.length, Math.max(ROWS_LEAST, Math.ceil(body.length * (1 - LEFT_SHARE))));
  const room = Math.min(most - 1, list.rows.length);
  // Whole pages, so that rows stand still while the cursor moves among them.
  const top = room <= 0 ? 0 : Math.floor(list.index / room) * room;
  const rows = list.rows.slice(top, top + room);
  const right = [...placeIn(list, room), 'Esc back'];
  const frame = { title: list.title, tabs: [], active: '', right, focused: true, edges: 'rule' } as const;
  const drawn = framed(frame, drawRows(list, rows, top, width), width, room + 1);
  return [...body.slice(0, body.length - drawn.length), ...drawn];
}

/** Where the cursor is among how many, where not all are in sight. */
function placeIn({ index, rows, total = rows.length }: SmallList, room: number): string[] {
  if (room >= rows.length && total === rows.length) return [];
  return [`${index + 1}/${rows.length}${total > rows.length ? ` of ${total}` : ''}`];
}

function drawRows(list: SmallList, rows: readonly SmallRow[], top: number, width: number): Line[] {
  const leadColumns = Math.max(0, ...list.rows.map(({ lead }) => widthOf(lead)));
  const longest = Math.max(0, ...list.rows.map(({ text }) => widthOf(cleanLine(text))));
  const columns = Math.min(longest, Math.floor(width * TEXT_SHARE));
  const noteColumns = Math.max(NOTE_COLUMNS_LEAST, width - leadColumns - columns - 7);
  return rows.map(({ lead, text, note, isOff }, at) =>
    choosable(
      [
        span(` ${padEnd(lead, leadColumns)}  `, 'muted'),
        span(padEnd(cutRight(cleanLine(text), columns), columns), isOff === true ? 'muted' : undefined),
        span(`   ${(list.cut ?? cutRight)(cleanLine(note), noteColumns)}`, 'muted'),
      ],
      top + at === list.index,
      width,
    ),
  );
}

/** A row behind the place of the cursor; the whole width is marked where it is. */
export function choosable(row: Line, isAt: boolean, width: number): Line {
  return isAt ? selected(toWidth([span('▸', 'accent'), ...row], width)) : toWidth([blank(1), ...row], width);
}

/** The keys of a list that has taken those of the panels: `Enter goes there  ↑↓ choose  Esc back`. */
export function smallListFooter(hints: readonly (readonly [keys: string, word: string])[], width: number): Line {
  const drawn = hints.map(([keys, word]): Line => [span(keys), span(` ${word}`, 'muted')]);
  return toWidth([blank(1), ...fitting(drawn, width - 2, 2)], width);
}
