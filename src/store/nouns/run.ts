import type { Actor } from './actor.ts';
import type { DispatchCause } from './dispatch.ts';

export const RUN_STATUSES = [
  'pending',
  'running',
  'ok',
  'error',
  'timeout',
  'skipped',
  'cancelled',
  'crashed',
  'awaiting_approval',
  'approved',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];
/** How a run that had a process can end. */
export type RunEnd = 'ok' | 'error' | 'timeout' | 'skipped' | 'cancelled' | 'crashed';
export type StopReason = 'timeout' | 'cancel' | 'replace' | 'shutdown' | 'output-limit';
export type StopStage = 'requested' | 'term' | 'kill';

/** Holds a slot, a pool and the job's overlap: admitted, and not over. */
export const isActive = (status: RunStatus): boolean => status === 'pending' || status === 'running';
export const isFailure = (status: RunStatus): boolean =>
  status === 'error' || status === 'timeout' || status === 'crashed';

/** One attempt. The output lives in run_output and in the run's folder. */
export type Run = {
  id: number;
  jobId: string;
  jobName: string;
  jobRevision: number;
  /** What it changed in that revision for itself alone; null took a field away. */
  override?: Readonly<Record<string, unknown>>;
  dispatchId: number;
  cause: DispatchCause;
  status: RunStatus;
  createdAt: number;
  /** When the process was started; absent until then. */
  startedAt?: number;
  finishedAt?: number;
  durationMs?: number;
  slotAt?: number;
  dueAt: number;
  resourcePool?: string;
  requestedBy: Actor;
  retryOf?: number;
  retryCount: number;
  triggeredByRun?: number;
  replayOf?: number;
  approvalId?: number;
  causeRoot: string;
  idempotencyKey: string;
  commandDigest?: string;
  placement: string;
  fence: number;
  pid?: number;
  pidStart?: string;
  bootId?: string;
  stopReason?: StopReason;
  stopRequestedAt?: number;
  stopRequestedBy?: Actor;
  stopStage?: StopStage;
  exitCode?: number;
  signal?: string;
  /** Why it did not end `ok`, for a person. */
  error?: string;
  /** The last line printed, or the reply's first characters. */
  summary?: string;
  outBytes: number;
  errBytes: number;
  /** The agent that the gateway was asked for; only on runs that went there, from their start on. */
  agentId?: string;
  /** In full: `agent:<agent>:<key>`. */
  sessionKey?: string;
  tokensIn?: number;
  tokensOut?: number;
};

/** By what a started run is found again: its process, or its session at the gateway. */
export type StartMark = { pid: number; pidStart: string; bootId: string } | { agentId: string; sessionKey: string };

export type RunOutput = {
  runId: number;
  stdout: string;
  stderr: string;
  stdoutCut: boolean;
  stderrCut: boolean;
  /** The run's folder, when the whole output stays in files because it is larger than the store limit. */
  offloadedTo?: string;
  /** When how much of each stream had come, as lines of the folder's index; absent where nobody looked. */
  arrivals?: string;
};
