import type { AlertRow } from '../../store/snapshot/alerts.ts';
import type { Page } from '../../store/snapshot/page.ts';
import { attempt } from '../attempt.ts';
import type { ConsoleOptions } from '../console-options.ts';
import { foldedPage } from '../state/fold.ts';
import { type ScreenData, type View, WAITING_LISTS, type WaitingList } from '../state/view.ts';

/** Beside lists of which a filter shows a part: all that waits for somebody in them. */
export function withHidden(options: ConsoleOptions, view: View, { whole: _, ...data }: ScreenData): ScreenData {
  const hidden = WAITING_LISTS.filter((id) => view.lists[id].filter !== '' || view.problems);
  return hidden.length === 0 ? data : { ...data, whole: readWhole(options, view, hidden) };
}

/** While the lists stand still what happens is told all the same. */
export function readStill(options: ConsoleOptions, view: View, old: ScreenData, now: number): ScreenData {
  const news = attempt(() => options.snapshots.news(old.news?.mark, now));
  return {
    ...old,
    whole: readWhole(options, view, WAITING_LISTS),
    ...(news.kind === 'ok' ? { news: news.value } : {}),
  };
}

/** In the rows that the lists have, so that nothing is news because it is read in another way. */
function readWhole(
  { snapshots }: ConsoleOptions,
  view: View,
  ids: readonly WaitingList[],
): NonNullable<ScreenData['whole']> {
  const approvals = ids.includes('approvals.pending') ? attempt(() => snapshots.pendingApprovals({})) : undefined;
  const alerts = ids.includes('alerts.open')
    ? attempt(() => foldedPage('alerts.open', snapshots.openAlerts({}), view.lists['alerts.open']) as Page<AlertRow>)
    : undefined;
  return {
    ...(approvals?.kind === 'ok' ? { 'approvals.pending': approvals.value } : {}),
    ...(alerts?.kind === 'ok' ? { 'alerts.open': alerts.value } : {}),
  };
}
