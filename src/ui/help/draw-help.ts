import { framed } from '../layout/frame.ts';
import { blank, fitting, type Line, selected, span, toWidth } from '../layout/line.ts';
import { aroundOf, type Scene } from '../scene.ts';
import { KEYBOARD } from '../state/actions/table.ts';
import { cleanLine } from '../text/sanitise.ts';
import { shortReason } from '../text/short-reason.ts';
import { cutRight, padEnd } from '../text/width.ts';
import type { Help } from './help-keys.ts';
import { type HelpRow, helpRows, hitsIn } from './help-list.ts';

const KEYS_COLUMNS = 12;
const NOTE_COLUMNS = 16;
const TITLE_COLUMNS = 29;
/** The longest one and a gap. */
const COMMAND_COLUMNS = 47;
/** From this width on the command and why it is off stand side by side. */
const BOTH_COLUMNS = 1 + KEYS_COLUMNS + TITLE_COLUMNS + COMMAND_COLUMNS + 30;

/** All keys by group, from the table they work by. */
export function drawHelp(scene: Scene, help: Help, width: number, height: number): Line[] {
  const rows = helpRows({
    keyboard: scene.keyboard ?? KEYBOARD,
    view: scene.view,
    data: scene.data,
    around: aroundOf(scene),
  });
  const room = height - 1;
  const top = Math.max(0, Math.min(help.top, rows.length - room));
  const lines = rows.slice(top, top + room).map((row, index) => rowLine(row, top + index === help.hit, width));
  const right = [...searchWords(help, rows), `${Math.min(rows.length, top + room)}/${rows.length}`];
  return framed({ title: 'Keys', tabs: [], active: '', right, focused: true, edges: 'rule' }, lines, width, height);
}

function searchWords({ search, isTyping, hit }: Help, rows: readonly HelpRow[]): string[] {
  if (isTyping !== true && search === '') return [];
  const hits = hitsIn(rows, search);
  const place = hit === undefined ? (search === '' ? '' : ' not found') : ` ${hits.indexOf(hit) + 1} of ${hits.length}`;
  return [`/${cleanLine(search)}${isTyping === true ? '▏' : ''}${place}`];
}

function rowLine(row: HelpRow, isHit: boolean, width: number): Line {
  const line = toWidth([blank(1), ...cellsOf(row, width - 2)], width);
  return isHit ? selected(line) : line;
}

function cellsOf(row: HelpRow, width: number): Line {
  switch (row.kind) {
    case 'blank':
      return [];
    case 'head':
      return [span(row.text, 'muted')];
    case 'note':
      return [span(padEnd(row.keys, NOTE_COLUMNS)), span(cutRight(row.title, width - NOTE_COLUMNS), 'muted')];
    case 'action':
      return actionCells(row, width);
  }
}

/** Where there is no room for both, why it does nothing here comes before how a shell does it. */
function actionCells(row: Extract<HelpRow, { kind: 'action' }>, width: number): Line {
  const token = row.off === undefined ? undefined : 'muted';
  const head: Line = [
    span(padEnd(row.keys, KEYS_COLUMNS), token),
    span(padEnd(cutRight(row.title, TITLE_COLUMNS - 2), TITLE_COLUMNS), token),
  ];
  const room = Math.max(1, width - KEYS_COLUMNS - TITLE_COLUMNS);
  if (width + 2 < BOTH_COLUMNS) return [...head, span(offOr(row, room) ?? cutRight(row.command ?? '', room), 'muted')];
  const command = padEnd(row.command ?? '', COMMAND_COLUMNS);
  return [...head, span(command, 'muted'), span(offOr(row, room - COMMAND_COLUMNS) ?? '', 'muted')];
}

const offOr = ({ off }: Extract<HelpRow, { kind: 'action' }>, room: number): string | undefined =>
  off === undefined ? undefined : `– ${shortReason(off, room - 2)}`;

export function helpFooter(help: Help, width: number): Line {
  const hint = (keys: string, word: string): Line => [span(keys), span(` ${word}`, 'muted')];
  const hints =
    help.isTyping === true
      ? [hint('Enter', 'keeps what was found'), hint('Esc', 'no search')]
      : [
          hint('↑↓ PgUp PgDn', 'scroll'),
          hint('/', 'search'),
          ...(help.search === '' ? [] : [hint('n N', 'next, previous')]),
          hint('Esc', 'back'),
        ];
  return toWidth([blank(1), ...fitting(hints, width - 2, 2)], width);
}
