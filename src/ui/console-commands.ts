import type { PauseTarget } from '../engine/commands.ts';
import type { JobOverride } from '../engine/rules/job/as-run.ts';
import type { Undo } from '../engine/rules/undo.ts';
import type { Actor } from '../store/nouns/actor.ts';
import type { JobDefinition } from '../store/nouns/job-fields.ts';

/** A refusal says what did not happen and why, in one line. */
export type CommandRefusal = {
  kind: 'refused' | 'not-found' | 'conflict';
  code: string;
  message: string;
  hint?: string;
  /** The field of a job that it is about. */
  field?: string;
};
export type CommandResult<T> = { kind: 'done'; value: T } | CommandRefusal;
export type DecisionInput = {
  actor: Actor;
  revision?: number;
  note?: string;
  /** What was on the screen, as text, and for how long. */
  shown?: { text: string; forMs: number };
};

/** What one run would be. */
export type CheckedContent = { jobRevision?: number; override?: JobOverride; definition: JobDefinition };

/** The part of the engine's commands that the console presses; every change goes through one of these. */
export type ConsoleCommands = {
  enableJob(jobId: string, actor: Actor): CommandResult<unknown>;
  /** `because`: the reason that stands beside the job as long as it is off. */
  disableJob(jobId: string, actor: Actor, because?: string): CommandResult<{ cancelledDispatches: number }>;
  deleteJob(jobId: string, actor: Actor): CommandResult<unknown>;
  /** A patch is for this run alone. */
  runNow(jobId: string, actor: Actor, requestId?: string, patch?: JobOverride): CommandResult<{ dispatchId: number }>;
  /** What a patch for one run would make of its job; writes nothing. */
  checkOverride(jobId: string, patch: JobOverride): CommandResult<CheckedContent>;
  /** The same once more, as that run was; a patch is on top of that. */
  rerunRun(runId: number, actor: Actor, requestId?: string, patch?: JobOverride): CommandResult<{ dispatchId: number }>;
  checkRerun(runId: number, patch?: JobOverride): CommandResult<CheckedContent>;
  /** What the guards would answer now, in one phrase. */
  forecast(jobId: string, content?: { jobRevision?: number; override?: JobOverride }): string;
  /** The same for the dispatch of an approval, as if it were given. */
  forecastApproved(approvalId: number): string;
  cancelRun(runId: number, actor: Actor): CommandResult<unknown>;
  cancelDispatch(dispatchId: number, actor: Actor): CommandResult<unknown>;
  killRun(runId: number, actor: Actor): CommandResult<unknown>;
  approve(approvalId: number, decision: DecisionInput): CommandResult<unknown>;
  reject(approvalId: number, decision: DecisionInput): CommandResult<unknown>;
  /** That somebody looked at it since then and has not decided; never waits. */
  sawApproval(approvalId: number, look: { actor: Actor; revision: number; fromAt: number }): void;
  acknowledgeAlert(alertId: number, actor: Actor): CommandResult<unknown>;
  reopenAlert(alertId: number, actor: Actor): CommandResult<unknown>;
  /** Takes a change back, as long as nobody has changed it since; and why it cannot be, before that. */
  undo(undo: Undo, how: { actor: Actor; machineZone: string }): CommandResult<unknown>;
  whyNotUndone(undo: Undo): string | undefined;
  snoozeAlert(alertId: number, until: number, actor: Actor): CommandResult<unknown>;
  pause(targets: readonly PauseTarget[], how: { actor: Actor; until?: number; note?: string }): CommandResult<unknown>;
  resume(targets: readonly PauseTarget[], actor: Actor): CommandResult<unknown>;
};
