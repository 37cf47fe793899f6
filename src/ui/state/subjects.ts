import type { Page } from '../../store/snapshot/page.ts';
import type { Action } from './actions/action.ts';
import type { BulkVerb } from './bulk.ts';
import { itemsOf } from './list.ts';
import { actingList, type Marks, marksOf, membersOf } from './marks.ts';
import { type Selection, selectedItem } from './selection.ts';
import type { AnyRow, ListId, ScreenData, View } from './view.ts';

/** What an action is done to: what is marked, or else what the cursor is on. */
export type Subjects =
  | { kind: 'selected' }
  /** The only marked row, with the cursor on it. */
  | { kind: 'one'; view: View }
  | { kind: 'many'; list: ListId; marks: Marks };

export function subjectsOf(view: View, data: ScreenData, action: Pick<Action, 'marked'>): Subjects {
  if (action.marked === undefined || view.focus === 'start') return { kind: 'selected' };
  const list = actingList(view);
  const marks = marksOf(view, list);
  if (marks.size === 0) return foldedSubjects(view, data, action.marked);
  const [only] = marks.keys();
  if (marks.size > 1 || only === undefined) return { kind: 'many', list, marks };
  const page = data.lists[list] as Page<AnyRow> | undefined;
  const items = page === undefined ? [] : itemsOf(page, view.lists[list]);
  const index = items.findIndex(({ key, ghost }) => key === only && ghost === undefined);
  if (index < 0) return { kind: 'many', list, marks };
  return {
    kind: 'one',
    view: { ...view, lists: { ...view.lists, [list]: { ...view.lists[list], key: only, index } } },
  };
}

/** What is done at once to an alert is done to all that are folded under its row. */
function foldedSubjects(view: View, data: ScreenData, verb: Action['marked']): Subjects {
  const selected = verb === 'acknowledge' || verb === 'reopen' ? selectedItem(view, data) : undefined;
  if (selected === undefined || selected.item.ghost !== undefined) return { kind: 'selected' };
  const members = membersOf(selected.list, selected.item.row);
  return members.length < 2 ? { kind: 'selected' } : { kind: 'many', list: selected.list, marks: new Map(members) };
}

/** Why nothing of what is marked can be taken by this verb. */
export function whyNone(verb: BulkVerb | 'one', marks: Marks, word: string): string | undefined {
  if (verb === 'one') return `${word} takes one row; ${marks.size} are marked`;
  const fits = FITS[verb];
  if (fits === undefined || [...marks.values()].some(fits.takes)) return undefined;
  return `${word} takes ${fits.what}; none of the ${marks.size} marked rows is one`;
}

type Fit = { what: string; takes(selection: Selection): boolean };

const ofJobs: Fit = {
  what: 'rows that belong to a job',
  takes: ({ kind, jobId }) => jobId !== undefined || kind === 'alert',
};
const approvals: Fit = { what: 'approvals', takes: ({ kind }) => kind === 'approval' };

const FITS: Readonly<Partial<Record<BulkVerb, Fit>>> = {
  approve: approvals,
  reject: approvals,
  run: ofJobs,
  cancel: { what: 'runs that go on or wait', takes: ({ kind }) => kind === 'run' || kind === 'queued' },
  pause: ofJobs,
  resume: ofJobs,
  enable: ofJobs,
  disable: ofJobs,
  delete: ofJobs,
  snooze: { what: 'alerts', takes: ({ kind }) => kind === 'alert' },
  acknowledge: {
    what: 'open alerts',
    takes: (selection) => selection.kind === 'alert' && selection.state === 'open',
  },
  reopen: {
    what: 'acknowledged alerts',
    takes: (selection) => selection.kind === 'alert' && selection.state === 'acknowledged',
  },
};
