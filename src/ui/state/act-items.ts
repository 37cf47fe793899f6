import type { Stopping } from '../sheets/dying-tree.ts';

/** What the sheets that run, stop, pause and put off are about. */
export type ActItem =
  /** It waits in the queue: there is nothing yet that could be killed. */
  { kind: 'cancel-dispatch'; key: string; dispatchId: number; jobId: string; jobName: string };

/** What they show beside what all sheets may. */
export type ActContent = {
  stopping?: Stopping;
  /** Who runs the engine, where that matters to what is asked for. */
  engine?: 'here' | 'attached' | 'none';
};
