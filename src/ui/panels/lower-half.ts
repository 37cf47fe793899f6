import type { Page } from '../../store/snapshot/page.ts';
import { insideOf } from '../layout/frame.ts';
import { partsOf, shapeOf } from '../layout/shape.ts';
import { itemsOf } from '../state/list.ts';
import { type AnyRow, type ListId, listOf, PANELS, type ScreenData, type View } from '../state/view.ts';

/** What stands below a list that leaves room: where it came to, who decided, what is known already. */
const BELOW: Readonly<Partial<Record<ListId, ListId>>> = {
  'runs.now': 'runs.recent',
  'approvals.pending': 'approvals.decided',
  'alerts.open': 'alerts.acknowledged',
};

/** Whether the panels stand in columns, where they are high and the detail is beside them. */
export const isWidest = (view: View): boolean => shapeOf(view).kind === 'columns';

/** The list below another one: on the widest screens only. */
export const belowOf = (view: View, id: ListId): ListId | undefined => (isWidest(view) ? BELOW[id] : undefined);

export const lowerHalves = (view: View): ListId[] =>
  PANELS.flatMap((panel) => belowOf(view, listOf(view, panel)) ?? []);

/** An alert tells its cause on a line of its own where that moves none of them out of sight. */
export function linesAnItem(view: View, data: ScreenData, id: ListId): 1 | 2 {
  if (!isWidest(view) || (id !== 'alerts.open' && id !== 'alerts.acknowledged')) return 1;
  const part = partsOf(shapeOf(view)).find((each) => each.part === 'alerts');
  const page = data.lists[id] as Page<AnyRow> | undefined;
  if (part === undefined || page === undefined) return 1;
  const room = insideOf(part.edges, part.width, part.height).rows - 1;
  return itemsOf(page, view.lists[id]).length * 2 <= room ? 2 : 1;
}
