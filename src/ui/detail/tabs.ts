import type { Detail } from '../../store/snapshot/detail.ts';
import type { DetailTab } from '../state/view.ts';

const TABS: Readonly<Record<Detail['kind'], readonly DetailTab[]>> = {
  approval: ['why', 'command', 'change', 'output', 'history'],
  run: ['output', 'why', 'command', 'processes', 'history'],
  queued: ['why', 'command', 'history', 'next'],
  job: ['why', 'command', 'change', 'output', 'history', 'next'],
  alert: ['why', 'output', 'history'],
};

export const tabsOfDetail = (kind: Detail['kind']): readonly DetailTab[] => TABS[kind];

/** The tab that shows: the chosen one where this item has it. */
export function activeTab(kind: Detail['kind'], chosen: DetailTab | undefined): DetailTab {
  const tabs = TABS[kind];
  return chosen !== undefined && tabs.includes(chosen) ? chosen : (tabs[0] ?? 'why');
}
