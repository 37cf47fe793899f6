import { COUNT_MAX } from '../../store/snapshot/page.ts';
import { formatNumber } from '../format/index.ts';
import { namesOf } from './bulk.ts';
import { bulkArrived } from './bulk-arrived.ts';
import type { ScreenEvent } from './events.ts';
import { MARKS_MAX, marksOf, withMarks, without } from './marks.ts';
import { heard } from './messages.ts';
import { told } from './reduced.ts';
import { nameOf } from './selection.ts';
import { withoutEntry } from './undo.ts';
import type { View } from './view.ts';

export type ManyEvent = Extract<
  ScreenEvent,
  { type: 'marked' | 'marks-left' | 'bulk-begun' | 'bulk' | 'undos' | 'given-back' }
>;

/** What came back of what was asked for marks, for many at once, and for changes to be taken back. */
export function manyEvent(view: View, event: ManyEvent): View {
  switch (event.type) {
    case 'marked':
      return { ...withMarks(view, event.list, event.marks), message: told('good', '▪', markedText(event), event.at) };
    case 'marks-left':
      return marksLeft(view, event);
    case 'bulk-begun':
    case 'bulk':
      return bulkArrived(view, event);
    case 'undos':
      return view.undoing === undefined ? view : { ...view, undoing: { ...view.undoing, whyNot: event.whyNot } };
    case 'given-back': {
      const { result, at, undoId } = event;
      if (result.kind !== 'done') return { ...view, message: told('bad', '✗', result.message, at) };
      return { ...withoutEntry(view, undoId), message: told('good', '✓', result.value.text, at) };
    }
  }
}

function markedText({ marks, beyond, looked }: Extract<ManyEvent, { type: 'marked' }>): string {
  // A list is counted up to a limit.
  const others = beyond >= COUNT_MAX - MARKS_MAX ? `at least ${formatNumber(beyond)}` : beyond;
  const most = marks.size >= MARKS_MAX && beyond > 0 ? `, the most there can be; ${others} more match` : '';
  const rest = looked === undefined ? '' : `; only the first ${looked} were looked at`;
  return `${marks.size} marked${most}${rest}`;
}

/** What left its list loses its mark with a word, unless that is what was asked for. */
function marksLeft(view: View, { list, keys, at }: Extract<ManyEvent, { type: 'marks-left' }>): View {
  const marks = marksOf(view, list);
  const left = keys.flatMap((key) => marks.get(key) ?? []);
  if (left.length === 0) return view;
  const { range, ...rest } = view.lists[list];
  const before = range === undefined ? {} : { range: { ...range, before: without(range.before, keys) } };
  const kept = { ...view, lists: { ...view.lists, [list]: { ...rest, ...before } } };
  const next = withMarks(kept, list, without(marks, keys));
  const going = new Set(view.bulk?.order.steps.map(({ key }) => key));
  const unasked = left.filter(
    ({ kind, ...selection }) => kind === 'none' || !going.has((selection as { key: string }).key),
  );
  if (unasked.length === 0) return next;
  const still = marksOf(next, list).size;
  const names = namesOf(unasked.map(nameOf));
  const word = `${names} left the list; ${still === 0 ? 'nothing is marked now' : `${still} still marked`}`;
  return heard(next, told('news', BULK_MARK, word, at), at);
}

const BULK_MARK = '▪';
