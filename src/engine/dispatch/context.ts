import type { Dispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Run } from '../../store/nouns/run.ts';
import type { DeliverySettings } from '../rules/delivery.ts';
import type { RetentionSettings } from '../rules/retention.ts';

/**
 * A dispatch that was admitted: its run is on disk as `pending`, and its process may be started. The job is as this run
 * has it; what became of it since is read anew when the run is settled.
 */
export type DispatchContext = { job: Job; dispatch: Dispatch; run: Run };

/** What the three phases need to know of the engine around them. */
export type EngineSettings = {
  delivery: DeliverySettings;
  maxActiveRuns: number;
  /** How long a stop waits for runs to end by themselves. */
  graceMs: number;
  /** How long what is over is kept, where it is not the default. */
  retention?: RetentionSettings;
  /** How often a backup is made; absent or 0: never. */
  backupEveryMs?: number;
};

export type Tenure = { holderId: string; fence: number };
