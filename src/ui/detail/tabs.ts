import type { Detail } from '../../store/snapshot/detail.ts';
import type { DetailTab } from '../state/view.ts';
import { differsFromJob } from './run-change-rows.ts';

const TABS: Readonly<Record<Detail['kind'], readonly DetailTab[]>> = {
  approval: ['why', 'command', 'change', 'output', 'history'],
  run: ['output', 'why', 'command', 'processes', 'history'],
  queued: ['why', 'command', 'history', 'next'],
  job: ['why', 'command', 'change', 'output', 'history', 'next'],
  alert: ['why', 'output', 'history'],
};
const CHANGED_RUN: readonly DetailTab[] = ['output', 'why', 'command', 'change', 'processes', 'history'];

/** A run has a tab for what changed only where something did. */
export const tabsOfDetail = (detail: Detail): readonly DetailTab[] =>
  detail.kind === 'run' && differsFromJob(detail) ? CHANGED_RUN : TABS[detail.kind];

/** The tab that shows: the chosen one where this item has it. */
export function activeTab(detail: Detail, chosen: DetailTab | undefined): DetailTab {
  const tabs = tabsOfDetail(detail);
  return chosen !== undefined && tabs.includes(chosen) ? chosen : (tabs[0] ?? 'why');
}
