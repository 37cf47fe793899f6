import { BULK_WORDS, type BulkOrder, type BulkResult, counted, namesOf } from './bulk.ts';
import type { ScreenEvent } from './events.ts';
import { marksOf, withMarks, without } from './marks.ts';
import { told } from './reduced.ts';
import { remembered, type UndoHow, withoutEntry } from './undo.ts';
import type { Message, View } from './view.ts';

/** Many commands were asked for, some were done, or all of them: what is done loses its mark. */
export function bulkArrived(view: View, event: Extract<ScreenEvent, { type: 'bulk' | 'bulk-begun' }>): View {
  if (event.type === 'bulk-begun') return onSheet({ ...view, bulk: { order: event.order, results: [] } }, 'going');
  const { bulk } = view;
  if (bulk === undefined || bulk.order.serial !== event.serial) return view;
  const { order } = bulk;
  const results = [...bulk.results, ...event.results];
  const next = unmarked({ ...view, bulk: { order, results } }, order, event.results);
  if (!event.isOver) return onSheet(next, 'going');
  const { bulk: _, ...over } = onSheet(next, 'over');
  return concluded(over, order, results, event.at);
}

function unmarked(view: View, { list }: BulkOrder, results: readonly BulkResult[]): View {
  if (list === undefined) return view;
  const done = results.filter(({ end }) => end.kind === 'done').map(({ key }) => key);
  return withMarks(view, list, without(marksOf(view, list), done));
}

/** The sheet that asked for it shows how it goes; it closes when all of it went well. */
function onSheet(view: View, state: 'going' | 'over'): View {
  const { sheet, bulk } = view;
  if (sheet === undefined || bulk === undefined || sheet.serial !== bulk.order.serial) return view;
  const { order, results } = bulk;
  const isWhole = results.length === order.steps.length && results.every(({ end }) => end.kind === 'done');
  if (state === 'over' && isWhole) {
    const { sheet: _, ...closed } = view;
    const { [sheet.item.key]: __, ...drafts } = view.drafts;
    return { ...closed, drafts };
  }
  const stage = { kind: 'bulk', state, order, results } as const;
  return { ...view, sheet: { ...sheet, stage, ...(sheet.stage.kind === 'bulk' ? {} : { top: 0, focus: 0 }) } };
}

/** One message for all of them, and one undo. */
function concluded(view: View, order: BulkOrder, results: readonly BulkResult[], at: number): View {
  const text = order.verb === 'undo' ? undoText(view, order, results) : textOf(order, results);
  const done = results.filter(({ end }) => end.kind === 'done');
  const isGood = done.length === order.steps.length;
  const message: Message = told(isGood ? 'good' : 'bad', isGood ? BULK_WORDS[order.verb].mark : '✗', text, at);
  const next: View = { ...(order.verb === 'undo' ? withoutEntry(view, order.undoId) : view), message };
  if (done.length === 0) return next;
  const after = remembered(next, { text, how: howBack(order, done) }, at);
  // One key too many would put back what was just taken back: that is for the list.
  return order.verb === 'undo' ? { ...after, message } : after;
}

function textOf({ verb, steps }: BulkOrder, results: readonly BulkResult[]): string {
  const { done: word } = BULK_WORDS[verb];
  const done = results.filter(({ end }) => end.kind === 'done');
  const [failed, ...others] = results.filter(({ end }) => end.kind === 'not');
  const names = done.map(({ name }) => name);
  if (failed === undefined && done.length === steps.length) {
    const [first = ''] = names;
    if (done.length === 1) return `${word} ${first}`;
    return `${word} ${counted(verb, done.length)}${done.length > NAMED_UP_TO ? '' : `: ${namesOf(names)}`}`;
  }
  const left = steps.length - results.length;
  const stopped = left === 0 ? '' : `; ${left} left as they were`;
  if (failed === undefined) return `${done.length} ${word}${stopped}`;
  const because = failed.end.kind === 'not' ? failed.end.because : '';
  const more = others.length === 0 ? '' : `; ${others.length} more`;
  return `${done.length} ${word}, ${others.length + 1} not: ${failed.name}: ${because}${more}${stopped}`;
}

/** Of more nobody reads the names in one line. */
const NAMED_UP_TO = 3;

function undoText(view: View, { undoId, steps }: BulkOrder, results: readonly BulkResult[]): string {
  const failed = results.flatMap(({ end }) => (end.kind === 'not' ? [end.because] : []));
  const text = view.undos?.find(({ id }) => id === undoId)?.text ?? 'a change';
  if (failed.length === 0) return `took back: ${text}`;
  if (steps.length === 1) return `not undone: ${failed[0]}`;
  return `${results.length - failed.length} taken back, ${failed.length} not: ${failed[0]}`;
}

/** Decisions stay; of the rest each is taken back by what its answer had with it. */
function howBack({ verb }: BulkOrder, done: readonly BulkResult[]): UndoHow {
  const because = STAYS[verb];
  if (because !== undefined) return { kind: 'never', because };
  return { kind: 'commands', undos: done.flatMap(({ end }) => (end.kind === 'done' ? end.undos : [])) };
}

const STAYS: Readonly<Partial<Record<BulkOrder['verb'], string>>> = {
  approve: 'an approval stays; the runs it started can be cancelled',
  reject: 'a rejection stays; the run can be run again',
  run: 'what was started stays; the runs can be cancelled',
  cancel: 'what was stopped stays so; the runs can be run again',
  delete: 'what was deleted stays so; a backup has it',
};
