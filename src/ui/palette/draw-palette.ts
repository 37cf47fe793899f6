import { framed } from '../layout/frame.ts';
import { blank, type Line, span } from '../layout/line.ts';
import { choosable, smallListFooter } from '../layout/small-list.ts';
import { aroundOf, type Scene } from '../scene.ts';
import { KEYBOARD } from '../state/actions/table.ts';
import type { Size } from '../state/view.ts';
import { cleanLine } from '../text/sanitise.ts';
import { shortReason } from '../text/short-reason.ts';
import { cutLeft, cutMiddle, cutRight, padEnd, widthOf } from '../text/width.ts';
import { type Entry, entriesOf, indexOf } from './entries.ts';
import type { Palette } from './palette.ts';

const KEYS_COLUMNS = 10;
/** Every action's title is whole. */
const TITLE_COLUMNS_MIN = 28;
/** The text, and a blank under it. */
const HEAD_ROWS = 2;

/** What is typed, and below it what that could mean. */
export function drawPalette(palette: Palette, scene: Scene, size: Size): Line[] {
  const width = size.columns - 2;
  const room = size.rows - 2 - HEAD_ROWS;
  const entries = entriesOf(palette, {
    keyboard: scene.keyboard ?? KEYBOARD,
    view: scene.view,
    data: scene.data,
    around: aroundOf(scene),
  });
  const at = indexOf(palette, entries);
  // Whole pages, so that rows stand still while the cursor moves among them.
  const top = Math.floor(at / room) * room;
  const titles = entries.slice(top, top + room).map((entry) => cleanLine(entry.title));
  const columns = Math.min(Math.max(...titles.map(widthOf), 0), Math.max(TITLE_COLUMNS_MIN, width - KEYS_COLUMNS - 28));
  const rows = entries
    .slice(top, top + room)
    .map((entry, index) => entryRow(entry, top + index === at, { width, columns }));
  const looking = palette.found.isWhole ? [] : ['looking'];
  const right = [...looking, entries.length === 0 ? '0/0' : `${at + 1}/${entries.length}`];
  const frame = { title: 'All actions, jobs, runs', tabs: [], active: '', right, focused: true, edges: 'box' } as const;
  return framed(
    frame,
    [inputRow(palette, width), [], ...(rows.length === 0 ? [nothing] : rows)],
    size.columns,
    size.rows,
  );
}

const nothing: Line = [span('   Nothing has these letters; Backspace takes the last one back.', 'muted')];

function inputRow({ text }: Palette, width: number): Line {
  const shown = cutLeft(cleanLine(text), width - 6);
  const hint = text === '' ? span('  an action, a job, a run, or: why NAME, run NAME, go NUMBER', 'muted') : blank(0);
  return [blank(1), span(': ', 'accent'), span(shown), span('▏', 'accent'), hint];
}

function entryRow(entry: Entry, isAt: boolean, { width, columns }: { width: number; columns: number }): Line {
  const off = entry.kind === 'action' ? entry.off : undefined;
  const token = off === undefined ? undefined : 'muted';
  const title = cutMiddle(cleanLine(entry.title), columns);
  const left: Line = [
    blank(1),
    span(padEnd(entry.keys, KEYS_COLUMNS), entry.kind === 'action' && off === undefined ? 'text' : 'muted'),
    span(padEnd(title, columns), token),
  ];
  const room = Math.max(1, width - 2 - KEYS_COLUMNS - columns - 3);
  const note = off === undefined ? cutRight(cleanLine(stateOf(entry)), room) : shortReason(off, room);
  return choosable([...left, blank(2), span(note, 'muted')], isAt, width);
}

const stateOf = (entry: Entry): string => (entry.kind === 'action' ? (entry.words ?? []).join(' ') : entry.state);

export const paletteFooter = (width: number): Line =>
  smallListFooter(
    [
      ['Enter', 'does it'],
      ['↑↓', 'choose'],
      ['Tab', 'completes'],
      ['Esc', 'back'],
      ['↑', 'when empty: what was asked before'],
    ],
    width,
  );
