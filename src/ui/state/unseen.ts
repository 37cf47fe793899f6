import type { EndedNews } from '../../store/snapshot/news.ts';
import { PANELS, type PanelId, type ScreenData, type View, waitingIn } from './view.ts';

const FAILED: ReadonlySet<EndedNews['status']> = new Set<EndedNews['status']>(['error', 'timeout', 'crashed']);

/** Panels in which something came up since somebody was there: what somebody may want to look at, not all that goes on. */
export function withUnseen(view: View, old: ScreenData, fresh: ScreenData, mine: string): View {
  // What was there before the first look is no news.
  if (Object.keys(old.lists).length === 0) return view;
  const known = view.unseen ?? [];
  const unseen = PANELS.filter((panel) => known.includes(panel) || hasNews(panel, view, old, fresh, mine));
  return unseen.length === known.length ? view : { ...view, unseen };
}

function hasNews(panel: PanelId, { told }: View, old: ScreenData, fresh: ScreenData, mine: string): boolean {
  const happened = fresh.news === old.news ? undefined : fresh.news;
  switch (panel) {
    case 'runs':
      return happened?.ended.some(({ status }) => FAILED.has(status)) === true;
    case 'approvals':
      return waitingIn(fresh, 'approvals.pending').some(({ id }) => id > told.approvalId);
    case 'alerts':
      return waitingIn(fresh, 'alerts.open').some(({ id }) => id > told.alertId);
    case 'jobs':
      return fresh.counters.jobs > old.counters.jobs;
    case 'activity':
      return happened?.decided.some(({ decidedBy }) => decidedBy?.name !== mine) === true;
    case 'due':
      // Fire times come up all the time, and are no news.
      return false;
  }
}

/** Whoever is in a panel has seen what is new there. */
export function visited(view: View): View {
  const { unseen, ...rest } = view;
  if (unseen === undefined || view.focus === 'start' || !unseen.includes(view.panel)) return view;
  const left = unseen.filter((panel) => panel !== view.panel);
  return left.length === 0 ? rest : { ...rest, unseen: left };
}
