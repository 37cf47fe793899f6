import { backOnTrail, isAsCame } from '../../go-to/go-to.ts';
import type { ScreenContext } from '../events.ts';
import { actingList, marksOf, NO_MARKS, rangeOver, withMarks } from '../marks.ts';
import { still, told } from '../reduced.ts';
import { thawed } from '../thaw.ts';
import { remembered } from '../undo.ts';
import type { View } from '../view.ts';
import type { Action } from './action.ts';

export const VIEW_ACTIONS: readonly Action[] = [
  {
    id: 'back',
    keys: ['Escape'],
    title: 'back: sheet, marks, filter',
    shown: 'Esc',
    group: 'look',
    run: (view, { at }, context) => still(withoutMarks(view, at) ?? back(view, context)),
  },
  {
    id: 'filter',
    keys: ['/'],
    title: 'filter the list',
    group: 'look',
    footer: { always: true, word: 'filter' },
    run: (view) => still(filtering(view)),
  },
  {
    id: 'problems',
    keys: ['!'],
    title: 'problems only',
    group: 'look',
    footer: { always: true, word: 'problems' },
    run: (view) => still({ ...view, problems: !view.problems }),
  },
  {
    id: 'zoom',
    keys: ['z'],
    title: 'zoom the panel',
    group: 'look',
    run: (view) => still({ ...view, zoom: !view.zoom }),
  },
];

function filtering(view: View): View {
  const panel = view.focus === 'detail' ? view.panel : view.focus;
  if (panel === 'start') return view;
  const list = view.tabs[panel];
  return { ...view, focus: panel, filterEdit: { list, before: view.lists[list].filter } };
}

/** A range is given up, then marks go; both can be had back. */
function withoutMarks(view: View, at: number): View | undefined {
  const list = actingList(view);
  if (view.lists[list].range !== undefined) return rangeOver(view, list, 'given-up');
  const marks = marksOf(view, list);
  if (view.focus === 'detail' || marks.size === 0) return undefined;
  const text = marks.size === 1 ? 'took 1 mark away' : `took ${marks.size} marks away`;
  const next = { ...withMarks(view, list, NO_MARKS), message: told('good', '', text, at) };
  return remembered(next, { text, how: { kind: 'marks', list, marks } }, at);
}

/** Esc undoes one thing at a time: a step elsewhere, detail, filter, zoom, freeze, problems. */
export function back(view: View, context: ScreenContext): View {
  if (view.focus === 'detail' && view.moment !== undefined) return withoutMoment(view);
  if (isAsCame(view)) return backOnTrail(view) ?? view;
  const list = view.tabs[view.panel];
  if (view.focus === 'detail') return { ...view, focus: view.panel };
  if (view.lists[list].filter !== '') {
    return { ...view, lists: { ...view.lists, [list]: { ...view.lists[list], filter: '', top: 0 } } };
  }
  if (view.zoom) return { ...view, zoom: false };
  if (view.frozen !== undefined) return thawed(view);
  if (view.problems) return { ...view, problems: false };
  return context.data.counters.jobs === 0 ? { ...view, focus: 'start' } : view;
}

function withoutMoment({ moment: _, ...view }: View): View {
  return view;
}
