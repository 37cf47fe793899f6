import type { Page } from '../../store/snapshot/page.ts';
import { formatDate } from '../format/index.ts';
import { type Line, painted, span, toWidth } from '../layout/line.ts';
import { headOf, needsOf, place, rowOf } from '../layout/table.ts';
import type { Scene } from '../scene.ts';
import type { AnyRow, ListId, ListRows } from '../state/view.ts';
import { acknowledgedAlertList } from './alerts.ts';
import { decidedTodayList } from './approvals.ts';
import type { ListSpec } from './list-spec.ts';
import { belowOf } from './lower-half.ts';
import { pastRunList } from './runs.ts';

const BELOW_LEAST = 3;

type Lower = {
  spec: ListSpec<never>;
  head: 'own' | 'none' | { text: string };
  shows?(row: AnyRow, scene: Scene): boolean;
};

const LOWER: Readonly<Partial<Record<ListId, Lower>>> = {
  'runs.recent': { spec: pastRunList, head: 'own' },
  'approvals.decided': { spec: decidedTodayList, head: { text: 'DECIDED TODAY' }, shows: isOfToday },
  'alerts.acknowledged': { spec: acknowledgedAlertList, head: 'none' },
};

/** A list that leaves room has another one under it, only to read: the cursor never goes there. */
export function withBelow(rows: Line[], scene: Scene, id: ListId, width: number, height: number): Line[] {
  const below = belowOf(scene.view, id);
  const room = height - rows.length - 1;
  const lower = below === undefined ? undefined : LOWER[below];
  if (below === undefined || lower === undefined || room < BELOW_LEAST) return rows;
  const page = scene.data.lists[below] as Page<AnyRow> | undefined;
  const found = (page?.rows ?? []).filter((row) => lower.shows?.(row, scene) !== false);
  if (found.length === 0) return rows;
  const listed = found.slice(0, room);
  const spec = lower.spec as unknown as ListSpec<AnyRow>;
  const placed = place(spec.columns(scene, width), width, needsOf(listed, listed));
  const { head } = lower;
  const heads =
    head === 'own'
      ? [headOf(placed, width)]
      : head === 'none'
        ? []
        : [toWidth([span(`  ${head.text}`, 'muted')], width)];
  const lines = listed.flatMap((row) => [
    rowOf(placed, row, 'none', width),
    ...(spec.second?.(row, scene, placed, width) ?? []),
  ]);
  return [...rows, [], ...heads, ...lines.map((line) => painted(line, 'muted'))].slice(0, height);
}

function isOfToday(row: AnyRow, { now, facts }: Scene): boolean {
  const at = (row as ListRows['approvals.decided']).decidedAt;
  return at !== undefined && formatDate(at, facts.zone) === formatDate(now, facts.zone);
}
