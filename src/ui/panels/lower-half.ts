import { shapeOf } from '../layout/shape.ts';
import { type ListId, listOf, type View } from '../state/view.ts';

/** What stands below a list that leaves room: where it came to, or who decided. */
const BELOW: Readonly<Partial<Record<ListId, ListId>>> = {
  'runs.now': 'runs.recent',
  'approvals.pending': 'approvals.decided',
};

/** The list below another one: on the widest screens only, where a panel is high. */
export const belowOf = (view: View, id: ListId): ListId | undefined =>
  shapeOf(view).kind === 'columns' ? BELOW[id] : undefined;

export const lowerHalves = (view: View): ListId[] =>
  (['runs', 'approvals'] as const).flatMap((panel) => belowOf(view, listOf(view, panel)) ?? []);
