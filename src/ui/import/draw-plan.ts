import { splitInput } from '../../engine/rules/split-input.ts';
import { cronWords } from '../form/cron-words.ts';
import { blank, type Line, selected, span, toWidth } from '../layout/line.ts';
import { cutWords } from '../text/cut-words.ts';
import { cleanLine, spellOut } from '../text/sanitise.ts';
import { cutMiddle, cutRight, padEnd, widthOf, wrapText } from '../text/width.ts';
import type { OfferedItem } from './offers.ts';
import { chosenOf, isImportable, type PlanList } from './plan-list.ts';

/** With fewer rows the blank one goes. */
const LOW_ROWS = 12;
/** A long list leaves so much of the room to what is under the cursor. */
const LIST_SHARE = 0.55;
const LIST_LEAST = 3;

/** The list of a plan, and below it the whole of what is under the cursor. */
export function drawPlan(plan: PlanList, focused: boolean, width: number, height: number): Line[] {
  const { items } = plan.offer;
  const heads = headRows(plan, width).filter((line) => height >= LOW_ROWS || line.length > 0);
  const rest = height - heads.length;
  const room = Math.max(LIST_LEAST, Math.min(items.length, Math.floor(rest * LIST_SHARE)));
  const top = Math.max(0, Math.min(plan.index - Math.floor(room / 2), items.length - room));
  const rows = Array.from({ length: room }, (_, index): Line => {
    const item = items[top + index];
    return item === undefined ? [] : itemRow(plan, item, { at: top + index === plan.index, focused }, width);
  });
  return [...heads, ...rows, ...detailRows(items[plan.index], width, rest - room)];
}

function headRows({ offer }: PlanList, width: number): Line[] {
  const since = cleanLine(offer.runsElsewhere).replace(/ it$/, ' them');
  const found = foundText(offer);
  const ways = [
    `${found}. They arrive paused, since ${since}.`,
    `${found.replace(/^.*: /, '')}. They arrive paused, since ${since}.`,
    `They arrive paused, since ${since}.`,
  ];
  const said = ways.find((way) => widthOf(way) <= width - 2) ?? cutRight(ways.at(-1) ?? '', width - 2);
  const columns = columnsOf(offer, width);
  return [
    [blank(1), span(said)],
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

/** What was found and how much of it can become a job, where the source has not said that itself. */
function foundText({ found, items }: PlanList['offer']): string {
  const refused = items.filter(({ kind }) => kind === 'refused').length;
  const text = cleanLine(found);
  if (refused === 0 || text.includes(' fit')) return text;
  const fitting = items.length - refused;
  return `${text}: ${fitting} ${fitting === 1 ? 'fits' : 'fit'}, ${refused} ${refused === 1 ? 'does' : 'do'} not`;
}

const NAME_SHARE = 0.24;
const WHEN_SHARE = 0.36;

/**
 * Four columns in front for cursor and mark, two between, one behind. Names and times have as much as the longest needs, or
 * their share, so that what becomes of them has the rest; none of it depends on the cursor.
 */
function columnsOf(offer: PlanList['offer'], width: number): { name: number; when: number; what: number } {
  const needed = neededOf(offer);
  const name = Math.min(needed.name, Math.max(14, Math.floor(width * NAME_SHARE)));
  const when = Math.min(needed.when, Math.max(16, Math.floor(width * WHEN_SHARE)));
  return { name, when, what: Math.max(8, width - name - when - 9) };
}

/** So many say what the columns need; a crontab of thousands would be measured for longer than a key may take. */
const MEASURED_MAX = 200;

type Needed = { name: number; when: number };
const measured = new WeakMap<PlanList['offer'], Needed>();

/** What the longest needs, once for an offer: every row of every frame asks. */
function neededOf(offer: PlanList['offer']): Needed {
  const known = measured.get(offer);
  if (known !== undefined) return known;
  const items = offer.items.slice(0, MEASURED_MAX);
  const whens = items.flatMap((item) => (item.kind === 'fits' ? [widthOf(whenOf(item.schedule))] : []));
  const names = items.map(({ name }) => widthOf(cleanLine(name)));
  const needed = { name: Math.max('JOB'.length, ...names), when: Math.max('WHEN'.length, ...whens) };
  measured.set(offer, needed);
  return needed;
}

type Place = { at: boolean; focused: boolean };

function itemRow(plan: PlanList, item: OfferedItem, { at, focused }: Place, width: number): Line {
  const columns = columnsOf(plan.offer, width);
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
          span(padEnd(cutWords(whenOf(item.schedule), columns.when), columns.when), style),
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
  return item.isHere === undefined ? cleanLine(splitInput(item.command)[0]) : 'is here already';
}

/** What will be executed is whole, as far as there is room; how much is missing is said. */
function detailRows(item: OfferedItem | undefined, width: number, room: number): Line[] {
  const lines = item === undefined ? [] : [[], ...detailOf(item, width)];
  const missing = lines.length - room;
  const shown = missing > 0 ? [...lines.slice(0, room - 1), moreRow(missing + 1)] : lines;
  return Array.from({ length: room }, (_, index) => shown[index] ?? []);
}

const moreRow = (count: number): Line => [
  blank(1),
  span(`${count} more rows; the job’s Command tab has them`, 'muted'),
];

function detailOf(item: OfferedItem, width: number): Line[] {
  if (item.kind === 'refused') {
    return [
      [blank(1), span(cutRight(`${cleanLine(item.from)}: ${cleanLine(item.name)}`, width - 2), 'muted')],
      ...wrapped(item.because, width, 'warn'),
    ];
  }
  const words = cronWords(item.schedule);
  const when = words === '' ? cleanLine(item.schedule) : `${cleanLine(item.schedule)}   ${words}`;
  return [
    [blank(1), span(cutRight(`${cleanLine(item.from)}   ${when}`, width - 2), 'muted')],
    ...item.notes.flatMap((note) => wrapped(note, width, 'warn')),
    ...wrapped(item.command, width, undefined),
  ];
}

const wrapped = (text: string, width: number, token: 'warn' | undefined): Line[] =>
  wrapText(token === undefined ? spellOut(text) : cleanLine(text), width - 3).lines.map(
    (line): Line => [blank(1), span(line, token)],
  );

export function planHint(plan: PlanList, focus: 'body' | 'back' | 'decide'): [string, string][] {
  const count = chosenOf(plan).length;
  const imports = (keys: string): [string, string][] => (count === 0 ? [] : [[keys, `imports ${count}`]]);
  if (focus === 'decide') return [...imports('Enter'), ['Tab', 'to Cancel'], ['Esc', 'back']];
  if (focus === 'back')
    return [
      ['Enter', 'back'],
      ['Tab', 'list'],
    ];
  const item = plan.offer.items[plan.index];
  const space: [string, string][] =
    item === undefined || !isImportable(item) ? [] : [['Space', plan.out.has(item.id) ? 'take in' : 'leave out']];
  return [...imports('Tab Enter'), ...space, ['↑↓', 'look'], ['Esc', 'back']];
}
