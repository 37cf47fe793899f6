import type { Store } from '../../../src/store/store.ts';
import { addDispatch, addRun, NOW } from '../fresh-store.ts';

const DAY = 86_400_000;
export const OLD = NOW - 40 * DAY;
export const CUT = NOW - 30 * DAY;

/** A run that ended long ago, and its dispatch. */
export function oldRun(store: Store, jobId = 'job1', endedAt = OLD): number {
  const dispatchId = addDispatch(store, { jobId }).id;
  const { id } = addRun(store, { jobId, dispatchId });
  store.runs.finish(id, { status: 'ok', finishedAt: endedAt });
  store.runs.saveOutput({ runId: id, stdout: 'x', stderr: '', stdoutCut: false, stderrCut: false });
  store.dispatches.end(dispatchId, 'done', endedAt);
  return id;
}
export const ids = (store: Store, table: string): number[] =>
  (store.db.prepare(`SELECT id FROM ${table} ORDER BY id`).all() as { id: number }[]).map(({ id }) => id);
export const count = (store: Store, table: string): number =>
  (store.db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
export const prune = (store: Store, keep: number, limit = 100): number[] => {
  const { runs } = store.upkeep();
  const through = runs.newestBeyond('job1', keep);
  if (through === undefined) return [];
  const removed: number[] = [];
  let after: number | undefined = 0;
  while (after !== undefined) {
    const page = runs.prune('job1', { after, through, before: CUT, limit });
    removed.push(...page.removed);
    after = page.next;
  }
  return removed;
};
export const openAlert = (store: Store, about: { jobId?: string; runId?: number }) =>
  store.alerts.raise({ kind: 'failing', key: 'k', severity: 'warn', title: 't', detail: '', ...about }, OLD);
