import type { ConsoleOptions } from '../console-options.ts';
import { type Drafts, draftsOf } from '../state/drafts.ts';
import type { Core } from './core.ts';

/** So much of a sentence is lost where this process is killed. */
const KEEP_AFTER_MS = 500;
const APPROVAL_KEY = /^a(\d+)$/;

/** What was left half written last time, of items that still wait. */
export function draftsAtStart({ drafts, snapshots }: ConsoleOptions): Drafts {
  const waits = (key: string): boolean => {
    const approvalId = APPROVAL_KEY.exec(key)?.[1];
    if (approvalId === undefined) return true;
    const detail = snapshots.detail({ kind: 'approval', approvalId: Number(approvalId) });
    return detail?.kind === 'approval' && detail.approval.status === 'pending';
  };
  return Object.fromEntries(Object.entries(drafts?.last ?? {}).filter(([key]) => waits(key)));
}

/** Writes down what is half written, a moment after it was typed. */
export function planDrafts(core: Core): void {
  if (core.options.drafts === undefined || core.timers.has('drafts')) return;
  if (draftsOf(core.model.view()) !== core.keptDrafts)
    core.timers.after('drafts', KEEP_AFTER_MS, () => keepDrafts(core));
}

export function keepDrafts(core: Core): void {
  const { drafts } = core.options;
  const now = draftsOf(core.model.view());
  const before = core.keptDrafts;
  core.keptDrafts = now;
  if (JSON.stringify(now) !== JSON.stringify(before)) drafts?.keep(now, before);
}
