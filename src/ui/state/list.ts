import type { Page } from '../../store/snapshot/page.ts';
import type { AnyRow, Ghost, ListView } from './view.ts';

export type Item = { key: string; row: AnyRow; ghost?: Ghost };

/** The rows of a page with those that have left it in their old places. */
export function itemsOf(page: Page<AnyRow>, list: Pick<ListView, 'ghosts'>): Item[] {
  const items: Item[] = page.rows.map((row) => ({ key: row.key, row }));
  const present = new Set(items.map((item) => item.key));
  const gone = list.ghosts.filter((ghost) => !present.has(ghost.key)).sort((a, b) => a.index - b.index);
  for (const ghost of gone)
    items.splice(Math.min(ghost.index, items.length), 0, { key: ghost.key, row: ghost.row, ghost });
  return items;
}

/** Where the cursor is: on its item, or where that item was. */
export function positionOf(items: readonly Item[], list: Pick<ListView, 'key' | 'index'>): number {
  const found = list.key === undefined ? 0 : items.findIndex((item) => item.key === list.key);
  if (found >= 0) return found;
  return Math.max(0, Math.min(list.index, items.length - 1));
}

/** The window moves only as far as it must to hold the cursor. */
export function windowTop(top: number, position: number, count: number, height: number): number {
  const lowest = Math.max(0, count - height);
  const held = position < top ? position : position >= top + height ? position - height + 1 : top;
  return Math.max(0, Math.min(held, lowest));
}
