import type { Page } from '../../store/snapshot/page.ts';
import { itemsOf, positionOf, windowTop } from './list.ts';
import { visibleRows } from './move.ts';
import { type AnyRow, listOf, PANELS, type ScreenData, type View } from './view.ts';

/** After another size: each window moves as far as it must to hold its cursor. */
export function cursorsInSight(view: View, data: ScreenData): View {
  const lists = { ...view.lists };
  for (const panel of PANELS) {
    const id = listOf(view, panel);
    const page = data.lists[id] as Page<AnyRow> | undefined;
    if (page === undefined) continue;
    const list = lists[id];
    const items = itemsOf(page, list);
    lists[id] = { ...list, top: windowTop(list.top, positionOf(items, list), items.length, visibleRows(view, panel)) };
  }
  return { ...view, lists };
}
