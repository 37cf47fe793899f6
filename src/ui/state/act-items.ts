import type { PauseTarget } from '../../engine/commands.ts';
import type { JobOverride } from '../../engine/rules/job/as-run.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { PassedOver, PauseScopeFacts } from '../../store/snapshot/pause-scope.ts';
import type { PauseRow } from '../../store/snapshot/pauses.ts';
import type { Stopping } from '../sheets/dying-tree.ts';

/** What the sheets that run, stop, pause and put off are about. */
export type ActItem =
  /** It waits in the queue: there is nothing yet that could be killed. */
  | { kind: 'cancel-dispatch'; key: string; dispatchId: number; jobId: string; jobName: string }
  /** A run once more, as it was or with a change. */
  | { kind: 'rerun'; key: string; runId: number; jobId: string; jobName: string }
  /** What of is chosen in the sheet; the job of the selection stands first. */
  | { kind: 'pause'; key: string; jobId?: string }
  | { kind: 'resume'; key: string; jobId?: string }
  | { kind: 'snooze'; key: string; alertId: number; title: string };

/** What one run would be. */
export type OwnRun = {
  /** Without a change in the sheet. */
  base: JobDefinition;
  /** As it was written; absent where nothing was changed. */
  patch?: JobOverride;
  refusal?: string;
  /** The field of the job that is refused. */
  refusedField?: string;
};

/** Something that can be paused, as it is called: `tag night`. */
export type NamedTarget = { target: PauseTarget; words: string };

/** What was made of the field that names what is paused or resumed. */
export type PauseContent = {
  choices: readonly string[];
  named?: NamedTarget;
  refusal?: string;
  facts?: PauseScopeFacts;
  /** The pause that stands already. */
  standing?: PauseRow;
  /** What waits for its end. */
  held?: number;
  /** The fire times that came since it began. */
  skipped?: PassedOver;
  /** What is paused besides, and would go on holding. */
  others?: readonly string[];
};

/** What was made of the field that says until when. */
export type UntilContent = { kind: 'open' } | { kind: 'until'; at: number } | { kind: 'refused'; reason: string };

/** What they show beside what all sheets may. */
export type ActContent = {
  stopping?: Stopping;
  /** Who runs the engine, where that matters to what is asked for. */
  engine?: 'here' | 'attached' | 'none';
  own?: OwnRun;
  pause?: PauseContent;
  until?: UntilContent;
  /** What goes on and what is missed where one job is switched off. */
  scope?: PauseScopeFacts;
};
