import type { BulkOrder, BulkStep } from '../bulk.ts';
import type { CommandEffect, ScreenContext } from '../events.ts';
import { hiddenCount } from '../marks.ts';
import { type Reduced, still } from '../reduced.ts';
import type { Selection } from '../selection.ts';
import type { Subjects } from '../subjects.ts';
import type { View } from '../view.ts';
import type { Action } from './action.ts';
import { openSheet } from './open-sheet.ts';

/** An action on many rows: a sheet that lists them all, or at once where the key of one acts at once. */
export function onMany(
  view: View,
  { marked: verb }: Action,
  { list, marks }: Extract<Subjects, { kind: 'many' }>,
  { data }: ScreenContext,
): Reduced {
  if (verb === undefined || verb === 'one' || verb === 'undo') return still(view);
  const subjects = [...marks].map(([key, selection]) => ({ key, selection }));
  if (verb === 'acknowledge' || verb === 'reopen') {
    const serial = view.sheetCount + 1;
    const steps = subjects.flatMap(({ key, selection }) => atOnce(verb, key, selection));
    const order: BulkOrder = { serial, verb, steps, list };
    return still({ ...view, sheetCount: serial }, [{ kind: 'bulk', order }]);
  }
  const hidden = hiddenCount(view, data, list);
  return openSheet(view, { kind: 'bulk', key: `bulk:${verb}`, verb, list, subjects, hidden });
}

function atOnce(kind: 'acknowledge' | 'reopen', key: string, selection: Selection): BulkStep[] {
  const wanted = kind === 'acknowledge' ? 'open' : 'acknowledged';
  if (selection.kind !== 'alert' || selection.state !== wanted) return [];
  const { alertId, title } = selection;
  const command: CommandEffect = { kind, alertId, title };
  return [{ key, name: title, command }];
}
