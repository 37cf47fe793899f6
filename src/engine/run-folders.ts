import type { Store } from '../store/store.ts';
import { eraseRunFolder, removeRunFolder } from './ports/processes.ts';

/**
 * Files that fit the database are not kept twice. The start token of a call to the gateway is our own, and goes with them:
 * it was sent, so nobody is left who might still want to.
 */
export function clearRunFolder(store: Store, runsDir: string, runId: number): void {
  if (store.runs.output(runId)?.offloadedTo !== undefined) return;
  if (store.runs.get(runId)?.sessionKey === undefined) removeRunFolder(runsDir, runId);
  else eraseRunFolder(runsDir, runId);
}
