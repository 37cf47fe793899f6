import type { DetailTarget } from '../../store/snapshot/detail.ts';
import type { Page } from '../../store/snapshot/page.ts';
import { type Item, itemsOf, positionOf } from './list.ts';
import { type AnyRow, type ListId, type ListRows, listOf, type PanelId, type ScreenData, type View } from './view.ts';

/** What the cursor is on, as far as keys care. */
export type Selection =
  | { kind: 'none'; jobId?: undefined; jobName?: undefined }
  | { kind: 'job'; key: string; jobId: string; jobName: string }
  | { kind: 'run'; key: string; runId: number; jobId: string; jobName: string }
  | { kind: 'past'; key: string; runId: number; jobId: string; jobName: string }
  | { kind: 'queued'; key: string; dispatchId: number; jobId: string; jobName: string }
  | {
      kind: 'approval';
      key: string;
      approvalId: number;
      revision: number;
      risk: 'normal' | 'high';
      jobId: string;
      jobName: string;
    }
  | {
      kind: 'alert';
      key: string;
      alertId: number;
      state: string;
      title: string;
      jobId?: string;
      jobName?: string;
    }
  | { kind: 'activity'; key: string; runId?: number; jobId?: string; jobName?: string }
  /** It has left its list and only stays to say what became of it. */
  | { kind: 'gone'; key: string; text: string; jobId?: undefined; jobName?: undefined };

/** The list the keys act on: of the panel with the focus, or the one the detail belongs to. */
export const actingPanel = (view: View): PanelId => view.panel;

export function selectedItem(view: View, data: ScreenData): { list: ListId; item: Item } | undefined {
  const list = listOf(view, actingPanel(view));
  const page = data.lists[list] as Page<AnyRow> | undefined;
  if (page === undefined || view.focus === 'start') return undefined;
  const items = itemsOf(page, view.lists[list]);
  const item = items[positionOf(items, view.lists[list])];
  return item === undefined ? undefined : { list, item };
}

export function selectionOf(view: View, data: ScreenData): Selection {
  const selected = selectedItem(view, data);
  if (selected === undefined) return { kind: 'none' };
  const { list, item } = selected;
  if (item.ghost !== undefined) return { kind: 'gone', key: item.key, text: item.ghost.fate.text };
  return selectionOfRow(list, item.row);
}

/** The list an item comes from says what its row is. */
export function selectionOfRow(list: ListId, row: AnyRow): Selection {
  const { key } = row;
  switch (list) {
    case 'due.next':
    case 'due.paused':
    case 'jobs.all':
    case 'jobs.tree':
    case 'jobs.disabled': {
      const job = row as ListRows['jobs.all'];
      return { kind: 'job', key, jobId: job.jobId, jobName: job.name };
    }
    case 'runs.now': {
      const live = row as ListRows['runs.now'];
      const { jobId, jobName, dispatchId } = live;
      return live.runId === undefined
        ? { kind: 'queued', key, dispatchId, jobId, jobName }
        : { kind: 'run', key, runId: live.runId, jobId, jobName };
    }
    case 'runs.recent': {
      const { runId, jobId, jobName } = row as ListRows['runs.recent'];
      return { kind: 'past', key, runId, jobId, jobName };
    }
    case 'approvals.pending': {
      const { id, revision, risk, jobId, jobName } = row as ListRows['approvals.pending'];
      return { kind: 'approval', key, approvalId: id, revision, risk, jobId, jobName };
    }
    case 'approvals.decided': {
      const { status } = row as ListRows['approvals.decided'];
      return { kind: 'gone', key, text: status.replace('_', ' ') };
    }
    case 'alerts.open':
    case 'alerts.acknowledged': {
      const { id, state, jobId, title } = row as ListRows['alerts.open'];
      return {
        kind: 'alert',
        key,
        alertId: id,
        state,
        title,
        ...(jobId === undefined ? {} : { jobId, jobName: title }),
      };
    }
    case 'activity.decisions':
    case 'activity.audit':
    case 'activity.log': {
      const { jobId, runId } = row as ListRows['activity.decisions'];
      return {
        kind: 'activity',
        key,
        ...(jobId === undefined ? {} : { jobId }),
        ...(runId === undefined ? {} : { runId }),
      };
    }
  }
}

/** Whether the job of the selection is on, where its row or its detail tells. */
export function isJobOn(view: View, data: ScreenData): boolean | undefined {
  const selected = selectedItem(view, data);
  if (selected === undefined || selected.item.ghost !== undefined) return undefined;
  if ('enabled' in selected.item.row) return selected.item.row.enabled;
  const job = data.detail?.detail.job;
  return job !== undefined && job.id === selectionOf(view, data).jobId ? job.enabled : undefined;
}

/** What the detail shows for the selection. */
export function targetOf(view: View, data: ScreenData): DetailTarget | undefined {
  const selected = selectedItem(view, data);
  if (selected === undefined) return undefined;
  if (selected.list === 'approvals.pending' || selected.list === 'approvals.decided') {
    return { kind: 'approval', approvalId: (selected.item.row as ListRows['approvals.pending']).id };
  }
  const selection = selectionOfRow(selected.list, selected.item.row);
  switch (selection.kind) {
    case 'job':
      return { kind: 'job', jobId: selection.jobId };
    case 'run':
    case 'past':
      return { kind: 'run', runId: selection.runId };
    case 'queued':
      return { kind: 'queued', dispatchId: selection.dispatchId, jobId: selection.jobId };
    case 'alert':
      return { kind: 'alert', alertId: selection.alertId };
    case 'activity':
      if (selection.runId !== undefined) return { kind: 'run', runId: selection.runId };
      return selection.jobId === undefined ? undefined : { kind: 'job', jobId: selection.jobId };
    default:
      return undefined;
  }
}

export const sameTarget = (a: DetailTarget | undefined, b: DetailTarget | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** How a selection is called in sentences. */
export function nameOf(selection: Selection): string {
  switch (selection.kind) {
    case 'none':
      return 'nothing';
    case 'gone':
      return selection.key;
    case 'alert':
      return selection.title;
    default:
      return selection.jobName ?? selection.jobId ?? selection.key;
  }
}
