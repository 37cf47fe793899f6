import type { Actor } from '../store/nouns/actor.ts';

/** A refusal says what did not happen and why, in one line. */
export type CommandRefusal = {
  kind: 'refused' | 'not-found' | 'conflict';
  code: string;
  message: string;
  hint?: string;
};
export type CommandResult<T> = { kind: 'done'; value: T } | CommandRefusal;
export type DecisionInput = { actor: Actor; revision?: number; note?: string };

/** The part of the engine's commands that the console presses; every change goes through one of these. */
export type ConsoleCommands = {
  enableJob(jobId: string, actor: Actor): CommandResult<unknown>;
  disableJob(jobId: string, actor: Actor): CommandResult<{ cancelledDispatches: number }>;
  deleteJob(jobId: string, actor: Actor): CommandResult<unknown>;
  runNow(jobId: string, actor: Actor, requestId?: string): CommandResult<{ dispatchId: number }>;
  /** What the guards would answer now, in one phrase. */
  forecast(jobId: string): string;
  /** The same for the dispatch of an approval, as if it were given. */
  forecastApproved(approvalId: number): string;
  cancelRun(runId: number, actor: Actor): CommandResult<unknown>;
  killRun(runId: number, actor: Actor): CommandResult<unknown>;
  approve(approvalId: number, decision: DecisionInput): CommandResult<unknown>;
  reject(approvalId: number, decision: DecisionInput): CommandResult<unknown>;
  acknowledgeAlert(alertId: number, actor: Actor): CommandResult<unknown>;
  reopenAlert(alertId: number, actor: Actor): CommandResult<unknown>;
};
