import type { ConsoleOptions } from '../console-options.ts';
import { ASKED, type Drafts, draftsOf } from '../state/drafts.ts';
import type { Core } from './core.ts';

/** So much of a sentence is lost where this process is killed. */
const KEEP_AFTER_MS = 500;

/** What was left half written last time, of items that still wait. */
export function draftsAtStart({ drafts, snapshots }: ConsoleOptions): Drafts {
  const last = Object.entries(drafts?.last ?? {});
  if (last.length === 0) return {};
  const asked = new Set(snapshots.pendingApprovals({}).rows.map(({ dispatchId }) => `${ASKED}${dispatchId}`));
  return Object.fromEntries(last.filter(([key]) => !key.startsWith(ASKED) || asked.has(key)));
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
