import { framed } from '../layout/frame.ts';
import { blank, type Line, span } from '../layout/line.ts';
import { choosable, smallListFooter } from '../layout/small-list.ts';
import { aroundOf, type Scene } from '../scene.ts';
import { KEYBOARD } from '../state/actions/table.ts';
import type { Size } from '../state/view.ts';
import { cutWords } from '../text/cut-words.ts';
import { cleanLine } from '../text/sanitise.ts';
import { shortReason } from '../text/short-reason.ts';
import { cutLeft, cutMiddle, padEnd, widthOf } from '../text/width.ts';
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
    [
      inputRow(palette, width),
      whyRow(entries[at], { width, columns }),
      ...(rows.length === 0 ? [nothing(width)] : rows),
    ],
    size.columns,
    size.rows,
  );
}

const NOTHING = ['Nothing has these letters; Backspace takes the last one back.', 'Nothing has these letters.'];
const nothing = (width: number): Line => [
  blank(3),
  span(NOTHING.find((text) => text.length <= width - 4) ?? 'Nothing.', 'muted'),
];

function inputRow({ text }: Palette, width: number): Line {
  const shown = cutLeft(cleanLine(text), width - 6);
  const hint = text === '' ? span(`  ${hintFor(width - 6)}`, 'muted') : blank(0);
  return [blank(1), span(': ', 'accent'), span(shown), span('▏', 'accent'), hint];
}

const HINTS = [
  'an action, a job, a run, or: why NAME, run NAME, go NUMBER',
  'an action, a job, a run, or: why NAME, go NUMBER',
];

/** The longest that has room: none is cut. */
const hintFor = (columns: number): string => HINTS.find((hint) => hint.length <= columns) ?? 'an action, a job, a run';

type Columns = { width: number; columns: number };

const noteRoom = ({ width, columns }: Columns): number => Math.max(1, width - 2 - KEYS_COLUMNS - columns - 3);
const offOf = (entry: Entry | undefined): string | undefined => (entry?.kind === 'action' ? entry.off : undefined);
const fitsIn = (off: string, room: number): boolean => !shortReason(off, room).endsWith('…');

/** Why the chosen one is off, where its row has no room for that. */
function whyRow(entry: Entry | undefined, around: Columns): Line {
  const off = offOf(entry);
  if (off === undefined || fitsIn(off, noteRoom(around))) return [];
  return [blank(3), span(shortReason(off, around.width - 4), 'muted')];
}

function entryRow(entry: Entry, isAt: boolean, around: Columns): Line {
  const { width, columns } = around;
  const off = offOf(entry);
  const token = off === undefined ? undefined : 'muted';
  const title = cutMiddle(cleanLine(entry.title), columns);
  const left: Line = [
    blank(1),
    span(padEnd(entry.keys, KEYS_COLUMNS), entry.kind === 'action' && off === undefined ? 'text' : 'muted'),
    span(padEnd(title, columns), token),
  ];
  return choosable([...left, blank(2), span(noteOf(entry, off, noteRoom(around)), 'muted')], isAt, width);
}

/** Half a reason is none. */
function noteOf(entry: Entry, off: string | undefined, room: number): string {
  if (off === undefined) return cutWords(cleanLine(stateOf(entry)), room);
  return fitsIn(off, room) ? shortReason(off, room) : 'off';
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
