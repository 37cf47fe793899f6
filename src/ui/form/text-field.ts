import { createSegmenter } from '../text/narrow.ts';
import { cleanLine, spellOut } from '../text/sanitise.ts';
import { clusterWidth, widthOf } from '../text/width.ts';

/** A line that is written into. The cursor counts UTF-16 units and stands between two characters as people see them. */
export type TextField = { text: string; cursor: number };

export const FIELD_UNITS_MAX = 1_048_576;
/** A character as people see it is looked for in so many units: segmenting all of a long command takes too long for a key. */
const LOOKED_UNITS_MAX = 64;

export const fieldOf = (text: string): TextField => ({ text, cursor: text.length });

export function inserted({ text, cursor }: TextField, more: string): TextField {
  const added = more.slice(0, Math.max(0, FIELD_UNITS_MAX - text.length));
  const next = text.slice(0, cursor) + added + text.slice(cursor);
  return { text: next, cursor: afterWhole(next, cursor + added.length) };
}

/** What a key makes of the field; undefined for a key that is not the field's. */
export function edited(field: TextField, key: string): TextField | undefined {
  const { text, cursor } = field;
  switch (key) {
    case 'Left':
      return { text, cursor: before(text, cursor) };
    case 'Right':
      return { text, cursor: after(text, cursor) };
    case 'Ctrl-Left':
      return { text, cursor: wordBefore(text, cursor) };
    case 'Ctrl-Right':
      return { text, cursor: wordAfter(text, cursor) };
    case 'Home':
      return { text, cursor: 0 };
    case 'End':
      return { text, cursor: text.length };
    case 'Backspace':
      return without(field, before(text, cursor), cursor);
    case 'Delete':
      return without(field, cursor, after(text, cursor));
    case 'Ctrl-Delete':
      return without(field, cursor, wordAfter(text, cursor));
    case 'Ctrl-U':
      return without(field, 0, cursor);
    case 'Ctrl-K':
      return without(field, cursor, text.length);
    default:
      return typed(field, key === 'Space' ? ' ' : key);
  }
}

function typed(field: TextField, key: string): TextField | undefined {
  return [...key].length === 1 ? inserted(field, key) : undefined;
}

const without = ({ text }: TextField, from: number, to: number): TextField => ({
  text: text.slice(0, from) + text.slice(to),
  cursor: from,
});

const segmenter = createSegmenter();
const segmentsOf = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);

function before(text: string, cursor: number): number {
  const last = segmentsOf(text.slice(Math.max(0, cursor - LOOKED_UNITS_MAX), cursor)).at(-1);
  return cursor - (last?.length ?? 0);
}

function after(text: string, cursor: number): number {
  const [first] = segmenter.segment(text.slice(cursor, cursor + LOOKED_UNITS_MAX));
  return cursor + (first?.segment.length ?? 0);
}

/** A mark that was put in front of what it joins, or behind it, is part of one character now. */
function afterWhole(text: string, cursor: number): number {
  const from = Math.max(0, cursor - LOOKED_UNITS_MAX);
  let end = from;
  for (const { segment, index } of segmenter.segment(text.slice(from, cursor + LOOKED_UNITS_MAX))) {
    end = from + index + segment.length;
    if (end >= cursor) break;
  }
  return Math.max(end, cursor);
}

const wordBefore = (text: string, cursor: number): number => Math.max(0, text.slice(0, cursor).search(/\S+\s*$/u));

function wordAfter(text: string, cursor: number): number {
  const match = /^\s*\S+/u.exec(text.slice(cursor));
  return cursor + (match?.[0].length ?? text.length - cursor);
}

/** The part of a field that is on the screen: what stands left of the cursor, and right of it. */
export type FieldWindow = { left: string; right: string };

const CUT = '…';
/** How much of the room lies in front of the cursor where both sides are cut. */
const LEFT_SHARE = 0.7;

/** As much around the cursor as fits into so many columns beside the cursor itself; what is cut off is marked. */
export function windowOf({ text, cursor }: TextField, columns: number): FieldWindow {
  const room = Math.max(2, columns);
  const left = shownBackward(text, cursor, room + 1);
  const right = shownForward(text, cursor, room + 1);
  const [leftWidth, rightWidth] = [widthOf(left.join('')), widthOf(right.join(''))];
  if (leftWidth + rightWidth <= room) return { left: left.join(''), right: right.join('') };
  const leftRoom = Math.min(leftWidth, Math.max(Math.floor(room * LEFT_SHARE), room - rightWidth));
  return { left: tail(left, leftRoom), right: head(right, room - leftRoom) };
}

/** One character as people see it, harmless; what a terminal could draw otherwise is spelled out. */
export function shownCluster(cluster: string): string {
  if (cluster.length === 1 && cluster >= ' ' && cluster <= '~') return cluster;
  const composed = cluster.normalize('NFC');
  return cleanLine(composed) === composed && clusterWidth(composed) > 0 ? composed : spellOut(cluster);
}

function shownForward(text: string, from: number, columns: number): string[] {
  return shownOf(segmentsOf(text.slice(from, from + columns * UNITS_PER_COLUMN)), columns);
}

function shownBackward(text: string, to: number, columns: number): string[] {
  const segments = segmentsOf(text.slice(Math.max(0, to - columns * UNITS_PER_COLUMN), to));
  return shownOf(segments.reverse(), columns).reverse();
}

/** A character and what may be put on it take less. */
const UNITS_PER_COLUMN = 8;

function shownOf(segments: readonly string[], columns: number): string[] {
  const shown: string[] = [];
  let width = 0;
  for (const segment of segments) {
    const text = shownCluster(segment);
    shown.push(text);
    width += widthOf(text);
    if (width > columns) break;
  }
  return shown;
}

function head(parts: readonly string[], columns: number): string {
  if (widthOf(parts.join('')) <= columns) return parts.join('');
  return columns < 1 ? '' : `${fitting(parts, columns - 1).join('')}${CUT}`;
}

function tail(parts: readonly string[], columns: number): string {
  if (widthOf(parts.join('')) <= columns) return parts.join('');
  return columns < 1
    ? ''
    : `${CUT}${fitting([...parts].reverse(), columns - 1)
        .reverse()
        .join('')}`;
}

function fitting(parts: readonly string[], columns: number): string[] {
  let width = 0;
  const end = parts.findIndex((part) => {
    width += widthOf(part);
    return width > columns;
  });
  return parts.slice(0, end < 0 ? parts.length : end);
}
