import { colourAfter, type JobColour, sameColour } from './job-colour.ts';
import {
  CLEAN_UNITS_MAX,
  type CleanOptions,
  cleanCharacters,
  expandTabs,
  PRINTABLE_ASCII,
  SEQUENCES,
} from './sanitise.ts';
import { cleanWidth } from './width.ts';

/** A stretch of cleaned text in one of the job's own colours, or in none. */
export type StyledRun = { text: string; colour?: JobColour };

/**
 * A line of output as a terminal would leave it: what overwrote itself shows its last state, colours are kept, everything
 * else that is no text goes. Each run is as harmless as a cleaned line, and their widths add up.
 */
export function cleanStyled(text: string, options: CleanOptions = {}): StyledRun[] {
  const { unitsMax = CLEAN_UNITS_MAX, tabColumns = 8, ellipsis = '…' } = options;
  if (text.length <= unitsMax && PRINTABLE_ASCII.test(text)) return text === '' ? [] : [{ text }];
  const line = text.slice(0, unitsMax).replace(/\r+$/, '');
  const raw = MOVES.test(line) ? overdrawn(line) : inOrder(line);
  const runs: StyledRun[] = [];
  let column = 0;
  for (const run of raw) {
    // A mark at the start would join what stands before it, and then widths do not add up any more.
    const cleaned = PRINTABLE_ASCII.test(run.text) ? run.text : cleanCharacters(run.text).replace(LEADING_MARKS, '');
    const shown = cleaned.includes('\t') ? expandTabs(cleaned, tabColumns, column) : cleaned;
    if (shown === '') continue;
    column += cleanWidth(shown);
    runs.push({ ...run, text: shown });
  }
  return text.length > unitsMax ? [...runs, { text: ellipsis }] : runs;
}

export const plainStyled = (runs: readonly StyledRun[]): string => runs.map(({ text }) => text).join('');

const LEADING_MARKS = /^\p{M}+/u;
/** What moves the cursor within a line. */
const MOVES = /[\r\b]|\x1b\[\d*[CDGK]/;

type Token = { kind: 'text'; text: string } | { kind: 'sequence'; parameters: string; final: string };

function* tokensOf(line: string): Generator<Token> {
  let from = 0;
  for (const match of line.matchAll(SEQUENCES)) {
    if (match.index > from) yield { kind: 'text', text: line.slice(from, match.index) };
    const control = CONTROL.exec(match[0]);
    yield { kind: 'sequence', parameters: control?.[1] ?? '', final: control?.[2] ?? '' };
    from = match.index + match[0].length;
  }
  if (from < line.length) yield { kind: 'text', text: line.slice(from) };
}

const CONTROL = /^(?:\x1b\[|\x9b)([0-9;:]*)([@-~])$/;

function inOrder(line: string): StyledRun[] {
  const runs: StyledRun[] = [];
  let colour: JobColour | undefined;
  for (const token of tokensOf(line)) {
    if (token.kind === 'text') append(runs, token.text, colour);
    else if (token.final === 'm') colour = colourAfter(token.parameters, colour);
  }
  return runs;
}

type Cell = { text: string; colour: JobColour | undefined };
type Pen = { cells: Cell[]; cursor: number; colour: JobColour | undefined };

/** Written into cells as a terminal does it; a wide character takes one, which is near enough for what is written over. */
function overdrawn(line: string): StyledRun[] {
  const pen: Pen = { cells: [], cursor: 0, colour: undefined };
  for (const token of tokensOf(line)) {
    if (token.kind === 'text') for (const character of token.text) put(pen, character);
    else obey(pen, token.parameters, token.final);
  }
  const runs: StyledRun[] = [];
  for (const { text, colour } of pen.cells) append(runs, text, colour);
  return runs;
}

function put(pen: Pen, character: string): void {
  const { cells, colour } = pen;
  if (character === '\r') pen.cursor = 0;
  else if (character === '\b') pen.cursor = Math.max(0, pen.cursor - 1);
  else if (JOINS.test(character)) {
    const before = cells[pen.cursor - 1];
    if (before !== undefined && before.text.length < JOINED_UNITS_MAX) before.text += character;
  } else {
    write(pen, { text: character, colour });
    pen.cursor += 1;
  }
}

const JOINS = /[\p{M}\p{Default_Ignorable_Code_Point}]/u;
const JOINED_UNITS_MAX = 16;
/** Jumps go no further: a row is never wider. */
const CURSOR_MAX = 4_096;

function write({ cells, cursor }: Pen, cell: Cell): void {
  while (cells.length < cursor) cells.push({ text: ' ', colour: undefined });
  cells[cursor] = cell;
}

function obey(pen: Pen, parameters: string, final: string): void {
  const count = Math.min(CURSOR_MAX, Number.parseInt(parameters || '0', 10) || 0);
  switch (final) {
    case 'm':
      pen.colour = colourAfter(parameters, pen.colour);
      return;
    case 'D':
      pen.cursor = Math.max(0, pen.cursor - Math.max(1, count));
      return;
    case 'C':
      pen.cursor = Math.min(CURSOR_MAX, pen.cursor + Math.max(1, count));
      return;
    case 'G':
      pen.cursor = Math.max(0, count - 1);
      return;
    case 'K':
      erase(pen, count);
  }
}

function erase(pen: Pen, what: number): void {
  if (what === 0) pen.cells.length = Math.min(pen.cells.length, pen.cursor);
  else if (what === 2) pen.cells.length = 0;
  else
    for (let at = 0; at < Math.min(pen.cursor + 1, pen.cells.length); at += 1)
      write({ ...pen, cursor: at }, { text: ' ', colour: undefined });
}

function append(runs: StyledRun[], text: string, colour: JobColour | undefined): void {
  const last = runs.at(-1);
  if (last !== undefined && sameColour(last.colour, colour)) last.text += text;
  else runs.push(colour === undefined ? { text } : { text, colour });
}
