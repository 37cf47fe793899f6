import { cronWords } from '../form/cron-words.ts';
import { blank, type Line, selected, span, toWidth } from '../layout/line.ts';
import { cleanLine, spellOut } from '../text/sanitise.ts';
import { cutMiddle, cutRight, padEnd, wrapText } from '../text/width.ts';
import type { OfferedItem } from './offers.ts';
import { chosenOf, isImportable, type PlanList } from './plan-list.ts';

/** Rows under the list that show the entry under the cursor whole. */
const DETAIL_ROWS_MAX = 7;
const HEAD_ROWS = 3;

/** The list of a plan, and below it the whole of what is under the cursor. */
export function drawPlan(plan: PlanList, focused: boolean, width: number, height: number): Line[] {
  const detail = detailRows(plan.offer.items[plan.index], width, Math.min(DETAIL_ROWS_MAX, Math.floor(height / 2) - 1));
  const room = Math.max(1, height - HEAD_ROWS - detail.length);
  const top = Math.max(0, Math.min(plan.index - Math.floor(room / 2), plan.offer.items.length - room));
  const rows = plan.offer.items
    .slice(top, top + room)
    .map((item, index) => itemRow(plan, item, { at: top + index === plan.index, focused }, width));
  const filler = Array.from({ length: room - rows.length }, (): Line => []);
  return [...headRows(plan, width), ...rows, ...filler, ...detail];
}

function headRows({ offer }: PlanList, width: number): Line[] {
  const text = `They arrive paused, since ${cleanLine(offer.runsElsewhere).replace(/ it$/, ' them')}.`;
  const columns = columnsOf(width);
  return [
    [blank(1), span(cutRight(`${cleanLine(offer.found)}. ${text}`, width - 2))],
    [],
    [
      blank(4),
      span(padEnd('JOB', columns.name), 'muted'),
      blank(2),
      span(padEnd('WHEN', columns.when), 'muted'),
      blank(2),
      span('BECOMES', 'muted'),
    ],
  ];
}

/** Four columns in front for cursor and mark, two between, one behind. */
function columnsOf(width: number): { name: number; when: number; what: number } {
  const name = Math.max(14, Math.floor(width * 0.24));
  const when = Math.max(16, Math.floor(width * 0.36));
  return { name, when, what: Math.max(8, width - name - when - 9) };
}

type Place = { at: boolean; focused: boolean };

function itemRow(plan: PlanList, item: OfferedItem, { at, focused }: Place, width: number): Line {
  const columns = columnsOf(width);
  const isOut = item.kind === 'fits' && plan.out.has(item.id);
  const quiet = isOut || item.kind === 'refused' || !isImportable(item);
  const mark = !quiet
    ? span('✓', 'ok')
    : item.kind === 'refused'
      ? span('–', 'warn')
      : span(isOut ? '–' : '✓', 'muted');
  const style = quiet ? 'muted' : undefined;
  const name = padEnd(cutMiddle(cleanLine(item.name), columns.name), columns.name);
  const cells: Line =
    item.kind === 'refused'
      ? [span(name, style), blank(2), span(cutRight(cleanLine(item.because), columns.when + columns.what + 2), 'warn')]
      : [
          span(name, style),
          blank(2),
          span(padEnd(cutRight(whenOf(item.schedule), columns.when), columns.when), style),
          blank(2),
          span(cutRight(becomes(item, isOut), columns.what), style),
        ];
  const cursor = at ? span('▸', focused ? 'accent' : 'muted') : blank(1);
  const line = toWidth([cursor, blank(1), mark, blank(1), ...cells], width);
  return at && focused ? selected(line) : line;
}

const whenOf = (schedule: string): string => cleanLine(cronWords(schedule) || schedule);

function becomes(item: Extract<OfferedItem, { kind: 'fits' }>, isOut: boolean): string {
  if (isOut) return 'left out';
  return item.isHere === undefined ? cleanLine(item.command) : 'is here already';
}

/** Nothing of what will be executed is cut, as far as there is room. */
function detailRows(item: OfferedItem | undefined, width: number, rowsMax: number): Line[] {
  if (item === undefined || rowsMax < 2) return [];
  const fill = (lines: readonly Line[]): Line[] =>
    [[], ...lines].slice(0, rowsMax).concat(Array.from({ length: Math.max(0, rowsMax - lines.length - 1) }, () => []));
  if (item.kind === 'refused') {
    return fill([
      [blank(1), span(cutRight(`${cleanLine(item.from)}: ${cleanLine(item.name)}`, width - 2), 'muted')],
      ...wrapped(item.because, width, 'warn'),
    ]);
  }
  const words = cronWords(item.schedule);
  const when = words === '' ? cleanLine(item.schedule) : `${cleanLine(item.schedule)}   ${words}`;
  return fill([
    [blank(1), span(cutRight(`${cleanLine(item.from)}   ${when}`, width - 2), 'muted')],
    ...wrapped(item.command, width, undefined),
    ...item.notes.flatMap((note) => wrapped(note, width, 'warn')),
  ]);
}

const wrapped = (text: string, width: number, token: 'warn' | undefined): Line[] =>
  wrapText(token === undefined ? spellOut(text) : cleanLine(text), width - 3).lines.map(
    (line): Line => [blank(1), span(line, token)],
  );

export function planHint(plan: PlanList, focus: 'body' | 'back' | 'decide'): [string, string][] {
  const count = chosenOf(plan).length;
  if (focus === 'decide')
    return [
      ['Enter', `imports ${count}`],
      ['Tab', 'on'],
      ['Esc', 'back'],
    ];
  if (focus === 'back')
    return [
      ['Enter', 'back'],
      ['Tab', 'list'],
    ];
  return [
    ['Tab Enter', `imports ${count}`],
    ['Space', 'leave out'],
    ['↑↓', 'look'],
    ['Esc', 'back'],
  ];
}
