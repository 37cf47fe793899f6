import { isCompact, type Part, partsOf, shapeOf } from '../layout/shape.ts';
import { PANELS, type PanelId, type View } from '../state/view.ts';
import { PANEL_TITLES } from './titles.ts';

/** Two panels share a place where they do not both have one. */
const SHARES: Readonly<Record<PanelId, PanelId | undefined>> = {
  due: 'jobs',
  jobs: 'due',
  alerts: 'activity',
  activity: 'alerts',
  runs: undefined,
  approvals: undefined,
};

/** Titles of panels with news that are not on this screen, and whose mark therefore stands in this part's title. The tab bar has all. */
export function newsElsewhere(view: View, part: Part['part']): string[] {
  const { unseen = [], size } = view;
  if (unseen.length === 0 || isCompact(size)) return [];
  const parts = partsOf(shapeOf(view)).map((each) => each.part);
  const isAlone = parts.length === 1;
  return PANELS.filter(
    (panel) => unseen.includes(panel) && !parts.includes(panel) && (isAlone || SHARES[panel] === part),
  ).map((panel) => PANEL_TITLES[panel]);
}
