import type { ImportOffer, OfferedItem } from './offers.ts';

/** A plan to look through before it is done: the cursor, and the entries that are left out. */
export type PlanList = { offer: ImportOffer; index: number; out: ReadonlySet<string> };

export const freshPlan = (offer: ImportOffer): PlanList => ({ offer, index: 0, out: new Set() });

export const isImportable = (item: OfferedItem): item is Extract<OfferedItem, { kind: 'fits' }> =>
  item.kind === 'fits' && item.isHere === undefined;

/** What would be imported. */
export const chosenOf = ({ offer, out }: PlanList): string[] =>
  offer.items.filter(isImportable).flatMap(({ id }) => (out.has(id) ? [] : [id]));

const PAGE_ROWS = 8;

/** A key on the list; undefined for one that leaves it. */
export function planKey(plan: PlanList, key: string): PlanList | undefined {
  const last = plan.offer.items.length - 1;
  const to = (index: number): PlanList => ({ ...plan, index: Math.max(0, Math.min(last, index)) });
  switch (key) {
    case 'Down':
      return to(plan.index + 1);
    case 'Up':
      return to(plan.index - 1);
    case 'PageDown':
      return to(plan.index + PAGE_ROWS);
    case 'PageUp':
      return to(plan.index - PAGE_ROWS);
    case 'Home':
      return to(0);
    case 'End':
      return to(last);
    case 'Space':
      return switched(plan);
    default:
      return undefined;
  }
}

function switched(plan: PlanList): PlanList {
  const item = plan.offer.items[plan.index];
  if (item === undefined || !isImportable(item)) return plan;
  const out = new Set(plan.out);
  if (!out.delete(item.id)) out.add(item.id);
  return { ...plan, out };
}
