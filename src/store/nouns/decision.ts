/** The published list of reasons why something did not start, or started late; `why` and `--json` are an API. */
export const REASON_CODES = [
  'disabled',
  'already-claimed',
  'approval-backlog',
  'approval-pending',
  'approval-asked',
  'approval-rejected',
  'approval-lapsed',
  'pool-busy',
  'overlap-skip',
  'overlap-waiting',
  'overlap-full',
  'replaced',
  'duplicate',
  'gateway-down',
  'limit',
  'paused',
  'window',
  'misfire-skip',
  'misfire-window',
  'retry-pending',
  'backing-off',
  'dst-gap',
  'clock',
  'deleted',
  'cancelled',
  'engine-error',
  'never-started',
  'no-engine',
  'trigger-not-met',
  'condition-not-met',
  'condition-failed',
  'fan-out',
  'depth',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** What the guards said about one dispatch. Equal ones in a row are one row with a count. */
export type Decision = {
  id: number;
  jobId: string;
  dispatchId?: number;
  runId?: number;
  slotAt?: number;
  verdict: 'start' | 'wait' | 'ask' | 'drop';
  /** Absent when the verdict is `start`. */
  reason?: ReasonCode;
  /** One phrase for a person: `run 8790 is still running`. */
  detail: string;
  firstAt: number;
  lastAt: number;
  count: number;
};

/** One fire time, or a row of fire times that were not run for one reason. */
export type SlotRow = {
  jobId: string;
  slotAt: number;
  lastSlotAt: number;
  count: number;
  scheduleRevision: number;
  state: 'due' | 'ran' | 'skipped' | 'missed';
  reason?: ReasonCode;
  detail?: string;
  dispatchId?: number;
  runId?: number;
};
