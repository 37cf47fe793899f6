import type { PanelId } from '../state/view.ts';

export const PANEL_TITLES: Readonly<Record<PanelId, string>> = {
  due: '1 Due',
  runs: '2 Runs',
  approvals: '3 Approvals',
  alerts: '4 Alerts',
  jobs: '5 Jobs',
  activity: '6 Activity',
};
