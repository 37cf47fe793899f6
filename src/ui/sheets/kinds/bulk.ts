import { executable } from '../../detail/labelled.ts';
import { formatPlural } from '../../format/index.ts';
import { blank, type Line, span } from '../../layout/line.ts';
import type { Scene } from '../../scene.ts';
import { type BulkOrder, counted } from '../../state/bulk.ts';
import { type BulkItem, type BulkItems, bulkItems, type LeftOut, type SheetVerb } from '../../state/bulk-items.ts';
import type { Sheet, SheetContent } from '../../state/sheet.ts';
import { cleanLine } from '../../text/sanitise.ts';
import { padStart, wrapText } from '../../text/width.ts';
import { bulkCommand } from '../bulk-command.ts';
import { countField, endField, untilField } from '../bulk-fields.ts';
import { bulkProgress } from '../bulk-progress.ts';
import { prose } from '../prose.ts';
import { sentenceField } from '../sheet-fields.ts';
import { deciding, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

type Bulk = ItemOf<'bulk'>;

const NONE = { items: [], left: [], clock: { now: 0, zone: 'UTC' } };
const asked = ({ content }: Pick<Sheet<Bulk>, 'content'>): NonNullable<SheetContent['bulk']> => content.bulk ?? NONE;

const VERBS: Readonly<Record<SheetVerb, string>> = {
  approve: 'Approve',
  reject: 'Reject',
  run: 'Run',
  cancel: 'Cancel',
  pause: 'Pause',
  resume: 'Resume',
  enable: 'Enable',
  disable: 'Disable',
  delete: 'Delete',
  snooze: 'Snooze',
};

/** What nobody takes back, and what was not run before, is seen to its last line. */
const TO_THE_END: ReadonlySet<SheetVerb> = new Set<SheetVerb>(['approve', 'reject', 'cancel', 'delete']);

/** One verb for all that is marked: every item is listed whole, and how many they are is typed. */
export const bulk: SheetKind<Bulk> = {
  question: ({ verb }) => `${VERBS[verb]} what is marked?`,
  back: 'Cancel',
  needsNoEnd: ({ verb }) => !TO_THE_END.has(verb),
  fields: (sheet) => {
    const { items, clock } = asked(sheet);
    if (items.length === 0) return [];
    const { verb } = sheet.item;
    const first = verb === 'reject' ? [sentenceField('reason', 'Reason, one for all')] : [];
    // What is right as it stands is behind what has to be typed.
    const until = verb === 'snooze' ? [untilField(clock)] : verb === 'pause' ? [endField(clock)] : [];
    return [...first, countField(items.length), ...until];
  },
  buttons: (sheet) => {
    const { verb, list } = sheet.item;
    const { items, clock } = asked(sheet);
    if (items.length === 0 || sheet.stage.kind === 'bulk') return [];
    return deciding(`${VERBS[verb]} ${items.length}`, (context) => {
      // One look at all of them: each decision is recorded with what it was made upon.
      const shown = { text: context.shownText(sheet), forMs: sheet.lastKeyAt - sheet.shownSinceAt };
      const steps = items.map((item) => ({
        key: item.key,
        name: cleanLine(item.name),
        command: bulkCommand(verb, item, sheet.fields, { clock, shown }),
      }));
      const order: BulkOrder = { serial: sheet.serial, verb, steps, list, isAsked: true };
      return { kind: 'decide', effects: [{ kind: 'bulk', order }] };
    });
  },
  hint: (sheet) => {
    if (sheet.stage.kind === 'bulk') return isGoing(sheet) ? '' : 'Enter closes';
    const { items } = asked(sheet);
    if (items.length === 0) return 'Enter back';
    const before = sheet.item.verb === 'reject' ? 'a reason, Enter, ' : '';
    return `type ${before}${items.length}, then Enter, Enter`;
  },
  does: ({ item: { verb } }) => `${verb}s them`,
  escapes: (sheet) => (isGoing(sheet) ? 'Esc leaves the rest as it is' : undefined),
  content: (sheet, scene, width) =>
    sheet.stage.kind === 'bulk' ? bulkProgress(sheet.stage, width) : askedContent(sheet, scene, width),
  recorded: 'plain',
  read: ({ snapshots, clock, facts }, { verb, subjects }) => ({
    bulk: { ...bulkItems(verb, subjects, snapshots.marked), clock: { now: clock.now(), zone: facts.zone } },
  }),
  change: (sheet, content) => {
    if (sheet.stage.kind !== 'asking' || isSame(asked(sheet), content.bulk ?? NONE)) return { kind: 'same' };
    return { kind: 'revised', revision: 0 };
  },
};

const isGoing = ({ stage }: Sheet<Bulk>): boolean => stage.kind === 'bulk' && stage.state === 'going';

const isSame = (a: BulkItems, b: BulkItems): boolean =>
  JSON.stringify([a.items, a.left]) === JSON.stringify([b.items, b.left]);

function askedContent(sheet: Sheet<Bulk>, scene: Scene, width: number): Line[] {
  const { items, left } = asked(sheet);
  return [
    ...prose([summaryOf(sheet, scene)], width),
    [],
    ...items.flatMap((item, index) => itemRows(item, index + 1, width)),
    ...leftRows(left, width),
  ];
}

function summaryOf({ item: { verb, hidden }, content }: Sheet<Bulk>, { data, facts }: Scene): string {
  const { items, left } = content.bulk ?? NONE;
  const how =
    verb === 'run' || verb === 'approve'
      ? ` They start by priority, within ${formatPlural(data.counters.maxActiveRuns ?? facts.maxActiveRuns, 'slot')} and their pools.`
      : '';
  const out = left.length === 0 ? '' : ` ${left.length} left out, named below.`;
  const unseen = hidden === 0 ? '' : ` The filter hides ${hidden} of the marked rows.`;
  const count = items.length === 0 ? 'None of the marked rows can be taken.' : `${counted(verb, items.length)}.`;
  return `${count}${out}${unseen}${items.length === 0 ? '' : how}`;
}

const NUMBER_COLUMNS = 4;
const INDENT = NUMBER_COLUMNS + 3;

/** The name, and under it what will be executed, whole. */
function itemRows({ name, runs }: BulkItem, number: number, width: number): Line[] {
  const names = wrapText(cleanLine(name), width - INDENT - 1).lines;
  const head = names.map(
    (line, index): Line => [
      span(index === 0 ? padStart(String(number), NUMBER_COLUMNS) : '    ', 'muted'),
      blank(3),
      span(line.trim()),
    ],
  );
  const command = runs === undefined ? [] : executable(runs, width - INDENT - 3, 'muted');
  return [...head, ...command.map((line): Line => [blank(INDENT + 2), ...line])];
}

function leftRows(left: readonly LeftOut[], width: number): Line[] {
  if (left.length === 0) return [];
  const rows = left.flatMap(
    ({ name, because }) => wrapText(`${cleanLine(name)}: ${cleanLine(because)}`, width - INDENT - 1).lines,
  );
  return [[], [blank(1), span('LEFT OUT', 'muted')], ...rows.map((row): Line => [blank(INDENT), span(row.trim())])];
}
