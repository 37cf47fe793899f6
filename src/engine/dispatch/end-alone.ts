import type { Run } from '../../store/nouns/run.ts';
import type { Store } from '../../store/store.ts';
import { passOn, passOnLimits } from './release.ts';

/** The end of a run of which no more is known than its row: nothing follows from it, and it holds no place any longer. */
export function endAlone(
  store: Store,
  run: Run,
  end: { status: 'crashed' | 'timeout'; error: string },
  now: number,
): void {
  if (!store.runs.finish(run.id, { ...end, finishedAt: now })) return;
  store.counters.add(end.status, now);
  const dispatch = store.dispatches.get(run.dispatchId);
  if (dispatch !== undefined) {
    store.ledger.release(dispatch.occasionKey);
    store.dispatches.end(dispatch.id, 'cancelled', now);
  }
  passOn(store, run.jobId, run.resourcePool);
  passOnLimits(store);
}
